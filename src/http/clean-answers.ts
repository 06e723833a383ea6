import type { FastifyInstance } from 'fastify';
import { cleanJson, withoutControls } from '../base/text/clean';

/**
 * Removes control characters from every response that is sent as one text: JSON gets escapes, other text U+FFFD.
 * Streamed responses do this themselves.
 */
export function removeControlCharacters(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (typeof payload !== 'string') return done(null, payload);
    const type = String(reply.getHeader('content-type') ?? '');
    const isJson = type === '' || /^application\/([a-z]+\+)?json\b/.test(type);
    done(null, isJson ? cleanJson(payload) : withoutControls(payload));
  });
}
