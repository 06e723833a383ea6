import type { Milestone } from '../../engine/model/milestone';
import type { RevisionTicket } from '../agreement/revision';
import type { MilestoneRow } from './milestone.entity';
import { DOCUMENT_COLUMNS, FACT_COLUMNS, milestoneRow, statusOfMilestone } from './milestone-row';
import { STATUS_COLUMNS, type StatusChange, statusChangeTo } from './status-changes';

/** The columns that a re-dating by facts reads: everything that facts and the clock can change. */
export const CHANGEABLE = [
  'id',
  ...FACT_COLUMNS,
  ...STATUS_COLUMNS,
  'version',
  'versionedAt',
  'droppedAt',
] as const satisfies readonly (keyof MilestoneRow)[];

/** The columns that a re-dating by another document reads. */
export const CHANGEABLE_BY_DOCUMENT = [...CHANGEABLE, ...DOCUMENT_COLUMNS] as const;

/** A stored milestone with the columns that a re-dating compares. */
export type StoredMilestone = Pick<MilestoneRow, (typeof CHANGEABLE)[number]> &
  Partial<Pick<MilestoneRow, (typeof DOCUMENT_COLUMNS)[number]>>;

/** What a new schedule changes in one milestone. */
export interface Redated {
  previous: StoredMilestone | undefined;
  row: MilestoneRow;
  /** It has a new deadline version: it is new, moved, dated, undated, or a fulfilment was retracted. */
  versioned: boolean;
  statusChanges: StatusChange[];
}

interface Redating {
  changes: Redated[];
  /** The columns in which any row differs. Others are not written, since writing indexed columns is slow. */
  columns: (keyof MilestoneRow)[];
  /** The ids of stored milestones that are not in the schedule. */
  missing: ReadonlySet<string>;
}

/**
 * Compares a new schedule with the stored milestones. Pure: the largest re-dating is one pass in memory between one read
 * and a few writes.
 * @param stored fastest in the order of their positions.
 * @param compared the columns of `stored` to compare.
 * @param when statuses are computed for `now` and recorded at `recordedAt`, which differ after the clock was set back.
 * @param wake the next instant at which the sweep must look at a row.
 * @returns only what changes.
 */
export function redate(
  stored: readonly StoredMilestone[],
  compared: readonly (keyof StoredMilestone)[],
  scheduled: readonly Milestone[],
  when: Pick<RevisionTicket, 'now' | 'recordedAt'>,
  wake: (row: MilestoneRow) => number | null,
): Redating {
  const find = finder(stored);
  const columns = new ChangedColumns(compared);
  const changes: Redated[] = [];
  let found = 0;
  for (const [position, milestone] of scheduled.entries()) {
    const previous = find(milestone.id, position);
    if (previous !== undefined) found++;
    const change = redateOne(previous, milestone, position, when);
    const wakeAt = wake(change.row);
    // Writing to a new object is the most expensive step here, so it is avoided when nothing changes.
    if (wakeAt !== change.row.wakeAt) change.row.wakeAt = wakeAt;
    if (previous === undefined || columns.note(previous, change.row)) changes.push(change);
  }
  const missing = found === stored.length ? NONE : missingFrom(stored, scheduled);
  return { changes, columns: columns.noted(), missing };
}

const NONE: ReadonlySet<string> = new Set();

/** Finds a stored milestone by id, first at the same position, since most never move. */
function finder(stored: readonly StoredMilestone[]) {
  let byId: Map<string, StoredMilestone> | undefined;
  return (id: string, position: number): StoredMilestone | undefined => {
    const here = stored[position];
    if (here?.id === id) return here;
    byId ??= new Map(stored.map((row) => [row.id, row]));
    return byId.get(id);
  };
}

function missingFrom(
  stored: readonly StoredMilestone[],
  scheduled: readonly Milestone[],
): ReadonlySet<string> {
  const kept = new Set(scheduled.map(({ id }) => id));
  const missing = stored.filter(({ id, droppedAt }) => droppedAt === null && !kept.has(id));
  return new Set(missing.map(({ id }) => id));
}

function redateOne(
  previous: StoredMilestone | undefined,
  milestone: Milestone,
  position: number,
  { now, recordedAt }: Pick<RevisionTicket, 'now' | 'recordedAt'>,
): Redated {
  const status = statusOfMilestone(milestone, now);
  const statusChanges = statusChangeTo(previous, status, recordedAt);
  const versioned = previous === undefined || needsVersion(previous, milestone);
  const nextChangeAt = status.nextChangeAt ?? null;
  const row = milestoneRow(milestone, position, {
    timeliness: status.timeliness,
    state: status.state,
    status: status.status,
    // A deadline that moved while overdue is overdue since the new one.
    statusSince: status.since ?? statusChanges[0]?.at ?? previous?.statusSince ?? null,
    nextChangeAt,
    wakeAt: nextChangeAt,
    version: (previous?.version ?? 0) + (versioned ? 1 : 0),
    versionedAt: versioned || previous === undefined ? recordedAt : previous.versionedAt,
    droppedAt: null,
  });
  return { previous, row, versioned, statusChanges };
}

const DATES = ['dueAt', 'graceEndsAt', 'opensAt', 'startsAt', 'endsAt'] as const;

function needsVersion(previous: StoredMilestone, milestone: Milestone): boolean {
  if (previous.droppedAt !== null) return true;
  const retracted =
    previous.outcome.fulfilledAt !== undefined && milestone.outcome.fulfilledAt === undefined;
  if (retracted || previous.hypothetical !== milestone.hypothetical) return true;
  return DATES.some((key) => previous[key] !== (milestone[key] ?? null));
}

/** Drops a milestone that the new schedule does not have. Its history is kept, and the sweep ignores it. */
export function dropMilestone(previous: MilestoneRow, now: number): Redated {
  const row: MilestoneRow = {
    ...previous,
    status: 'discharged',
    state: 'discharged',
    statusSince: now,
    nextChangeAt: null,
    wakeAt: null,
    version: previous.version + 1,
    versionedAt: now,
    droppedAt: now,
  };
  const { timeliness } = row;
  const change = { from: previous.status, to: row.status, timeliness, state: row.state, at: now };
  return { previous, row, versioned: true, statusChanges: [change] };
}

/** The columns that dropping writes. */
export const DROPPED_COLUMNS = [
  ...STATUS_COLUMNS,
  'version',
  'versionedAt',
  'droppedAt',
] as const satisfies readonly (keyof MilestoneRow)[];

/** Collects the columns in which rows differ, among those that were read. */
class ChangedColumns {
  private readonly differing = new Set<keyof MilestoneRow>();

  constructor(private readonly compared: readonly (keyof StoredMilestone)[]) {}

  /** Whether the rows differ at all. */
  note(previous: StoredMilestone, row: MilestoneRow): boolean {
    let differs = false;
    for (const key of this.compared) {
      if (sameValue(previous[key], row[key])) continue;
      differs = true;
      this.differing.add(key);
    }
    return differs;
  }

  noted(): (keyof MilestoneRow)[] {
    return [...this.differing];
  }
}

/** Whether two column values are equal; lists and objects are compared as JSON. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  let keys = 0;
  for (const key in a) {
    keys++;
    if (!sameValue(a[key], b[key])) return false;
  }
  for (const _ in b) keys--;
  return keys === 0;
}

/** An object or a list. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
