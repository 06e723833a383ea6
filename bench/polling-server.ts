import 'reflect-metadata';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Controller, Get, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { PROJECT_ROOT } from '../src/config/root';
import { startBenchService } from './service';

/**
 * One contender of the polling benchmark in a process of its own. The first message of its parent names it and its answer;
 * every later message is answered with the CPU microseconds of this process so far.
 */
export interface Order {
  contender: Contender;
  /** The answer of every contender but Pacta, which has its own. */
  body: string;
  /** Pacta's data directory. */
  dataDir: string;
}

export type Contender = 'node:http' | 'fastify' | 'nest on fastify' | 'json-server' | 'pacta';

const TAG = '"as-it-was"';
const TYPE = 'application/json; charset=utf-8';

let order: Order;

async function bareNode(): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('etag', TAG);
    if (request.headers['if-none-match'] === TAG) return response.writeHead(304).end();
    response.setHeader('content-type', TYPE);
    response.setHeader('content-length', Buffer.byteLength(order.body));
    return response.end(order.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answered(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('etag', TAG);
  if (request.headers['if-none-match'] === TAG) return reply.code(304).send();
  return reply.type(TYPE).send(order.body);
}

function bareFastify(): Promise<string> {
  const server = fastify();
  server.get('/poll', async (request, reply) => answered(request, reply));
  return server.listen({ port: 0, host: '127.0.0.1' });
}

@Controller('poll')
class HelloController {
  @Get()
  poll(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    answered(request, reply);
  }
}

@Module({ controllers: [HelloController] })
class HelloModule {}

async function nest(): Promise<string> {
  const app = await NestFactory.create<NestFastifyApplication>(HelloModule, new FastifyAdapter(), {
    logger: false,
  });
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

interface JsonServer {
  create(): {
    use(handler: unknown): void;
    listen(port: number, host: string, then: () => void): { address(): AddressInfo };
  };
  router(content: object): unknown;
}

function jsonServer(): Promise<string> {
  const peers = createRequire(join(PROJECT_ROOT, 'bench', 'package.json'));
  const { create, router } = peers('json-server') as JsonServer;
  const server = create();
  server.use(router({ poll: JSON.parse(order.body) }));
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${listening.address().port}`),
    );
  });
}

async function pacta(): Promise<string> {
  const { url } = await startBenchService(order.dataDir);
  return url;
}

const STARTS: Readonly<Record<Contender, () => Promise<string>>> = {
  'node:http': bareNode,
  fastify: bareFastify,
  'nest on fastify': nest,
  'json-server': jsonServer,
  pacta,
};

process.on('message', (message: Order | 'cpu') => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
    return;
  }
  order = message;
  void STARTS[message.contender]().then((url) => process.send?.(url));
});
process.on('disconnect', () => process.exit(0));
