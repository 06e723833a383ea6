import { createHmac, sign } from 'node:crypto';
import type { SigningKey } from './keyring';

/**
 * The headers of Standard Webhooks for one attempt. Every key makes two signatures: `v1` (HMAC-SHA256) for receivers
 * with the secret, `v1a` (ed25519) for receivers with the public key.
 * @param at the instant of the attempt, epoch milliseconds: receivers refuse old timestamps.
 */
export function signedHeaders(
  messageId: string,
  body: string,
  keys: readonly SigningKey[],
  at: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = Buffer.from(`${messageId}.${timestamp}.${body}`);
  const signatures = keys.flatMap(({ hmac, ed25519 }) => [
    `v1,${createHmac('sha256', hmac).update(signed).digest('base64')}`,
    `v1a,${sign(null, signed, ed25519).toString('base64')}`,
  ]);
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
