import type { FastifyInstance } from 'fastify';
import { cleanJson, withoutControls } from '../base/text/clean';

/**
 * Takes control characters out of every answer that is sent whole: JSON keeps them as escapes, any other text
 * shows U+FFFD. Answers that are streamed clean what they write.
 */
export function removeControlCharacters(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (typeof payload !== 'string') return done(null, payload);
    const type = String(reply.getHeader('content-type') ?? '');
    const isJson = type === '' || /^application\/([a-z]+\+)?json\b/.test(type);
    done(null, isJson ? cleanJson(payload) : withoutControls(payload));
  });
}
