import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import { type Blackout, conflicts } from '../../engine/review/conflicts';
import { findings } from '../../engine/review/findings';
import { type Comparison, compare } from '../../engine/what-if/compare';
import type { ResponseOf } from '../../http/response-of';
import { comparisonSchema, presentComparison } from '../milestone/present/comparison';
import { findingChangesSchema, type PresentedFinding } from '../milestone/present/finding';
import { type Outlook, scheduling, signedDay } from './outlook';
import { conflictSchema, type PresentedConflict, presentConflict } from './present';

/** One of the two that are compared. */
export interface Side {
  /** How the answer calls it: "baseline", "signing:2025-12-25", "scenario:scn_…". */
  name: string;
  outlook: Outlook;
  /** The instant its statuses are judged at. */
  asOf: number;
}

export const whatIfComparisonSchema = z
  .strictObject({
    ...comparisonSchema.shape,
    with: z.string().meta({ description: 'What it is compared with: the dates `from` are its' }),
    signing: z.strictObject({
      from: z.string().nullable(),
      to: z.string().nullable(),
      days: z.number().int().nullable(),
    }),
    histogram: z
      .array(z.strictObject({ days: z.number().int(), milestones: z.number().int() }))
      .meta({
        description:
          'How many milestones move by how many days, the smallest shift first; those that stay count as 0',
      }),
    findings: findingChangesSchema,
    conflicts: z.strictObject({ appear: z.array(conflictSchema), vanish: z.array(conflictSchema) }),
  })
  .meta({ id: 'WhatIfComparison' });

export type PresentedWhatIfComparison = ResponseOf<typeof whatIfComparisonSchema>;

/** What becomes of `before` in `now`, with the reasons of every shift that is not the signing's. */
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
    findings: changes(
      findingsOf(before.outlook),
      findingsOf(now.outlook),
      ({ kind, path }) => `${kind} ${path}`,
    ),
    conflicts: changes(
      conflictsIn(before.outlook, blackouts),
      conflictsIn(now.outlook, blackouts),
      ({ kind, milestone }) => `${kind} ${milestone}`,
    ),
  };
}

/** Milestones dated in both, by how far the date that matters most moves. */
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

function findingsOf({ agreement, facts, at }: Outlook): PresentedFinding[] {
  return findings(agreement, facts, scheduling(at)).map(
    ({ kind, severity, path, detail, advice }) => ({
      kind,
      severity,
      path,
      detail,
      advice,
    }),
  );
}

function conflictsIn(
  { agreement, facts, at }: Outlook,
  blackouts: readonly Blackout[],
): PresentedConflict[] {
  return conflicts(agreement, facts, scheduling(at), blackouts).map(presentConflict);
}

/** What is there on one side only; the same question about another day is neither new nor gone. */
function changes<T>(
  before: readonly T[],
  now: readonly T[],
  keyOf: (one: T) => string,
): { appear: T[]; vanish: T[] } {
  const [was, is] = [new Set(before.map(keyOf)), new Set(now.map(keyOf))];
  return {
    appear: now.filter((one) => !was.has(keyOf(one))),
    vanish: before.filter((one) => !is.has(keyOf(one))),
  };
}
