import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Randomness } from '../../base/randomness';
import { Vault } from '../../base/vault';
import { formatSecret, parseSecret, SECRET_BYTES } from './secret';

/** The keys that an endpoint gets at its creation or at a rotation. */
export interface SigningKey {
  /** The secret `whsec_…`, which is shown once. */
  secret: string;
  /** The key of `v1` signatures. */
  hmac: Buffer;
  /** The private key of `v1a` signatures; the API shows its public key. */
  ed25519: KeyObject;
  /** When it stops signing: epoch milliseconds, exclusive. Null for the newest key. */
  until: number | null;
}

/** The JSON that is encrypted and stored. */
const storedSchema = z.array(
  z.object({
    v1: z.string(),
    /** Base64 of the 32-byte seed of the ed25519 key. */
    v1a: z.string(),
    until: z.number().nullable(),
  }),
);

type StoredKey = z.infer<typeof storedSchema>[number];

const SEED_BYTES = 32;
/** The bytes before the seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const MAX_CACHED = 10_000;

/** Makes the signing keys of endpoints, encrypts them for the database and decrypts them. Newest keys come first. */
@Injectable()
export class Keyring {
  private readonly cache = new Map<string, { sealed: string; keys: readonly SigningKey[] }>();

  constructor(
    private readonly vault: Vault,
    private readonly randomness: Randomness,
  ) {}

  /** @param secret a valid `whsec_…`; a random one without it. */
  make(secret: string = formatSecret(this.randomness.bytes(SECRET_BYTES.generated))): SigningKey {
    return signingKey({
      v1: secret,
      v1a: this.randomness.bytes(SEED_BYTES).toString('base64'),
      until: null,
    });
  }

  seal(endpointId: string, keys: readonly SigningKey[]): string {
    return this.vault.seal(JSON.stringify(keys.map(storedKey)), endpointId);
  }

  /** @throws Error for keys that were encrypted with another master key or changed since. */
  open(endpointId: string, sealed: string): readonly SigningKey[] {
    const cached = this.cache.get(endpointId);
    if (cached?.sealed === sealed) return cached.keys;
    const stored = storedSchema.parse(JSON.parse(this.vault.open(sealed, endpointId)));
    const keys = stored.map(signingKey);
    if (this.cache.size >= MAX_CACHED) this.cache.clear();
    this.cache.set(endpointId, { sealed, keys });
    return keys;
  }
}

/** The keys that sign at an instant: the newest one, and former ones until their overlap ends. */
export function activeKeys(keys: readonly SigningKey[], at: number): SigningKey[] {
  return keys.filter((key) => key.until === null || at < key.until);
}

/** The public ed25519 key in the form of Standard Webhooks (`whpk_…`) and as PEM. */
export function publicKeyOf(key: SigningKey): { key: string; pem: string } {
  const publicKey = createPublicKey(key.ed25519);
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);
  return {
    key: `whpk_${raw.toString('base64')}`,
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

function signingKey({ v1, v1a, until }: StoredKey): SigningKey {
  const der = Buffer.concat([PKCS8_PREFIX, Buffer.from(v1a, 'base64')]);
  const hmac = parseSecret(v1);
  if (hmac === undefined) throw new Error('The secret is not "whsec_" and base64.');
  return {
    secret: v1,
    hmac,
    ed25519: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    until,
  };
}

function storedKey({ secret, ed25519, until }: SigningKey): StoredKey {
  const seed = ed25519.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  return { v1: secret, v1a: seed.toString('base64'), until };
}
