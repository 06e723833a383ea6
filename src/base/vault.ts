import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Randomness } from './randomness';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_PREFIX = 'sealed1.';

export const MASTER_KEY_BYTES = 32;

/** Encrypts what must not be readable in the database file; each text is bound to where it belongs. */
export class Vault {
  /** These open as well, and seal nothing. */
  private others: readonly Buffer[] = [];

  constructor(
    private masterKey: Buffer,
    private readonly randomness: Randomness,
  ) {}

  /** Opens by another key as well: what is sealed by it may be read before `sealBy` is called. */
  alsoOpenBy(key: Buffer): void {
    this.others = [...this.others, key];
  }

  /** Seals by this key from now on; what was read before is still opened by the former. */
  sealBy(key: Buffer): void {
    this.others = [this.masterKey, ...this.others];
    this.masterKey = key;
  }

  /** Tells one key from another and gives nothing of it away. */
  get fingerprint(): string {
    return createHash('sha256')
      .update('pacta key ')
      .update(this.masterKey)
      .digest('hex')
      .slice(0, 16);
  }

  /** @param owner whose text it is; the same must be named to open it. */
  seal(text: string, owner: string): string {
    const nonce = this.randomness.bytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.masterKey, nonce).setAAD(Buffer.from(owner));
    const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return SEALED_PREFIX + Buffer.concat(sealed).toString('base64');
  }

  /** @throws Error when it was sealed by another key, for another owner, or has been altered. */
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
