import { z } from 'zod';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

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

/** The cursors of lists that go by a number. */
export const NUMERIC_CURSOR = /^\d{1,15}$/;

/** The form of the ids that are made with a prefix (`randomness.ts`). */
export function idPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}_[0-9A-Z]{26}$`);
}

/**
 * What a cursor holds; undefined without one.
 * @param form what the list's cursors look like.
 * @throws Refusal 'invalid' for a text that the list gave to nobody.
 */
export function decodeCursor(cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (encodeCursor(text) === cursor && form.test(text)) return text;
  throw invalidCursor();
}

/** Of a cursor that is not the list's own. */
export function invalidCursor(): Refusal {
  return new Refusal('invalid', 'The cursor was not given out by this list.', [
    {
      pointer: '/cursor',
      detail: 'is not a cursor of this list',
      expected: 'the `next` of the page before, unchanged; without a cursor the list begins',
    },
  ]);
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
