import { z } from 'zod';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import { presentMilestone } from '../../domain/milestone/present/milestone';
import { milestoneSchema } from '../../domain/milestone/present/milestone-schema';
import { HEADLINES } from '../../engine/model/status';
import { type ResponseOf } from '../../http/response-of';

export const ROLL_UPS = ['party', 'theme', 'kind', 'agreement'] as const;
export type RollUpBy = (typeof ROLL_UPS)[number];

const shareSchema = z
  .strictObject({
    count: z.number().int(),
    percent: z.number().nullable().meta({
      description: 'The share of the group, to one decimal; null where the group is empty',
    }),
  })
  .meta({ id: 'Share' });

/** A percentage is always shown together with its count. */
export type Share = ResponseOf<typeof shareSchema>;

export const groupSchema = z
  .strictObject({
    key: z.string().nullable().meta({
      description:
        'The id of a party, a theme or a kind; null for milestones without one, and for the whole agreement',
    }),
    milestones: z.number().int(),
    statuses: z
      .record(z.string(), shareSchema)
      .meta({ description: 'By headline status, including those with count 0' }),
    kept: z
      .strictObject({
        due: z.number().int(),
        onTime: shareSchema,
        late: shareSchema,
        open: shareSchema,
      })
      .meta({
        description: 'Of the achievements that have fallen due: done in time, done late, not done',
      }),
    levels: z
      .array(
        z.strictObject({
          level: z.number().int().nullable(),
          count: z.number().int(),
          percent: z.number().nullable(),
        }),
      )
      .meta({
        description: 'By judged level of progress, 0 to 3; null for those without a judgement',
      }),
    next: z
      .array(milestoneSchema)
      .meta({ description: 'The next three deadlines that can still be met' }),
    longestOverdue: milestoneSchema.nullable(),
  })
  .meta({ id: 'Group' });

export type Group = ResponseOf<typeof groupSchema>;

const NEXT = 3;
const LEVELS = [0, 1, 2, 3, null] as const;

/**
 * Counts milestones by party, theme or kind, or all together. A milestone with several obligors is counted for each of
 * them, so the groups of parties may add up to more than the whole.
 * @param asOf epoch milliseconds: deadlines at or before it have fallen due.
 */
export function rollUp(rows: readonly MilestoneRow[], by: RollUpBy, asOf: number): Group[] {
  const groups = new Map<string | null, MilestoneRow[]>();
  for (const row of rows) {
    for (const key of keysOf(row, by)) {
      const members = groups.get(key);
      if (members === undefined) groups.set(key, [row]);
      else members.push(row);
    }
  }
  return [...groups]
    .sort(
      ([a], [b]) => Number(a === null) - Number(b === null) || String(a).localeCompare(String(b)),
    )
    .map(([key, members]) => groupOf(key, members, asOf));
}

function keysOf(row: MilestoneRow, by: RollUpBy): readonly (string | null)[] {
  if (by === 'agreement') return [null];
  if (by === 'party') return row.obligors.length === 0 ? [null] : row.obligors;
  return [by === 'theme' ? row.theme : row.kind];
}

/** The counts of one group. @param asOf as of `rollUp`. */
export function groupOf(key: string | null, rows: readonly MilestoneRow[], asOf: number): Group {
  const share = shareOf(rows.length);
  const due = rows.filter(
    ({ dueAt, kind }) => kind === 'achievement' && (dueAt ?? asOf + 1) <= asOf,
  );
  const keptShare = shareOf(due.length);
  const met = (status: string): number => due.filter((row) => row.status === status).length;
  const open = rows.filter(({ dueAt }) => dueAt !== null).sort(byDeadline);
  const overdue = open.find(({ timeliness }) => timeliness === 'overdue');
  const ahead = open.filter(({ timeliness }) =>
    ['upcoming', 'due-soon', 'in-grace'].includes(timeliness),
  );
  return {
    key,
    milestones: rows.length,
    statuses: Object.fromEntries(
      HEADLINES.map((status) => [
        status,
        share(rows.filter((row) => row.status === status).length),
      ]),
    ),
    kept: {
      due: due.length,
      onTime: keptShare(met('met')),
      late: keptShare(met('met-late')),
      open: keptShare(due.filter(({ timeliness }) => isOpen(timeliness)).length),
    },
    levels: LEVELS.map((level) => ({
      level,
      ...share(rows.filter((row) => levelOf(row) === level).length),
    })),
    next: ahead.slice(0, NEXT).map((row) => presentMilestone(row)),
    longestOverdue: overdue === undefined ? null : presentMilestone(overdue),
  };
}

function isOpen(timeliness: string): boolean {
  return timeliness === 'overdue' || timeliness === 'in-grace';
}

function byDeadline(a: MilestoneRow, b: MilestoneRow): number {
  return Number(a.dueAt) - Number(b.dueAt) || a.id.localeCompare(b.id);
}

function shareOf(whole: number): (count: number) => Share {
  return (count) => ({
    count,
    percent: whole === 0 ? null : Math.round((count / whole) * 1_000) / 10,
  });
}

/** The level of the last judgement; null without one. */
function levelOf({ outcome }: MilestoneRow): number | null {
  return outcome.judgements?.at(-1)?.level ?? null;
}
