import { createHash } from 'node:crypto';

/**
 * SHA-256, hexadecimal, of a record as canonical JSON. Members that are null, false or absent are left out, so that a new
 * column does not change the hashes of earlier rows.
 * @param record includes the hash of the record before it, which chains them.
 */
export function recordHash(record: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(canonicalJson(record)).digest('hex');
}

/** JSON with the keys of every object sorted; null, false and absent members of objects are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined && member !== false)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
