import { createHmac } from 'node:crypto';

export const SECRET_PREFIX = 'whsec_';
export const SECRET_BYTES = { fewest: 24, most: 64, made: 32 } as const;

/** The key of a `whsec_…` secret; undefined when it is not base64 of 24 to 64 bytes. */
export function keyOf(secret: string): Buffer | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined;
  const text = secret.slice(SECRET_PREFIX.length);
  const key = Buffer.from(text, 'base64');
  // Buffer skips what is not base64; only what comes back the same was base64.
  if (key.toString('base64') !== text) return undefined;
  return key.length >= SECRET_BYTES.fewest && key.length <= SECRET_BYTES.most ? key : undefined;
}

export function secretOf(key: Buffer): string {
  return `${SECRET_PREFIX}${key.toString('base64')}`;
}

/**
 * The headers of Standard Webhooks, scheme `v1` (HMAC-SHA256), for one attempt.
 * @param at the attempt's instant, epoch milliseconds: receivers refuse old timestamps.
 * @throws Error when the secret is none, which `keyOf` has checked before it was stored.
 */
export function signedHeaders(
  messageId: string,
  body: string,
  secret: string,
  at: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const key = keyOf(secret);
  if (key === undefined) throw new Error('The stored secret is not base64 of 24 to 64 bytes');
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', key)
    .update(`${messageId}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
