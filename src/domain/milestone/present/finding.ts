import { z } from 'zod';
import { formatDay } from '../../../engine/calendar/epoch-day';
import type { Agreement } from '../../../engine/compile/agreement';
import type { Fact } from '../../../engine/model/fact';
import type { Instant } from '../../../engine/model/time';
import { findings } from '../../../engine/review/findings';
import type { Reading } from '../../../engine/review/readings';
import { day, type ResponseOf } from '../../../http/response-of';
import { scheduleContext } from '../../agreement/calendars';

/** A question about a document, as `pacta check` lists it. */
const findingSchema = z
  .strictObject({
    kind: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    path: z.string(),
    detail: z.string(),
    advice: z.string(),
  })
  .meta({ id: 'Finding' });

type PresentedFinding = ResponseOf<typeof findingSchema>;

export const findingChangesSchema = z.strictObject({
  appear: z.array(findingSchema),
  vanish: z.array(findingSchema),
});

/** @param at the instant up to which terms have renewed themselves. */
export function presentFindings(
  agreement: Agreement,
  facts: readonly Fact[],
  at: Instant,
): PresentedFinding[] {
  return findings(agreement, facts, scheduleContext(at)).map(
    ({ kind, severity, path, detail, advice }) => ({ kind, severity, path, detail, advice }),
  );
}

/** Findings that only one of two schedules has. A finding whose days differ is the same one. */
export function findingChanges(
  before: readonly PresentedFinding[],
  after: readonly PresentedFinding[],
): { appear: PresentedFinding[]; vanish: PresentedFinding[] } {
  return changesBetween(before, after, ({ kind, path }) => `${kind} ${path}`);
}

/** What only one of two lists has, compared by key. */
export function changesBetween<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => string,
): { appear: T[]; vanish: T[] } {
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    appear: after.filter((one) => !was.has(keyOf(one))),
    vanish: before.filter((one) => !is.has(keyOf(one))),
  };
}

export const readingSchema = z
  .strictObject({ reading: z.string(), on: day, text: z.string() })
  .meta({ id: 'Reading' });

/** Another reading of the same words, and the day that it gives (YYYY-MM-DD, inclusive). */
export type PresentedReading = ResponseOf<typeof readingSchema>;

export function presentReading({ reading, on, text }: Reading): PresentedReading {
  return { reading, on: formatDay(on), text };
}
