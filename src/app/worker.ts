import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { SessionCookie } from '../access/token/session-cookie';
import { AuditHook } from '../audit/audit-hook';
import { SystemClock } from '../base/clock';
import { watchProcess } from '../base/process/memory';
import { SystemRandomness } from '../base/randomness';
import { DELIVERY_DEFAULTS } from '../delivery/delivery-settings';
import { answerInLanguage } from '../feed/polling/asked-language';
import { ConditionalRequests } from '../feed/polling/conditional-requests';
import { passEmptyBodies } from '../http/body.guard';
import { removeControlCharacters } from '../http/clean-answers';
import { sendSecurityHeaders } from '../http/headers';
import { PublicUrl } from '../outbox/public-url';
import type { FromWorker, ToWorker, WorkerStart } from '../workers/protocol';
import { trustCaller } from '../workers/trusted-caller';
import { WriteTurnsByMessage } from '../workers/write-turns';
import { createApp } from './create-app';
import { openDatabaseBeside } from './database';

/** PostgreSQL connections of a worker, which answers one request at a time. */
const POOL_CONNECTIONS = 2;

/**
 * Runs as a worker process: the application without sweep, deliveries and network. It answers requests that the service
 * sends over a local socket. It ends when the service ends.
 */
export function runWorker(): void {
  const send = (message: FromWorker) => process.send?.(message, () => undefined);
  const turns = new WriteTurnsByMessage(send);
  // The service ends its workers. A Ctrl-C in a terminal reaches them too and must not.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'start') {
      start(message.start, turns, send).then(
        () => send({ kind: 'ready' }),
        (error: unknown) => {
          new Logger('Worker').error(`It could not start: ${String(error)}`);
          process.exit(1);
        },
      );
    } else turns.receive(message.kind);
  });
}

async function start(
  { settings, socket, secret, port, memoryBytes }: WorkerStart,
  turns: WriteTurnsByMessage,
  send: (message: FromWorker) => void,
): Promise<void> {
  watchProcess(memoryBytes);
  const { app, fastify } = await createApp(
    {
      settings: { ...settings, workers: { ...settings.workers, count: 0 } },
      clock: new SystemClock(),
      randomness: new SystemRandomness(),
      delivery: { ...DELIVERY_DEFAULTS, ...settings.webhooks },
      open: (_, clock) =>
        openDatabaseBeside(
          { ...settings, poolConnections: POOL_CONNECTIONS },
          clock,
          turns,
          (topic, detail) => send({ kind: 'publish', topic, detail }),
        ),
    },
    // The service says where a request comes from.
    { trustProxy: true },
    ['error'],
    { background: false },
  );
  sendSecurityHeaders(fastify);
  trustCaller(fastify, secret, app.get(SessionCookie));
  passEmptyBodies(fastify);
  app.get(AuditHook).attributeWrites(fastify);
  answerInLanguage(fastify);
  removeControlCharacters(fastify);
  app.get(ConditionalRequests).register(fastify);
  app.get(PublicUrl).listensOn(port);
  await app.init();
  // Its one client, the service, decides how long a connection lives.
  app.getHttpServer().keepAliveTimeout = 0;
  await fastify.listen({ path: socket });
}
