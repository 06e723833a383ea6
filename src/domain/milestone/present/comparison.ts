import { z } from 'zod';
import { presentDay, presentInstant } from '../../../base/present-time';
import type { Comparison, MovedDate } from '../../../engine/what-if/compare';
import { day, instant, type ResponseOf } from '../../../http/response-of';

const moveSchema = z
  .strictObject({
    which: z.enum(['due', 'grace', 'opens', 'starts', 'ends']),
    from: z.string().nullable(),
    fromAt: instant.nullable(),
    to: z.string().nullable(),
    toAt: instant.nullable(),
    days: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Days from `from` to `to`; null if one of them is unknown' }),
    reasons: z
      .array(z.strictObject({ kind: z.string(), days: z.number().int(), text: z.string() }))
      .meta({ description: 'Why this differs from the shift of the signing' }),
  })
  .meta({ id: 'Move' });

export type PresentedMove = ResponseOf<typeof moveSchema>;

const differenceSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    change: z.enum(['added', 'dropped', 'dated', 'undated', 'moved', 'status']),
    dates: z.array(moveSchema),
    status: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }),
  })
  .meta({ id: 'Difference' });

export type PresentedDifference = ResponseOf<typeof differenceSchema>;

export const comparisonSchema = z.strictObject({
  differences: z.array(differenceSchema),
  unmoved: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        on: day.nullable(),
        reasons: moveSchema.shape.reasons,
      }),
    )
    .meta({ description: 'Milestones that keep their date although the signing moves, and why' }),
  newlyOverdue: z.array(z.string()),
  noLongerOverdue: z.array(z.string()),
});

type PresentedComparison = ResponseOf<typeof comparisonSchema>;

export function presentComparison(comparison: Comparison): PresentedComparison {
  return {
    differences: comparison.differences.map(({ id, title, change, dates, status }) => ({
      id,
      title,
      change,
      dates: dates.map(presentMove),
      status: { from: status.from ?? null, to: status.to ?? null },
    })),
    unmoved: comparison.unmoved.map(({ id, title, on, reasons }) => ({
      id,
      title,
      on: presentDay(on),
      reasons: reasons.map(presentReason),
    })),
    newlyOverdue: comparison.becomesOverdue,
    noLongerOverdue: comparison.noLongerOverdue,
  };
}

function presentMove({ which, from, fromAt, to, toAt, days, reasons }: MovedDate): PresentedMove {
  return {
    which,
    from: presentDay(from),
    fromAt: presentInstant(fromAt),
    to: presentDay(to),
    toAt: presentInstant(toAt),
    days: days ?? null,
    reasons: reasons.map(presentReason),
  };
}

function presentReason({ kind, days, text }: MovedDate['reasons'][number]) {
  return { kind, days, text };
}
