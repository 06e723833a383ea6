import type { Server } from 'node:http';
import type { LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { readBodies } from '../http/body';
import { answerBadAddress } from '../http/problem.filter';
import { AppModule, type Foundation } from './app.module';
import { QuietLogger } from './quiet-logger';

/**
 * Builds the application of a service or of a worker, before its hooks are registered.
 * @param options of the HTTP server, besides those that both share.
 * @throws what a provider throws, instead of ending the process.
 */
export async function createApp(
  foundation: Foundation,
  options: FastifyHttpOptions<Server>,
  logLevels: LogLevel[],
): Promise<{ app: NestFastifyApplication; fastify: FastifyInstance }> {
  const { limits } = foundation.settings;
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    // A milestone's id contains slashes and may be long.
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: answerBadAddress,
    ...options,
  });
  const fastify = adapter.getInstance();
  readBodies(fastify, limits);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(foundation), adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: new QuietLogger('Pacta', { logLevels, colors: false }),
  });
  return { app, fastify };
}
