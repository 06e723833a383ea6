import { z } from 'zod';
import { decodeCursor, invalidCursor } from '../../http/pagination';
import type { Dialect } from '../../store/sql/dialect';
import { AHEAD, LATE, withoutRecord } from './brief';

/** What a list of agreements can be ordered by; equal ones are in the order of their ids. */
const SORT_KEYS = ['id', 'title', 'changed', 'next', 'late'] as const;

export interface AgreementSort {
  key: (typeof SORT_KEYS)[number];
  descending: boolean;
}

const SORTS = new Map(
  SORT_KEYS.flatMap((key): [string, AgreementSort][] => [
    [key, { key, descending: false }],
    [`-${key}`, { key, descending: true }],
  ]),
);

const BY_ID: AgreementSort = { key: 'id', descending: false };

export const sortQuery = z
  .enum([...SORTS.keys()], { error: `one of ${[...SORTS.keys()].join(', ')}` })
  .optional()
  .transform((name) => SORTS.get(name ?? 'id') ?? BY_ID)
  .meta({
    description:
      'By id, title, last change, next deadline, or by what has been late for longest; `-` for descending. Agreements without such a date come last',
  });

/** Whether its values are instants; otherwise they are texts. */
export const isByInstant = ({ key }: AgreementSort): boolean => key !== 'id' && key !== 'title';

/** Later than every instant. Agreements without a value come last in both directions. */
const NEVER = 8_640_000_000_000_000;

/** The value that agreements are ordered by, as an SQL expression about `agreement`. */
export function sortValue({ key, descending }: AgreementSort, dialect: Dialect): string {
  const never = descending ? -NEVER : NEVER;
  switch (key) {
    case 'id':
      return `agreement.id ${dialect.byCodePoint}`;
    case 'title':
      return `${dialect.folded('agreement.title')} ${dialect.byCodePoint}`;
    case 'changed':
      return 'agreement.recorded_at';
    case 'next':
      return `COALESCE((SELECT m.due_at FROM milestone m
        WHERE m.agreement_id = agreement.id AND ${AHEAD} ORDER BY m.due_on, m.due_at LIMIT 1), ${never})`;
    case 'late':
      return `COALESCE((SELECT m.status_since FROM milestone m
        WHERE m.agreement_id = agreement.id AND ${LATE}
          AND ${withoutRecord('agreement.created_at')} = 0
        ORDER BY m.status_since LIMIT 1), ${never})`;
  }
}

/** The last agreement of a page. */
export type AgreementPosition = readonly [value: string | number, id: string];

const cursorShape = z.tuple([z.union([z.string(), z.number()]), z.string()]);

export const cursorOf = (position: AgreementPosition): string => JSON.stringify(position);

/** @throws Refusal 'invalid' for a text that is not a cursor, and for a cursor of a list in another order. */
export function readCursor(
  cursor: string | undefined,
  sort: AgreementSort,
): AgreementPosition | undefined {
  const text = decodeCursor(cursor, /^\[/);
  if (text === undefined) return undefined;
  try {
    const position = cursorShape.parse(JSON.parse(text));
    if (typeof position[0] === (isByInstant(sort) ? 'number' : 'string')) return position;
  } catch {
    // Not a cursor: refused below.
  }
  throw invalidCursor();
}
