import type { MilestoneStatus } from '../../engine/model/status';
import { judge } from './judge';
import type { MilestoneRow } from './milestone.entity';

/** The columns that only this room writes. */
export type StatusColumns = Pick<
  MilestoneRow,
  'timeliness' | 'state' | 'status' | 'statusSince' | 'nextChangeAt' | 'wakeAt'
>;

export const STATUS_COLUMNS = [
  'timeliness',
  'state',
  'status',
  'statusSince',
  'nextChangeAt',
  'wakeAt',
] as const satisfies readonly (keyof StatusColumns)[];

/** One change of status, with the instant it became true. */
export interface StatusChange {
  from: string | null;
  to: string;
  timeliness: string;
  state: string;
  at: number;
}

/** More passages than a milestone can make in one leap of the clock; a guard against a loop. */
const PASSAGES = 16;

/**
 * Every change of status the clock brings from one instant to another, each with the instant it
 * became true, also when the service slept through several.
 * @param until inclusive, epoch milliseconds.
 */
export function passages(
  row: MilestoneRow,
  until: number,
): { passed: StatusChange[]; last: MilestoneStatus } {
  const passed: StatusChange[] = [];
  let known: Pick<MilestoneStatus, 'status' | 'timeliness' | 'state'> = row;
  let next = row.nextChangeAt ?? undefined;
  let last = judge(row, until);
  for (let i = 0; i < PASSAGES && next !== undefined && next <= until; i++) {
    const at = next;
    last = judge(row, at);
    if (differs(known, last)) passed.push(passage(known.status, last, at));
    known = last;
    next = last.nextChangeAt;
  }
  return { passed, last };
}

/** The change of status that a new schedule or fact brings, if any. */
export function passageTo(
  previous: Pick<MilestoneRow, 'status' | 'timeliness' | 'state'> | undefined,
  now: MilestoneStatus,
  recordedAt: number,
): StatusChange[] {
  if (previous !== undefined && !differs(previous, now)) return [];
  return [passage(previous?.status ?? null, now, now.since ?? recordedAt)];
}

export function statusColumns(
  standing: MilestoneStatus,
  statusSince: number | null,
): StatusColumns {
  const nextChangeAt = standing.nextChangeAt ?? null;
  return {
    timeliness: standing.timeliness,
    state: standing.state,
    status: standing.status,
    statusSince,
    nextChangeAt,
    wakeAt: nextChangeAt,
  };
}

function differs(
  a: { status: string; timeliness: string; state: string },
  b: { status: string; timeliness: string; state: string },
): boolean {
  return a.status !== b.status || a.timeliness !== b.timeliness || a.state !== b.state;
}

function passage(from: string | null, to: MilestoneStatus, at: number): StatusChange {
  return { from, to: to.status, timeliness: to.timeliness, state: to.state, at };
}
