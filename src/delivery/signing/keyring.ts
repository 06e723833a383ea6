import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Randomness } from '../../base/randomness';
import { Vault } from '../../base/vault';
import { formatSecret, parseSecret, SECRET_BYTES } from './secret';

/** What one generation of an endpoint's secrets signs with. */
export interface SigningKey {
  /** The secret that is shown once, `whsec_…`. */
  secret: string;
  /** Signs `v1`. */
  hmac: Buffer;
  /** Signs `v1a`; its public half is published. */
  ed25519: KeyObject;
  /** Epoch milliseconds, exclusive; null for the newest, which has no end. */
  until: number | null;
}

/** As it is sealed. */
interface StoredKey {
  v1: string;
  /** Base64 of the 32 bytes an ed25519 key grows from. */
  v1a: string;
  until: number | null;
}

const SEED_BYTES = 32;
/** What stands before the seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const CACHED_RINGS = 10_000;

/** The signing keys of endpoints, newest first: made, sealed for the database, and opened again. */
@Injectable()
export class Keyring {
  private readonly opened = new Map<string, { sealed: string; keys: readonly SigningKey[] }>();

  constructor(
    private readonly vault: Vault,
    private readonly randomness: Randomness,
  ) {}

  /** @param secret the receiver's own `whsec_…`, checked before; one is made where it is missing. */
  make(secret: string = formatSecret(this.randomness.bytes(SECRET_BYTES.made))): SigningKey {
    return signingKey({
      v1: secret,
      v1a: this.randomness.bytes(SEED_BYTES).toString('base64'),
      until: null,
    });
  }

  seal(endpointId: string, keys: readonly SigningKey[]): string {
    return this.vault.seal(JSON.stringify(keys.map(storedKey)), endpointId);
  }

  /** @throws Error when it was sealed by another master key or has been altered. */
  open(endpointId: string, sealed: string): readonly SigningKey[] {
    const known = this.opened.get(endpointId);
    if (known?.sealed === sealed) return known.keys;
    const stored = JSON.parse(this.vault.open(sealed, endpointId)) as StoredKey[];
    const keys = stored.map(signingKey);
    if (this.opened.size >= CACHED_RINGS) this.opened.clear();
    this.opened.set(endpointId, { sealed, keys });
    return keys;
  }
}

/** Those that sign at an instant: the newest, and older ones while a rotation overlaps. */
export function activeKeys(keys: readonly SigningKey[], at: number): SigningKey[] {
  return keys.filter((key) => key.until === null || at < key.until);
}

/** The published half: 32 bytes as Standard Webhooks writes them, and the same as PEM. */
export function publicKeyOf(key: SigningKey): { key: string; pem: string } {
  const half = createPublicKey(key.ed25519);
  const raw = half.export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);
  return {
    key: `whpk_${raw.toString('base64')}`,
    pem: half.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

function signingKey({ v1, v1a, until }: StoredKey): SigningKey {
  const der = Buffer.concat([PKCS8_PREFIX, Buffer.from(v1a, 'base64')]);
  return {
    secret: v1,
    hmac: parseSecret(v1) as Buffer,
    ed25519: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    until,
  };
}

function storedKey({ secret, ed25519, until }: SigningKey): StoredKey {
  const seed = ed25519.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  return { v1: secret, v1a: seed.toString('base64'), until };
}
