import 'reflect-metadata';
import type { LogLevel } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Connections } from '../access/connections';
import { Gate } from '../access/gate';
import { OpenRequests } from '../access/open-requests';
import { Operator, type OperatorToken } from '../access/sign-in/operator';
import { SignIn } from '../access/sign-in/sign-in';
import { AuditHook } from '../audit/audit-hook';
import { errorCode } from '../base/guards';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';
import { answerInLanguage } from '../feed/polling/asked-language';
import { ConditionalRequests } from '../feed/polling/conditional-requests';
import { PollFastPath } from '../feed/polling/fast-path';
import { passEmptyBodies } from '../http/body.guard';
import { removeControlCharacters } from '../http/clean-answers';
import { Draining } from '../http/draining';
import { sendSecurityHeaders } from '../http/headers';
import { answerUnparsed } from '../http/problem.filter';
import { PublicUrl } from '../outbox/public-url';
import { writeAddress } from '../store/directory/data-directory';
import { Forwarding } from '../workers/forwarding';
import type { Foundation } from './app.module';
import { createApp } from './create-app';
import { describeApi } from './openapi';

export interface Service {
  app: NestFastifyApplication;
  /** The URL it listens on, without a trailing slash. */
  url: string;
  operator: OperatorToken;
  /** A link that signs one browser in as the operator, and its end (epoch milliseconds, exclusive). */
  signInLink(): Promise<{ url: string; expiresAt: number }>;
  /** Answers for `drainSeconds` more while reporting unready, then closes. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store, adds the shipped agreements, starts the sweep and listens.
 * @throws Refusal 'unavailable' when the port is taken, or the store cannot be opened: in use, damaged, or newer than
 * this program.
 */
export async function startService(
  foundation: Foundation,
  logLevels: LogLevel[] = ['log', 'warn', 'error'],
): Promise<Service> {
  const { settings } = foundation;
  const { app, fastify } = await createApp(
    foundation,
    {
      requestTimeout: POLICY.requestTimeMs,
      keepAliveTimeout:
        settings.trustedProxies.length > 0 ? POLICY.proxyIdleMs : settings.stallSeconds * 1_000,
      http: {
        headersTimeout: POLICY.requestTimeMs,
        connectionsCheckingInterval: POLICY.requestCheckMs,
      },
      trustProxy: settings.trustedProxies.length > 0 && [...settings.trustedProxies],
      clientErrorHandler: answerUnparsed,
    },
    logLevels,
    { background: true },
  );
  let operator: OperatorToken;
  try {
    operator = await app.get(Operator).establish();
    sendSecurityHeaders(fastify);
    app.get(Draining).register(fastify);
    app.get(Gate).register(fastify);
    app.get(OpenRequests).register(fastify);
    passEmptyBodies(fastify);
    app.get(AuditHook).attributeWrites(fastify);
    app.get(AuditHook).recordRefusals(fastify);
    // Before the response cache, which stores bodies as they are sent.
    answerInLanguage(fastify);
    removeControlCharacters(fastify);
    app.get(ConditionalRequests).register(fastify);
    app.get(Forwarding).register(fastify);
    app.get(Connections).boundAnswers(fastify);
    app.get(PollFastPath).register(app.getHttpServer());
    app.get(Connections).register(app.getHttpServer());
    describeApi(app);
    await app.listen(settings.port, settings.host);
    const port = Number(new URL(await app.getUrl()).port || '80');
    app.get(PublicUrl).listensOn(port);
    app.get(Forwarding).listensOn(port);
    if (settings.databaseUrl === undefined) writeAddress(settings.dataDir, await app.getUrl());
  } catch (error) {
    await app.close();
    throw errorCode(error) === 'EADDRINUSE' ? portTaken(settings) : error;
  }
  const close = () => app.close();
  const drain = async () => {
    await app.get(Draining).begin(settings.drainSeconds * 1_000);
    await close();
  };
  const url = await app.getUrl();
  const signInLink = async () => {
    const { path, expiresAt } = await app.get(SignIn).link(operator.id);
    return { url: `${settings.publicUrl ?? url}${path}`, expiresAt };
  };
  return { app, url, operator, signInLink, drain, close };
}

function portTaken({ host, port }: Foundation['settings']): Refusal {
  return new Refusal(
    'unavailable',
    `Port ${port} on ${host} is taken. End what listens there, or set PACTA_PORT to another (0 takes a free one).`,
  );
}
