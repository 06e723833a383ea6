import { z } from 'zod';
import { presentDay } from '../../../base/present-time';
import type { ConflictKind } from '../../../engine/review/conflicts';
import type { DayOfSigning } from '../../../engine/what-if/sensitivity';
import type { Slack } from '../../../engine/what-if/slack';
import { day, type ResponseOf } from '../../../http/response-of';
import { CONFLICT_KIND_NAMES } from '../present';

const slackSchema = z
  .strictObject({
    milestone: z.string(),
    dueOn: day.nullable(),
    days: z.number().int().nullable().meta({
      description:
        'Days it may be late before another deadline is missed; null if none is within the horizon',
    }),
    dependants: z.number().int(),
    misses: z
      .strictObject({ milestone: z.string(), dueOn: day.nullable(), chain: z.array(z.string()) })
      .nullable(),
  })
  .meta({ id: 'Slack' });

export type PresentedSlack = ResponseOf<typeof slackSchema>;

const daySchema = z
  .strictObject({
    signing: z.string().nullable(),
    count: z.number().int(),
    byKind: z.partialRecord(z.enum(CONFLICT_KIND_NAMES), z.number().int()),
    conflicts: z.array(
      z.strictObject({
        kind: z.enum(CONFLICT_KIND_NAMES),
        milestone: z.string(),
        on: day.nullable(),
        because: z.string(),
      }),
    ),
  })
  .meta({ id: 'Day' });

export type PresentedDay = ResponseOf<typeof daySchema>;

export function presentSlack(
  { id, dueOn, days, dependants, misses }: Slack,
  agreement: string,
): PresentedSlack {
  return {
    milestone: `${agreement}/${id}`,
    dueOn: presentDay(dueOn),
    days: days ?? null,
    dependants,
    misses:
      misses === undefined
        ? null
        : {
            milestone: `${agreement}/${misses.id}`,
            dueOn: presentDay(misses.dueOn),
            chain: misses.chain,
          },
  };
}

export function presentDayOfSigning({ signing, conflicts }: DayOfSigning): PresentedDay {
  const byKind: Partial<Record<ConflictKind, number>> = {};
  for (const { kind } of conflicts) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return {
    signing: presentDay(signing),
    count: conflicts.length,
    byKind,
    conflicts: conflicts.map(({ kind, milestone, on, because }) => ({
      kind,
      milestone,
      on: presentDay(on),
      because,
    })),
  };
}

export const DAYS_HEAD = ['signing', 'count', ...CONFLICT_KIND_NAMES, 'conflicts'].join(',');

/** One line of CSV: the day, the counts, and the conflicts as `kind milestone day because`, joined by "; ". */
export function dayLine({ signing, count, byKind, conflicts }: PresentedDay): string {
  const listed = conflicts.map((one) => `${one.kind} ${one.milestone} ${one.on} ${one.because}`);
  const counts = CONFLICT_KIND_NAMES.map((kind) => byKind[kind] ?? 0);
  return [signing, count, ...counts, csvCell(listed.join('; '))].join(',');
}

export const SLACK_HEAD = 'milestone,due_on,slack_days,dependants,misses,missed_due_on,chain';

export function slackLine({ milestone, dueOn, days, dependants, misses }: PresentedSlack): string {
  const missed = [misses?.milestone ?? '', misses?.dueOn ?? '', misses?.chain.join(' > ') ?? ''];
  return [milestone, dueOn, days ?? '', dependants, ...missed]
    .map((cell) => csvCell(String(cell)))
    .join(',');
}

/** A cell as RFC 4180 quotes it. */
function csvCell(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export const sensitivitySchema = z
  .strictObject({
    hypothetical: z.literal(true),
    agreement: z.string(),
    revision: z.number().int(),
    kinds: z
      .record(z.enum(CONFLICT_KIND_NAMES), z.string())
      .meta({ description: 'The meaning of each kind of conflict' }),
    days: z.array(daySchema),
    slack: z.array(slackSchema),
  })
  .meta({ id: 'Sensitivity' });
