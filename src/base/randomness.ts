import { randomBytes } from 'node:crypto';
import { Clock } from './clock';

/**
 * The one source of randomness, for ids, secrets and jitter. A test replaces it by a seeded one, so that a failing run can be
 * repeated.
 */
export abstract class Randomness {
  abstract bytes(count: number): Buffer;

  /** A number in [0, 1). */
  fraction(): number {
    return this.bytes(6).readUIntBE(0, 6) / 2 ** 48;
  }
}

const POOL_BYTES = 4_096;

/** Reads 4,096 bytes of the system's randomness at a time, so that thousands of ids cost little. */
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
    // A secret must not remain in the pool.
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
 * A sortable id, such as "msg_01JDA2…": a prefix for its kind, 48 bits of epoch milliseconds, 80 random bits. Later ids sort
 * later, to the millisecond.
 */
export function newId(prefix: string, clock: Clock, randomness: Randomness): string {
  let tail = '';
  for (const byte of randomness.bytes(RANDOM_CHARACTERS)) tail += CROCKFORD[byte % 32];
  return firstIdAt(prefix, clock.now()) + tail;
}

/** A text that sorts before every id of an instant (epoch milliseconds) or later, and after all earlier ids. */
export function firstIdAt(prefix: string, instant: number): string {
  let time = instant;
  let head = '';
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    head = CROCKFORD[time % 32] + head;
    time = Math.floor(time / 32);
  }
  return `${prefix}_${head}`;
}
