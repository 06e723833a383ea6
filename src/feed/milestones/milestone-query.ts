import { z } from 'zod';
import { queriedInstant } from '../../base/text/instant';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import {
  type ListPosition,
  positionOf,
  SORT_KEYS,
  type SortKey,
} from '../../domain/milestone/order';
import { milestoneSchema } from '../../domain/milestone/present/milestone-schema';
import type { Selection } from '../../domain/milestone/selection';
import { parseDay } from '../../engine/calendar/epoch-day';
import { HEADLINES, STATES, TIMELINESS } from '../../engine/model/status';
import { decodeCursor, invalidCursor, pageQuery, several } from '../../http/pagination';
import { asOfParameters } from '../as-of';
import { FLAT_COLUMNS } from './milestone-flat';

const EXAMPLE_DAY = 'a day such as 2026-03-07';
const civilDay = z.string().transform((text, context) => {
  const day = parseDay(text);
  if (day === undefined) context.addIssue({ code: 'custom', message: EXAMPLE_DAY });
  return day ?? z.NEVER;
});

/** `due` sorts ascending, `-due` descending. */
const SORTS = new Map(
  SORT_KEYS.flatMap((key) => [
    [key, { key, descending: false }],
    [`-${key}`, { key, descending: true }],
  ]),
);

const selectionQuery = {
  status: several(HEADLINES, 'Only these headline statuses'),
  timeliness: several(TIMELINESS, 'Only these values of `timeliness`'),
  state: several(STATES, 'Only these values of `state`'),
  party: z.string().max(80).optional().meta({ description: 'Only milestones this party owes' }),
  theme: z.string().max(80).optional(),
  dueAfter: civilDay.optional().meta({ description: 'Due after this day' }),
  dueBefore: civilDay.optional().meta({ description: 'Due before this day' }),
  changedSince: queriedInstant('2026-03-07T22:00:00Z').optional().meta({
    description: 'Only milestones whose status or dates changed at or after this instant',
  }),
  text: z.string().trim().min(1).max(200).optional().meta({
    description:
      'Only milestones with this text in title, article, phrase or id. Case and composition of accents make no difference',
  }),
  sort: several(
    [...SORTS.keys()],
    'Order by these keys, `-` for descending; the default is the order of the document',
  ).transform((keys) => (keys ?? []).flatMap((key) => SORTS.get(key) ?? [])),
  ...asOfParameters,
};

const PRESENTED = Object.keys(milestoneSchema.shape);

export const listQuery = z.strictObject({
  ...selectionQuery,
  fields: several(PRESENTED, 'Only these fields of each milestone'),
  ...pageQuery,
});

export const fileQuery = z.strictObject({
  ...selectionQuery,
  fields: several(FLAT_COLUMNS, 'Only these columns, in this order'),
});

export type ListQuery = z.infer<typeof listQuery>;
export type FileQuery = z.infer<typeof fileQuery>;

/** The parts of a query that select and order milestones. */
export function selectionOf({ sort, asOf, knownAt, ...query }: ListQuery | FileQuery) {
  const { status, timeliness, state, party, theme, dueAfter, dueBefore, changedSince, text } =
    query;
  const selection: Selection = {
    status,
    timeliness,
    state,
    party,
    theme,
    dueAfter,
    dueBefore,
    changedSince,
    text,
  };
  return { selection, sort, at: { asOf, knownAt } };
}

const cursorShape = z.tuple([
  z.array(z.union([z.string(), z.number()])),
  z.string(),
  z.number().int(),
  z.string(),
]);

export function cursorOf(row: MilestoneRow, sort: readonly SortKey[]): string {
  const { values, agreementId, position, id } = positionOf(row, sort);
  return JSON.stringify([values, agreementId, position, id]);
}

/** @throws Refusal 'invalid' for a text that is not a cursor, and for a cursor of a list in another order. */
export function readCursor(
  cursor: string | undefined,
  sort: readonly SortKey[],
): ListPosition | undefined {
  const text = decodeCursor(cursor, /^\[/);
  if (text === undefined) return undefined;
  try {
    const [values, agreementId, position, id] = cursorShape.parse(JSON.parse(text));
    const fits = sort.every(
      ({ key }, i) => typeof values[i] === (key === 'title' ? 'string' : 'number'),
    );
    if (values.length === sort.length && fits) return { values, agreementId, position, id };
  } catch {
    // Not a cursor: refused below.
  }
  throw invalidCursor();
}
