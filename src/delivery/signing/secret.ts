const SECRET_PREFIX = 'whsec_';
/** Lengths of secrets: the limits for a given one, and the length of a generated one. */
export const SECRET_BYTES = { min: 24, max: 64, generated: 32 } as const;

/** The bytes of a `whsec_…` secret; undefined for a text that is not base64 of 24 to 64 bytes. */
export function parseSecret(secret: string): Buffer | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined;
  const text = secret.slice(SECRET_PREFIX.length);
  const key = Buffer.from(text, 'base64');
  // `Buffer.from` skips characters that are not base64, so check that encoding gives the same text.
  if (key.toString('base64') !== text) return undefined;
  return key.length >= SECRET_BYTES.min && key.length <= SECRET_BYTES.max ? key : undefined;
}

export function formatSecret(key: Buffer): string {
  return `${SECRET_PREFIX}${key.toString('base64')}`;
}
