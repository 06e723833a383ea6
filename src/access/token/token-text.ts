import { createHash, timingSafeEqual } from 'node:crypto';
import type { Randomness } from '../../base/randomness';

const SECRET_BYTES = 32;
const TEXT = /^pacta_([0-9A-Z]{26})_[\w-]{43}$/;

/** A new token for an id ("token_01JD…"): `pacta_`, the id without its prefix, `_` and 256 random bits. */
export function newTokenText(id: string, randomness: Randomness): string {
  const secret = randomness.bytes(SECRET_BYTES).toString('base64url');
  return `pacta_${id.slice('token_'.length)}_${secret}`;
}

/** The id in a token's text, not verified; undefined for a text that has not the form of a token. */
export function claimedId(text: string): string | undefined {
  const [, id] = TEXT.exec(text) ?? [];
  return id === undefined ? undefined : `token_${id}`;
}

export function hashOfToken(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Compares in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
