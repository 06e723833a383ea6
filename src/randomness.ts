import { randomBytes } from 'node:crypto';
import { Clock } from './clock';

/**
 * The one source of chance: ids, secrets and jitter. A test replaces it by a seeded one, so that a
 * failing run can be replayed.
 */
export abstract class Randomness {
  abstract bytes(count: number): Buffer;

  /** A number in [0, 1). */
  fraction(): number {
    return this.bytes(6).readUIntBE(0, 6) / 2 ** 48;
  }
}

export class SystemRandomness extends Randomness {
  bytes(count: number): Buffer {
    return randomBytes(count);
  }
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * A sortable id: a prefix that says what it names, 48 bits of epoch milliseconds, 80 bits of chance
 * ("msg_01JDA2…"). Ids made later sort later, to the millisecond.
 */
export function newId(prefix: string, clock: Clock, randomness: Randomness): string {
  let tail = '';
  for (const byte of randomness.bytes(RANDOM_CHARACTERS)) tail += CROCKFORD[byte % 32];
  return firstIdAt(prefix, clock.now()) + tail;
}

/** What sorts before every id made at an instant (epoch milliseconds) or later, and after those made before. */
export function firstIdAt(prefix: string, instant: number): string {
  let time = instant;
  let head = '';
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    head = CROCKFORD[time % 32] + head;
    time = Math.floor(time / 32);
  }
  return `${prefix}_${head}`;
}
