import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import { compare } from '../../engine/what-if/compare';
import type { ResponseOf } from '../../http/response-of';
import { signedDay } from '../ledger/schedule-fact';
import { comparisonSchema, presentComparison } from '../milestone/present/comparison';
import {
  findingChanges,
  findingChangesSchema,
  presentFindings,
} from '../milestone/present/finding';
import type { RedatingPlan } from '../transition/recorder';
import type { ComputedSchedule } from './snapshot';

export const previewSchema = z
  .strictObject({
    ...comparisonSchema.shape,
    preview: z.literal(true),
    agreement: z.string(),
    revision: z.number().int().meta({
      description:
        'The revision this was computed from. Applying with it as If-Match fails if anything has changed since',
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
          'The signing day before and after, and the days between; null if there is no signing',
      }),
    findings: findingChangesSchema,
    alerts: z.strictObject({
      told: z
        .record(z.string(), z.number().int())
        .meta({ description: 'Messages about single milestones that would be sent, by kind' }),
      total: z.number().int(),
      announced: z.number().int().meta({
        description:
          'Upcoming deadlines that the one message about the change would announce together; 0: each has its own message',
      }),
      withdrawn: z.number().int().meta({
        description: 'Messages about superseded dates whose pending deliveries would be withdrawn',
      }),
      scheduleChanged: z.number().int().meta({
        description:
          'How many milestones the `schedule.changed` message would list; 0: it would not be sent',
      }),
    }),
  })
  .meta({ id: 'Preview' });

/** What a change would do. */
export type PresentedPreview = ResponseOf<typeof previewSchema>;

/** The schedule before and after a change, and what the change would write. */
interface PreviewInput {
  revision: number;
  now: number;
  before: ComputedSchedule;
  after: ComputedSchedule;
  plan: RedatingPlan | undefined;
}

export function presentPreview({
  revision,
  now,
  before,
  after,
  plan,
}: PreviewInput): PresentedPreview {
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
    findings: findingsOf(before, after, now),
    alerts: alertsOf(plan),
  };
}

function findingsOf(
  before: ComputedSchedule,
  after: ComputedSchedule,
  at: number,
): PresentedPreview['findings'] {
  if (before.agreement === after.agreement && before.facts === after.facts) {
    return { appear: [], vanish: [] };
  }
  return findingChanges(
    presentFindings(before.agreement, before.facts, at),
    presentFindings(after.agreement, after.facts, at),
  );
}

function alertsOf(plan: RedatingPlan | undefined): PresentedPreview['alerts'] {
  const counts: Record<string, number> = {};
  for (const { kind } of plan?.notices ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
  return {
    told: counts,
    total: plan?.notices.length ?? 0,
    announced: plan?.announced.length ?? 0,
    withdrawn: plan?.superseded.length ?? 0,
    scheduleChanged:
      plan === undefined || plan.silent
        ? 0
        : plan.changes.filter(({ versioned }) => versioned).length,
  };
}
