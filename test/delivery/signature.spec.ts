import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { keyOf, secretOf, signedHeaders } from '../../src/delivery/signature';

const key = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((bytes) => Buffer.from(bytes));

describe('the v1 signature', () => {
  it('is accepted by an independent verifier, byte for byte', () => {
    fc.assert(
      fc.property(key, fc.json(), (bytes, body) => {
        const secret = secretOf(bytes);
        const headers = signedHeaders('msg_01', body, secret, Date.now());
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      }),
    );
  });

  it('is refused with another body, id, secret or timestamp', () => {
    const [secret, other] = [secretOf(Buffer.alloc(24, 1)), secretOf(Buffer.alloc(24, 2))];
    const headers = signedHeaders('msg_01', '{"a":1}', secret, Date.now());
    const verify = (body: string, changed: object, by = secret) => {
      new Webhook(by).verify(body, { ...headers, ...changed });
    };
    expect(() => verify('{"a":1}', {})).not.toThrow();
    expect(() => verify('{"a":2}', {})).toThrow();
    expect(() => verify('{"a":1}', { 'webhook-id': 'msg_02' })).toThrow();
    expect(() => verify('{"a":1}', {}, other)).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => verify('{"a":1}', { 'webhook-timestamp': later })).toThrow();
  });

  it('knows a secret from what is none', () => {
    expect(keyOf(secretOf(Buffer.alloc(24)))?.length).toBe(24);
    expect(keyOf(secretOf(Buffer.alloc(64)))?.length).toBe(64);
    for (const text of [
      '',
      'whsec_',
      secretOf(Buffer.alloc(23)),
      secretOf(Buffer.alloc(65)),
      secretOf(Buffer.alloc(32)).replace('whsec_', ''),
      `whsec_${'!'.repeat(40)}`,
      `${secretOf(Buffer.alloc(32))} `,
    ]) {
      expect([text, keyOf(text)]).toEqual([text, undefined]);
    }
  });
});
