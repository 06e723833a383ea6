import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/**
 * The time between being told to end and ending: what comes is still answered, readiness says no, and every answer
 * asks its caller to take the next connection elsewhere, so that nobody's request meets a closed door.
 */
@Injectable()
export class Draining {
  /** Whether it has begun. */
  active = false;

  /** Before the routes are made: a hook serves those that come after it. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (_request, reply, done) => {
      if (this.active) reply.raw.setHeader('connection', 'close');
      done();
    });
  }

  async begin(milliseconds: number): Promise<void> {
    this.active = true;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}
