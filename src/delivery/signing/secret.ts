const SECRET_PREFIX = 'whsec_';
export const SECRET_BYTES = { fewest: 24, most: 64, made: 32 } as const;

/** The key of a `whsec_…` secret; undefined when it is not base64 of 24 to 64 bytes. */
export function parseSecret(secret: string): Buffer | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined;
  const text = secret.slice(SECRET_PREFIX.length);
  const key = Buffer.from(text, 'base64');
  // Buffer skips what is not base64; only what comes back the same was base64.
  if (key.toString('base64') !== text) return undefined;
  return key.length >= SECRET_BYTES.fewest && key.length <= SECRET_BYTES.most ? key : undefined;
}

export function formatSecret(key: Buffer): string {
  return `${SECRET_PREFIX}${key.toString('base64')}`;
}
