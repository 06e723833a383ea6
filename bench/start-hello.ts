import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A minimal service with the same libraries: one table, one route. Prints its address. */
@Entity()
class Note {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text')
  text!: string;
}

const [, , database = ':memory:'] = process.argv;
const store = new DataSource({
  type: 'better-sqlite3',
  database,
  entities: [Note],
  synchronize: true,
});

@Controller()
class Notes {
  @Get()
  async count(): Promise<{ notes: number }> {
    return { notes: await store.getRepository(Note).count() };
  }
}

@Module({ controllers: [Notes] })
class Hello {}

async function main(): Promise<void> {
  await store.initialize();
  const app = await NestFactory.create(Hello, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`${await app.getUrl()}\n`);
}

void main();
