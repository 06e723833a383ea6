import type { MilestoneStatus } from '../../engine/model/status';
import type { MilestoneRow } from './milestone.entity';
import { statusOfRow } from './milestone-row';

/** Why something changed, for the history and the messages. */
export interface Cause {
  text: string;
  factId: string | null;
  /** A signing that this change records: the civil day (`from` the first of a month known alone), and the instant if known. */
  signed?: { on: number; from: number | null; at: number | null; hypothetical: boolean };
}

export const CLOCK_CAUSE: Cause = { text: 'clock', factId: null };

/** The columns that hold a status and when it changes. */
type StatusColumns = Pick<
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

/** More changes than a milestone can have between two sweeps; it guards against an endless loop. */
const MOST_CHANGES = 16;

/**
 * Every change of status by the clock since the row was written, each with the instant at which it became true.
 * @param until inclusive, epoch milliseconds.
 * @returns the changes, earliest first, and the status at the end.
 */
export function statusChangesUntil(
  row: MilestoneRow,
  until: number,
): { changes: StatusChange[]; last: MilestoneStatus } {
  const changes: StatusChange[] = [];
  let known: Pick<MilestoneStatus, 'status' | 'timeliness' | 'state'> = row;
  let next = row.nextChangeAt ?? undefined;
  let last = statusOfRow(row, until);
  for (let i = 0; i < MOST_CHANGES && next !== undefined && next <= until; i++) {
    const at = next;
    last = statusOfRow(row, at);
    if (differs(known, last)) changes.push(statusChange(known.status, last, at));
    known = last;
    next = last.nextChangeAt;
  }
  return { changes, last };
}

/** The change of status by a new schedule or fact: one or none. */
export function statusChangeTo(
  previous: Pick<MilestoneRow, 'status' | 'timeliness' | 'state'> | undefined,
  now: MilestoneStatus,
  recordedAt: number,
): StatusChange[] {
  if (previous !== undefined && !differs(previous, now)) return [];
  return [statusChange(previous?.status ?? null, now, now.since ?? recordedAt)];
}

export function statusColumns(status: MilestoneStatus, statusSince: number | null): StatusColumns {
  const nextChangeAt = status.nextChangeAt ?? null;
  return {
    timeliness: status.timeliness,
    state: status.state,
    status: status.status,
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

function statusChange(from: string | null, to: MilestoneStatus, at: number): StatusChange {
  return { from, to: to.status, timeliness: to.timeliness, state: to.state, at };
}
