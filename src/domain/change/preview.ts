import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import type { Fact } from '../../engine/model/fact';
import { findings } from '../../engine/review/findings';
import { compare } from '../../engine/what-if/compare';
import type { ResponseOf } from '../../http/response-of';
import { comparisonSchema, presentComparison } from '../milestone/present/comparison';
import { findingChangesSchema, type PresentedFinding } from '../milestone/present/finding';
import type { RedatingPlan } from '../transition/recorder';
import { type Dated, scheduling } from './snapshot';

export const previewSchema = z
  .strictObject({
    ...comparisonSchema.shape,
    preview: z.literal(true),
    agreement: z.string(),
    revision: z.number().int().meta({
      description:
        'The version this was computed from: applying with it as If-Match fails if anything changed since',
    }),
    etag: z.string(),
    changes: z.boolean().meta({ description: 'Whether applying it would write anything' }),
    signing: z
      .strictObject({
        from: z.string().nullable(),
        to: z.string().nullable(),
        days: z.number().int().nullable(),
      })
      .meta({
        description:
          'The signing day before and after, and the days between; null where there is none',
      }),
    findings: findingChangesSchema,
    alerts: z.strictObject({
      told: z
        .record(z.string(), z.number().int())
        .meta({ description: 'Messages about single milestones that would go out, by kind' }),
      total: z.number().int(),
      announced: z.number().int().meta({
        description:
          'Deadlines ahead that the one message about the change would announce together; 0: they are told one by one',
      }),
      withdrawn: z.number().int().meta({
        description: 'Messages about superseded dates of which nothing more would be sent',
      }),
      scheduleChanged: z.number().int().meta({
        description:
          'Of how many milestones one message would tell that the schedule changed; 0: it would not go out',
      }),
    }),
  })
  .meta({ id: 'Preview' });

/** What a change would do; nothing of it is written. */
export type PresentedPreview = ResponseOf<typeof previewSchema>;

/** What is compared: how things stand, how they would, and what would be told. */
export interface Foreseen {
  revision: number;
  now: number;
  before: Dated;
  after: Dated;
  plan: RedatingPlan | undefined;
}

export function presentPreview({ revision, now, before, after, plan }: Foreseen): PresentedPreview {
  const [from, to] = [signedDay(before.facts), signedDay(after.facts)];
  const days = from === undefined || to === undefined ? null : to - from;
  const comparison = compare(before.milestones, after.milestones, {
    at: now,
    dueSoonMs: POLICY.dueSoonMs,
    shift: days ?? 0,
  });
  return {
    preview: true,
    agreement: before.agreement.document.id,
    revision,
    etag: `"${revision}"`,
    changes: plan !== undefined,
    signing: { from: presentDay(from), to: presentDay(to), days },
    ...presentComparison(comparison),
    findings: findingChanges(before, after, now),
    alerts: alertsOf(plan),
  };
}

/** The day of the signing in force; undefined while there is none. */
function signedDay(facts: readonly Fact[]): number | undefined {
  return facts.findLast(({ kind, subject }) => kind === 'occurred' && subject === 'signing')?.day;
}

/** What a careful reader would ask anew, and what no longer; a question whose days only move is neither. */
function findingChanges(before: Dated, after: Dated, at: number): PresentedPreview['findings'] {
  if (before.agreement === after.agreement && before.facts === after.facts) {
    return { appear: [], vanish: [] };
  }
  const [was, is] = [findingsOf(before, at), findingsOf(after, at)];
  const keys = (all: readonly PresentedFinding[]) => new Set(all.map(keyOf));
  const [known, standing] = [keys(was), keys(is)];
  return {
    appear: is.filter((one) => !known.has(keyOf(one))),
    vanish: was.filter((one) => !standing.has(keyOf(one))),
  };
}

function findingsOf({ agreement, facts }: Dated, at: number): PresentedFinding[] {
  return findings(agreement, facts, scheduling(at)).map(
    ({ kind, severity, path, detail, advice }) => ({ kind, severity, path, detail, advice }),
  );
}

function keyOf({ kind, path }: PresentedFinding): string {
  return `${kind} ${path}`;
}

function alertsOf(plan: RedatingPlan | undefined): PresentedPreview['alerts'] {
  const told: Record<string, number> = {};
  for (const { kind } of plan?.notices ?? []) told[kind] = (told[kind] ?? 0) + 1;
  return {
    told,
    total: plan?.notices.length ?? 0,
    announced: plan?.announced.length ?? 0,
    withdrawn: plan?.superseded.length ?? 0,
    scheduleChanged:
      plan === undefined || plan.silent
        ? 0
        : plan.changes.filter(({ versioned }) => versioned).length,
  };
}
