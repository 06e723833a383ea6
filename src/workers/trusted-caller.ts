import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Caller, setCaller } from '../access/caller';
import { hideFromPublic } from '../access/public-view';
import { takeRequestToken } from '../access/token/request-token';
import type { SessionCookie } from '../access/token/session-cookie';
import { Refusal } from '../base/refusal';
import { CALLER_HEADER, SECRET_HEADER } from './protocol';

/**
 * Replaces the gate in a worker: takes the caller from the service's own header. A request without the secret is
 * refused.
 */
export function trustCaller(
  fastify: FastifyInstance,
  secret: string,
  session: SessionCookie,
): void {
  const expected = Buffer.from(secret);
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', async (request) => {
    const { [SECRET_HEADER]: shown = '', [CALLER_HEADER]: caller = 'null' } = request.headers;
    const given = Buffer.from(String(shown));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Refusal('forbidden', 'A worker answers its own service only.');
    }
    // Takes the token out of the address.
    takeRequestToken(request, session);
    const found: Caller | null = JSON.parse(decodeURIComponent(String(caller)));
    if (found !== null) setCaller(request, { ...found, isValid: async () => true });
  });
  hideFromPublic(fastify);
}
