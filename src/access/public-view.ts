import type { FastifyInstance } from 'fastify';
import { isRecord } from '../base/guards';
import { callerOf } from './caller';

/** Keys that the public gets as null: names of people, and hashes from which a name could be guessed. */
const HIDDEN: readonly string[] = ['actor', 'judgedBy', 'previousHash'];

/** Types of messages that the public does not get: about acknowledgements and about webhooks. */
const PRIVATE_MESSAGES: readonly unknown[] = [
  'alert.acknowledged',
  'digest',
  'endpoint.disabled',
  'ping',
];

/** Call before routes are registered: Fastify hooks apply to later routes only. */
export function hideFromPublic(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', async (request, _reply, payload) =>
    callerOf(request)?.kind === 'public' ? forPublic(payload) : payload,
  );
}

/**
 * A JSON response reduced to what the public may read. At any depth: facts marked `internal` and private messages are
 * left out (null if they are not in a list), actors and hashes of facts are null, `answers` of alerts is empty.
 */
export function forPublic(value: unknown): unknown {
  if (isPrivate(value)) return null;
  if (Array.isArray(value)) return value.filter((item) => !isPrivate(item)).map(forPublic);
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const guessable = key === 'hash' && 'previousHash' in value;
      if (HIDDEN.includes(key) || guessable) return [key, null];
      return [key, key === 'answers' ? [] : forPublic(inner)];
    }),
  );
}

function isPrivate(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { internal, type, data } = value;
  return internal === true || (data !== undefined && PRIVATE_MESSAGES.includes(type));
}
