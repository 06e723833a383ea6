import type { MilestoneRow } from '../milestone/milestone.entity';
import { type PresentedMilestone, presentMilestone } from '../milestone/present';
import { HEADLINES } from '../schedule/status';

export const ROLL_UPS = ['party', 'theme', 'kind', 'agreement'] as const;
export type RollUpBy = (typeof ROLL_UPS)[number];

/** A count, and never a percentage without it. */
export interface Share {
  count: number;
  /** Of the group's milestones, to one decimal; null where there are none. */
  percent: number | null;
}

export interface Group {
  /** A party's id, a theme, a kind; null for milestones that name none, and for the whole agreement. */
  key: string | null;
  milestones: number;
  /** By headline status; every status is present. */
  statuses: Readonly<Record<string, Share>>;
  /** Of those that have fallen due: done by their deadline, done late, not done. */
  kept: { due: number; onTime: Share; late: Share; open: Share };
  /** Milestones by judged progress, 0 to 3, and those nobody has judged. */
  levels: { level: number | null; count: number; percent: number | null }[];
  /** The next three deadlines that can still be met. */
  next: PresentedMilestone[];
  longestOverdue: PresentedMilestone | null;
}

const NEXT = 3;
const LEVELS = [0, 1, 2, 3, null] as const;

/**
 * Milestones counted by who owes them, by theme, by kind or all together. One that several parties owe counts for
 * each of them, so that the groups of parties may add up to more than the whole.
 * @param asOf epoch milliseconds, by which something has fallen due.
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

function groupOf(key: string | null, rows: readonly MilestoneRow[], asOf: number): Group {
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
    next: ahead.slice(0, NEXT).map(presentMilestone),
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

/** What was judged last; null where nobody did. */
function levelOf({ outcome }: MilestoneRow): number | null {
  return outcome.judgements?.at(-1)?.level ?? null;
}
