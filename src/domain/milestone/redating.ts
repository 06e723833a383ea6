import type { Milestone } from '../../engine/model/milestone';
import type { RevisionTicket } from '../agreement/revision';
import { judgeScheduled } from './judge';
import type { MilestoneRow } from './milestone.entity';
import { DATED, milestoneRow, WRITTEN } from './milestone-row';
import { passageTo, STATUS_COLUMNS, type StatusChange } from './status-changes';

/** What a re-dating by facts reads of each stored milestone: all that facts and the clock can change. */
export const CHANGEABLE = [
  'id',
  ...DATED,
  ...STATUS_COLUMNS,
  'version',
  'versionedAt',
  'droppedAt',
] as const satisfies readonly (keyof MilestoneRow)[];

/** The same where the document is another. */
export const CHANGEABLE_BY_DOCUMENT = [...CHANGEABLE, ...WRITTEN] as const;

export type StoredMilestone = Pick<MilestoneRow, (typeof CHANGEABLE)[number]>;

/** What a new schedule does to one milestone. */
export interface Redated {
  previous: StoredMilestone | undefined;
  row: MilestoneRow;
  /** It got a new deadline version: new, moved, dated, undated, or a fulfilment taken back. */
  versioned: boolean;
  passed: StatusChange[];
}

export interface Redating {
  changes: Redated[];
  /** The columns in which any stored row differs: an index costs when it is written. */
  columns: (keyof MilestoneRow)[];
  /** The ids of stored milestones that the schedule no longer has. */
  gone: ReadonlySet<string>;
}

/**
 * Lays a new schedule over the stored milestones: only what changes comes back. Pure, so that the
 * largest re-dating is one pass in memory between one read and a few writes.
 * @param stored rows with the columns that are to be compared, best in the order of their positions.
 * @param when `now` judges, `recordedAt` stamps; they differ after the clock was set back.
 * @param wake when the sweep must look at a row next.
 */
export function redate(
  stored: readonly StoredMilestone[],
  scheduled: readonly Milestone[],
  when: Pick<RevisionTicket, 'now' | 'recordedAt'>,
  wake: (row: MilestoneRow) => number | null,
): Redating {
  const find = finder(stored);
  const columns = new Columns(stored[0]);
  const changes: Redated[] = [];
  let standing = 0;
  for (let position = 0; position < scheduled.length; position++) {
    const milestone = scheduled[position] as Milestone;
    const previous = find(milestone.id, position);
    if (previous !== undefined) standing++;
    const change = redateOne(previous, milestone, position, when);
    const wakeAt = wake(change.row);
    // Writing into an object that was just made is what costs most here.
    if (wakeAt !== change.row.wakeAt) change.row.wakeAt = wakeAt;
    if (previous === undefined || columns.note(previous, change.row)) changes.push(change);
  }
  const gone = standing === stored.length ? NONE : goneFrom(stored, scheduled);
  return { changes, columns: columns.noted(), gone };
}

const NONE: ReadonlySet<string> = new Set();

/** A stored milestone by id, looked for first where it stood before: most never change their places. */
function finder(stored: readonly StoredMilestone[]) {
  let byId: Map<string, StoredMilestone> | undefined;
  return (id: string, position: number): StoredMilestone | undefined => {
    const here = stored[position];
    if (here?.id === id) return here;
    byId ??= new Map(stored.map((row) => [row.id, row]));
    return byId.get(id);
  };
}

function goneFrom(
  stored: readonly StoredMilestone[],
  scheduled: readonly Milestone[],
): ReadonlySet<string> {
  const standing = new Set(scheduled.map(({ id }) => id));
  const gone = stored.filter(({ id, droppedAt }) => droppedAt === null && !standing.has(id));
  return new Set(gone.map(({ id }) => id));
}

function redateOne(
  previous: StoredMilestone | undefined,
  milestone: Milestone,
  position: number,
  { now, recordedAt }: Pick<RevisionTicket, 'now' | 'recordedAt'>,
): Redated {
  const standing = judgeScheduled(milestone, now);
  const passed = passageTo(previous, standing, recordedAt);
  const versioned = previous === undefined || needsVersion(previous, milestone);
  const nextChangeAt = standing.nextChangeAt ?? null;
  const row = milestoneRow(milestone, position, {
    timeliness: standing.timeliness,
    state: standing.state,
    status: standing.status,
    // A deadline that moved within one status is overdue since the new one.
    statusSince: standing.since ?? passed[0]?.at ?? previous?.statusSince ?? null,
    nextChangeAt,
    wakeAt: nextChangeAt,
    version: (previous?.version ?? 0) + (versioned ? 1 : 0),
    versionedAt: versioned || previous === undefined ? recordedAt : previous.versionedAt,
    droppedAt: null,
  });
  return { previous, row, versioned, passed };
}

const DATES = ['dueAt', 'graceEndsAt', 'opensAt', 'startsAt', 'endsAt'] as const;

function needsVersion(previous: StoredMilestone, milestone: Milestone): boolean {
  if (previous.droppedAt !== null) return true;
  const takenBack =
    previous.outcome.fulfilledAt !== undefined && milestone.outcome.fulfilledAt === undefined;
  if (takenBack || previous.hypothetical !== milestone.hypothetical) return true;
  return DATES.some((key) => previous[key] !== (milestone[key] ?? null));
}

/** An amendment or a fact left it out: its history stays, the clock no longer looks at it. */
export function drop(previous: MilestoneRow, now: number): Redated {
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
  const passed = { from: previous.status, to: row.status, timeliness, state: row.state, at: now };
  return { previous, row, versioned: true, passed: [passed] };
}

/** Columns that a drop writes. */
export const DROPPED = [
  ...STATUS_COLUMNS,
  'version',
  'versionedAt',
  'droppedAt',
] as const satisfies readonly (keyof MilestoneRow)[];

/** Notes in which of the columns that were read rows differ. */
class Columns {
  private readonly differing = new Set<keyof MilestoneRow>();
  private readonly keys: (keyof MilestoneRow)[];

  constructor(read: StoredMilestone | undefined) {
    this.keys = Object.keys(read ?? {}) as (keyof MilestoneRow)[];
  }

  /** Whether the rows differ at all. */
  note(previous: StoredMilestone, row: MilestoneRow): boolean {
    let differs = false;
    for (const key of this.keys) {
      if (sameValue((previous as MilestoneRow)[key], row[key])) continue;
      differs = true;
      this.differing.add(key);
    }
    return differs;
  }

  noted(): (keyof MilestoneRow)[] {
    return [...this.differing];
  }
}

/** Equal as JSON, for the lists and objects that columns hold. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  let keys = 0;
  for (const key in left) {
    keys++;
    if (!sameValue(left[key], right[key])) return false;
  }
  for (const _ in right) keys--;
  return keys === 0;
}
