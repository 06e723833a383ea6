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
 * @param background whether the process sweeps, delivers, retains and adds shipped agreements. One process does, its workers
 * do not.
 * @throws what a provider throws, instead of ending the process.
 */
export async function createApp(
  foundation: Foundation,
  options: FastifyHttpOptions<Server>,
  logLevels: LogLevel[],
  { background }: { background: boolean },
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
  if (!background) skipBootstrapHooks(app);
  return { app, fastify };
}

/**
 * Background work begins in Nest's bootstrap hooks. `app` is a proxy that ignores assignments, so the method is redefined,
 * which reaches the application itself.
 */
function skipBootstrapHooks(app: NestFastifyApplication): void {
  Object.defineProperty(app, 'callBootstrapHook', { value: async () => undefined });
}
