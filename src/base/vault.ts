import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  timingSafeEqual,
} from 'node:crypto';
import type { Randomness } from './randomness';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_PREFIX = 'sealed1.';

export const MASTER_KEY_BYTES = 32;

/** Encrypts secrets that the database stores; each is bound to its owner. */
export class Vault {
  /** Further keys, for decryption only. */
  private others: readonly Buffer[] = [];

  constructor(
    private masterKey: Buffer,
    private readonly randomness: Randomness,
  ) {}

  /** Adds a key for decryption, before secrets are encrypted with it and before `sealBy` is called. */
  alsoOpenBy(key: Buffer): void {
    this.others = [...this.others, key];
  }

  /** Encrypts with this key from now on; the former key still decrypts. */
  sealBy(key: Buffer): void {
    this.others = [this.masterKey, ...this.others];
    this.masterKey = key;
  }

  /** Identifies the key without revealing it. */
  get fingerprint(): string {
    return createHash('sha256')
      .update('pacta key ')
      .update(this.masterKey)
      .digest('hex')
      .slice(0, 16);
  }

  /** A proof that this service wrote a text, for links: base64url, 32 characters. */
  proof(text: string): string {
    return proofBy(this.masterKey, text);
  }

  /** Whether a proof is one of this text, by the current or a former key. */
  proves(text: string, proof: string): boolean {
    const given = Buffer.from(proof);
    return [this.masterKey, ...this.others].some((key) => {
      const expected = Buffer.from(proofBy(key, text));
      return expected.length === given.length && timingSafeEqual(expected, given);
    });
  }

  /** @param owner the id of the owner; decryption needs the same id. */
  seal(text: string, owner: string): string {
    const nonce = this.randomness.bytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.masterKey, nonce).setAAD(Buffer.from(owner));
    const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return SEALED_PREFIX + Buffer.concat(sealed).toString('base64');
  }

  /** @throws Error when it was encrypted with another key or for another owner, or was altered. */
  open(sealed: string, owner: string): string {
    if (!isSealed(sealed)) throw new Error('It is not sealed');
    const bytes = Buffer.from(sealed.slice(SEALED_PREFIX.length), 'base64');
    let fault: unknown;
    for (const key of [this.masterKey, ...this.others]) {
      try {
        return openBy(key, bytes, owner);
      } catch (error) {
        fault = error;
      }
    }
    throw fault;
  }
}

const PROOF_BYTES = 24;

/** By a key of its own, so that no proof says anything about what the master key encrypts. */
function proofBy(masterKey: Buffer, text: string): string {
  const key = createHmac('sha256', masterKey).update('pacta proof').digest();
  const whole = createHmac('sha256', key).update(text).digest();
  return whole.subarray(0, PROOF_BYTES).toString('base64url');
}

function openBy(key: Buffer, bytes: Buffer, owner: string): string {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

export function isSealed(text: string): boolean {
  return text.startsWith(SEALED_PREFIX);
}
