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

const POOL_BYTES = 4_096;

/** Asks the system for some thousand bytes at a time: thousands of ids in one transaction cost little then. */
export class SystemRandomness extends Randomness {
  private pool = Buffer.alloc(0);
  private used = 0;

  bytes(count: number): Buffer {
    if (count > POOL_BYTES) return randomBytes(count);
    if (this.used + count > this.pool.length) {
      this.pool = randomBytes(POOL_BYTES);
      this.used = 0;
    }
    const given = this.pool.subarray(this.used, this.used + count);
    this.used += count;
    const bytes = Buffer.from(given);
    // What was a secret is nowhere but where it was asked for.
    given.fill(0);
    return bytes;
  }
}

/** A random UUID (RFC 9562, version 4). */
export function newUuid(randomness: Randomness): string {
  const bytes = randomness.bytes(16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
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
