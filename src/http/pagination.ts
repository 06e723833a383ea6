import { z } from 'zod';
import { POLICY } from '../../config/policy';

/** `limit` and `cursor`, the same on every list. */
export const pageQuery = {
  limit: z.coerce
    .number({ error: `a whole number from 1 to ${POLICY.pageRowsLargest}` })
    .int()
    .min(1)
    .max(POLICY.pageRowsLargest)
    .default(POLICY.pageRows),
  cursor: z.string().max(8_000).optional(),
};

export interface Page<T> {
  items: T[];
  /** Pass as `cursor` for what follows; null at the end. */
  next: string | null;
}

/** A page as the API's description has it. */
export function pageSchema<S extends z.ZodType>(item: S) {
  return z.strictObject({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .meta({ description: 'The cursor of what follows; null at the end' }),
  });
}

/** Opaque to clients: they give back what they were given. */
export function encodeCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

export function decodeCursor(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
}

/**
 * One page of rows that were read one longer than the page.
 * @param keyOf the position of a row in the list's own order.
 */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => string,
  present: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(present), next: more ? encodeCursor(keyOf(last)) : null };
}
