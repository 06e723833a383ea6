import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/**
 * The time between the signal to stop and the stop. Requests are still answered, `/health/ready` fails so that a load
 * balancer sends no more, and every response closes its connection. So no request reaches a closed port.
 */
@Injectable()
export class Draining {
  /** Whether it has begun. */
  active = false;

  /** Call before the routes are registered: Fastify applies a hook to later routes only. */
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
