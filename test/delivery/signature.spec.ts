import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { Vault } from '../../src/base/vault';
import {
  activeKeys,
  Keyring,
  publicKeyOf,
  type SigningKey,
} from '../../src/delivery/signing/keyring';
import { formatSecret, parseSecret } from '../../src/delivery/signing/secret';
import { signedHeaders } from '../../src/delivery/signing/signature';
import { SeededRandomness } from '../support/seeded-randomness';
import { type Headers, VERIFIERS } from '../support/verifiers';

const randomness = new SeededRandomness(3);
const keyring = new Keyring(new Vault(Buffer.alloc(32, 1), randomness), randomness);
const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => formatSecret(Buffer.from(bytes)));

/** Verifies as a receiver does that has only the published 32 bytes. */
function verifiesAsymmetric(
  published: string,
  headers: Record<string, string>,
  body: string,
): boolean {
  const x = Buffer.from(published.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return (headers['webhook-signature'] ?? '').split(' ').some((part) => {
    const [scheme, signature = ''] = part.split(',');
    return (
      scheme === 'v1a' && verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64'))
    );
  });
}

describe.each(VERIFIERS)('the v1 signatures, as $name verifies them,', ({ verify: verifyWith }) => {
  it('are accepted, byte for byte', () => {
    fc.assert(
      fc.property(secret, fc.json(), (text, body) => {
        const headers = signedHeaders('msg_01', body, [keyring.make(text)], Date.now());
        expect(verifyWith(text, body, headers)).toEqual(JSON.parse(body));
      }),
    );
  });

  it('are refused with another body, id, secret or timestamp', () => {
    const [own, other] = [formatSecret(Buffer.alloc(24, 1)), formatSecret(Buffer.alloc(24, 2))];
    const headers = signedHeaders('msg_01', '{"a":1}', [keyring.make(own)], Date.now());
    const check = (body: string, changed: Headers, by = own) => {
      verifyWith(by, body, { ...headers, ...changed });
    };
    expect(() => check('{"a":1}', {})).not.toThrow();
    expect(() => check('{"a":2}', {})).toThrow();
    expect(() => check('{"a":1}', { 'webhook-id': 'msg_02' })).toThrow();
    expect(() => check('{"a":1}', {}, other)).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => check('{"a":1}', { 'webhook-timestamp': later })).toThrow();
  });

  it('of all current keys are sent together; a receiver needs only its own', () => {
    const now = Date.now();
    const older: SigningKey = { ...keyring.make(), until: now + 1 };
    const [newest, gone] = [keyring.make(), { ...keyring.make(), until: now }];
    const inForce = activeKeys([newest, older, gone], now);
    const headers = signedHeaders('msg_01', '{}', inForce, now);
    for (const key of [newest, older]) {
      expect(() => verifyWith(key.secret, '{}', headers)).not.toThrow();
      expect(verifiesAsymmetric(publicKeyOf(key).key, headers, '{}')).toBe(true);
    }
    expect(() => verifyWith(gone.secret, '{}', headers)).toThrow();
    expect(verifiesAsymmetric(publicKeyOf(gone).key, headers, '{}')).toBe(false);
  });
});

describe('the keys', () => {
  it('sign v1a so that the public key verifies what was sent and nothing else', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const key = keyring.make();
        const headers = signedHeaders('msg_01', body, [key], Date.now());
        const published = publicKeyOf(key);
        expect(verifiesAsymmetric(published.key, headers, body)).toBe(true);
        expect(verifiesAsymmetric(published.key, headers, `${body} `)).toBe(false);
        expect(verifiesAsymmetric(publicKeyOf(keyring.make()).key, headers, body)).toBe(false);
        const pem = createPublicKey(published.pem).export({ format: 'jwk' });
        expect(pem.x).toBe(Buffer.from(published.key.slice(5), 'base64').toString('base64url'));
      }),
      { numRuns: 20 },
    );
  });

  it('accept valid secrets only', () => {
    expect(parseSecret(formatSecret(Buffer.alloc(24)))?.length).toBe(24);
    expect(parseSecret(formatSecret(Buffer.alloc(64)))?.length).toBe(64);
    for (const text of [
      '',
      'whsec_',
      formatSecret(Buffer.alloc(23)),
      formatSecret(Buffer.alloc(65)),
      formatSecret(Buffer.alloc(32)).replace('whsec_', ''),
      `whsec_${'!'.repeat(40)}`,
      `${formatSecret(Buffer.alloc(32))} `,
    ]) {
      expect([text, parseSecret(text)]).toEqual([text, undefined]);
    }
  });
});
