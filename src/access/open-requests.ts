import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../base/refusal';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { callerOf } from './caller';

/** Seconds after which a client at its limit may try again. */
const RETRY_AFTER_SECONDS = 1;

/**
 * Bounds the requests that one client has open at once, streams of events included: by its token, else by its address as
 * a trusted proxy names it. Answers that the client does not take count until their connection ends.
 */
@Injectable()
export class OpenRequests {
  private readonly counts = new Map<string, number>();

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Call after the gate and before the routes are registered: the gate finds the caller. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const client = callerOf(request)?.token ?? `address ${request.ip}`;
      const open = this.counts.get(client) ?? 0;
      const limit = this.settings.connectionsPerClient;
      if (open >= limit) {
        const detail = `This client has ${limit} requests open, which is the limit (PACTA_CONNECTIONS_PER_CLIENT).`;
        done(new Refusal('too-many', detail, [], RETRY_AFTER_SECONDS));
        return;
      }
      this.counts.set(client, open + 1);
      reply.raw.on('close', () => this.end(client));
      done();
    });
  }

  private end(client: string): void {
    const open = (this.counts.get(client) ?? 1) - 1;
    if (open === 0) this.counts.delete(client);
    else this.counts.set(client, open);
  }
}
