import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import { type Blackout, conflicts } from '../../engine/review/conflicts';
import { type Comparison, compare } from '../../engine/what-if/compare';
import type { ResponseOf } from '../../http/response-of';
import { scheduleContext } from '../agreement/calendars';
import { signedDay } from '../ledger/schedule-fact';
import { comparisonSchema, presentComparison } from '../milestone/present/comparison';
import {
  changesBetween,
  findingChanges,
  findingChangesSchema,
  presentFindings,
} from '../milestone/present/finding';
import type { Outlook } from './outlook';
import { conflictSchema, type PresentedConflict, presentConflict } from './present';

/** One side of a comparison. */
export interface Side {
  /** Its name in the answer: "baseline", "signing:2025-12-25", "scenario:scn_…". */
  name: string;
  outlook: Outlook;
  /** The instant of its statuses, epoch milliseconds. */
  asOf: number;
}

export const whatIfComparisonSchema = z
  .strictObject({
    ...comparisonSchema.shape,
    with: z
      .string()
      .meta({ description: 'What it is compared with; `from` in the differences is this side' }),
    signing: z.strictObject({
      from: z.string().nullable(),
      to: z.string().nullable(),
      days: z.number().int().nullable(),
    }),
    histogram: z
      .array(z.strictObject({ days: z.number().int(), milestones: z.number().int() }))
      .meta({
        description:
          'How many milestones move by how many days, in ascending order; those that stay count as 0',
      }),
    findings: findingChangesSchema,
    conflicts: z.strictObject({ appear: z.array(conflictSchema), vanish: z.array(conflictSchema) }),
  })
  .meta({ id: 'WhatIfComparison' });

export type PresentedWhatIfComparison = ResponseOf<typeof whatIfComparisonSchema>;

/** The differences from `before` to `now`, with reasons for every shift that differs from the shift of the signing. */
export function compareSides(
  before: Side,
  now: Side,
  blackouts: readonly Blackout[],
): PresentedWhatIfComparison {
  const [from, to] = [signedDay(before.outlook.facts), signedDay(now.outlook.facts)];
  const shift = from === undefined || to === undefined ? 0 : to - from;
  const comparison = compare(before.outlook.milestones, now.outlook.milestones, {
    at: now.asOf,
    earlierAt: before.asOf,
    dueSoonMs: POLICY.dueSoonMs,
    shift,
  });
  const signing = { from: presentDay(from), to: presentDay(to) };
  return {
    with: before.name,
    signing: { ...signing, days: from === undefined || to === undefined ? null : shift },
    ...presentComparison(comparison),
    histogram: histogram(comparison, before.outlook, now.outlook),
    findings: findingChanges(findingsIn(before.outlook), findingsIn(now.outlook)),
    conflicts: changesBetween(
      conflictsIn(before.outlook, blackouts),
      conflictsIn(now.outlook, blackouts),
      ({ kind, milestone }) => `${kind} ${milestone}`,
    ),
  };
}

/** Counts milestones that are dated on both sides by the shift of their main date. */
function histogram(
  { differences }: Comparison,
  before: Outlook,
  now: Outlook,
): { days: number; milestones: number }[] {
  const moved = new Map(differences.map(({ id, dates }) => [id, dates[0]?.days]));
  const known = new Map(before.milestones.map((one) => [one.id, one.dueOn ?? one.startsOn]));
  const counts = new Map<number, number>();
  for (const { id, dueOn, startsOn } of now.milestones) {
    if (known.get(id) === undefined || (dueOn ?? startsOn) === undefined) continue;
    const days = moved.get(id) ?? 0;
    counts.set(days, (counts.get(days) ?? 0) + 1);
  }
  return [...counts]
    .map(([days, milestones]) => ({ days, milestones }))
    .sort((a, b) => a.days - b.days);
}

function findingsIn({ agreement, facts, at }: Outlook) {
  return presentFindings(agreement, facts, at);
}

function conflictsIn(
  { agreement, facts, at }: Outlook,
  blackouts: readonly Blackout[],
): PresentedConflict[] {
  return conflicts(agreement, facts, scheduleContext(at), blackouts).map(presentConflict);
}
