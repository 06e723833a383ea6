import { z } from 'zod';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

/** The query parameters of every list with pages. */
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
  /** The `cursor` of the next page; null on the last page. */
  next: string | null;
}

/** The schema of a page of items. */
export function pageSchema<S extends z.ZodType>(item: S) {
  return z.strictObject({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .meta({ description: 'The cursor of the next page; null on the last page' }),
  });
}

/** Cursors are opaque to clients. */
function encodeCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** The content of cursors that are a number. */
export const NUMERIC_CURSOR = /^\d{1,15}$/;

/** Matches ids with a prefix, as `newId` makes them. */
export function idPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}_[0-9A-Z]{26}$`);
}

/**
 * Decodes a cursor; undefined without one.
 * @param form matches the content of this list's cursors.
 * @throws Refusal 'invalid' for a text that is not a cursor of this list.
 */
export function decodeCursor(cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (encodeCursor(text) === cursor && form.test(text)) return text;
  throw invalidCursor();
}

export function invalidCursor(): Refusal {
  return new Refusal('invalid', 'Invalid cursor for this list.', [
    {
      pointer: '/cursor',
      detail: 'is not a cursor of this list in this order',
      expected: 'the `next` of the previous page, unchanged; leave `cursor` out for the first page',
    },
  ]);
}

/**
 * Makes a page of rows.
 * @param rows up to `limit + 1` of them: one more than the page says that another page follows.
 * @param keyOf the content of the cursor that continues after a row.
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

/** A parameter given once or several times, with values separated by commas. */
export function several<T extends string>(names: readonly T[], description: string) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat().flatMap((part) => part.split(',')))
    .pipe(z.array(z.enum(names, { error: `one of ${names.join(', ')}` })))
    .optional()
    .meta({ description });
}

/** A `Link` header (RFC 8288). @param url of the request. */
export function nextLink(url: string, cursor: string): string {
  const next = new URL(url, 'http://here');
  next.searchParams.set('cursor', cursor);
  return `<${next.pathname}${next.search}>; rel="next"`;
}
