import { judge } from '../milestone/judge';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { SCHEDULED, type ScheduledColumns } from '../milestone/scheduled';
import type { Raised } from '../store/revision';
import { type Passage, passageTo, statusColumns } from './progress';

/** What a new schedule does to one milestone. */
export interface Redated {
  previous: MilestoneRow | undefined;
  row: MilestoneRow;
  /** It got a new deadline version: new, moved, dated, undated, or a fulfilment taken back. */
  versioned: boolean;
  passed: Passage[];
}

const DATES = ['dueAt', 'graceEndsAt', 'opensAt', 'startsAt', 'endsAt', 'hypothetical'] as const;

/**
 * Lays a new schedule over the stored milestones: only what changes comes back. Pure, so that the
 * largest re-dating is one pass in memory between one read and a few set-based writes.
 * @param when `now` judges, `recordedAt` stamps; they differ after the clock was set back.
 */
export function redate(
  stored: readonly MilestoneRow[],
  scheduled: readonly ScheduledColumns[],
  when: Pick<Raised, 'now' | 'recordedAt'>,
): Redated[] {
  const byId = new Map(stored.map((row) => [row.id, row]));
  const changes: Redated[] = [];
  for (const columns of scheduled) {
    const previous = byId.get(columns.id);
    byId.delete(columns.id);
    const change = redateOne(previous, columns, when);
    if (change !== undefined) changes.push(change);
  }
  for (const previous of byId.values()) {
    if (previous.droppedAt === null) changes.push(drop(previous, when.recordedAt));
  }
  return changes;
}

function redateOne(
  previous: MilestoneRow | undefined,
  columns: ScheduledColumns,
  { now, recordedAt }: Pick<Raised, 'now' | 'recordedAt'>,
): Redated | undefined {
  const versioned = previous === undefined || needsVersion(previous, columns);
  const standing = judge(columns, now);
  const passed = passageTo(previous, standing, recordedAt);
  const since = passed[0]?.at ?? previous?.statusSince ?? null;
  const row: MilestoneRow = {
    ...columns,
    ...statusColumns(standing, since),
    version: (previous?.version ?? 0) + (versioned ? 1 : 0),
    versionedAt: versioned || previous === undefined ? recordedAt : previous.versionedAt,
    droppedAt: null,
  };
  if (previous !== undefined && !versioned && passed.length === 0 && same(previous, row)) {
    return undefined;
  }
  return { previous, row, versioned, passed };
}

function needsVersion(previous: MilestoneRow, columns: ScheduledColumns): boolean {
  if (previous.droppedAt !== null) return true;
  const takenBack =
    previous.outcome.fulfilledAt !== undefined && columns.outcome.fulfilledAt === undefined;
  return takenBack || DATES.some((key) => previous[key] !== columns[key]);
}

function same(previous: MilestoneRow, row: MilestoneRow): boolean {
  return (
    previous.nextChangeAt === row.nextChangeAt &&
    SCHEDULED.every((key) => sameIn(key, previous, row))
  );
}

function sameIn(key: keyof MilestoneRow, previous: MilestoneRow, row: MilestoneRow): boolean {
  return sameValue(previous[key], row[key]);
}

/** Equal as JSON, for the flat lists and objects that columns hold. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}

/** The columns in which any of the rows differs from what is stored: an index costs when it is written. */
export function changedColumns(changes: readonly Redated[]): (keyof MilestoneRow)[] {
  const [first] = changes;
  if (first === undefined) return [];
  return (Object.keys(first.row) as (keyof MilestoneRow)[]).filter((key) =>
    changes.some(({ previous, row }) => previous !== undefined && !sameIn(key, previous, row)),
  );
}

/** An amendment left it out: its history stays, the clock no longer looks at it. */
function drop(previous: MilestoneRow, now: number): Redated {
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
