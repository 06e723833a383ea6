import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { POLICY } from '../config/policy';
import { AgreementRow } from '../domain/agreement/agreement.entity';
import { Agreements } from '../domain/agreement/agreements';
import { countedBy } from '../domain/agreement/counted-by';
import { scheduleOf } from '../domain/change/snapshot';
import { currentFacts } from '../domain/ledger/ledger';
import { MilestoneRow } from '../domain/milestone/milestone.entity';
import {
  DOCUMENT_COLUMNS,
  FACT_COLUMNS,
  milestoneRow,
  statusOfRow,
} from '../domain/milestone/milestone-row';
import { loadWatch, type Watch, wakeAt } from '../domain/notification/watch';
import { DeadlineRow, TransitionRow } from '../domain/transition/transition.entity';
import { formatDay } from '../engine/calendar/epoch-day';
import type { Milestone } from '../engine/model/milestone';
import { selectRows } from '../store/sql/rows';

/** A milestone that is stored differently from what facts, documents and the clock give. */
export interface WrongMilestone {
  id: string;
  /** The stored row; undefined where it is missing. */
  stored: MilestoneRow | undefined;
  /** The row as it should be. */
  right: MilestoneRow;
  /** A sentence for each difference. */
  differences: readonly string[];
}

interface ExaminedMilestones {
  milestones: number;
  wrong: readonly WrongMilestone[];
  /** Why nothing was compared. */
  unknown?: string;
}

/** Computes an agreement's milestones from its document and facts, and compares them with the stored ones. */
export async function examineMilestones(
  tx: EntityManager,
  id: string,
  now: number,
): Promise<ExaminedMilestones> {
  const [agreement] = await selectRows(tx, AgreementRow, 'WHERE id = ?', [id]);
  if (agreement === undefined) return { milestones: 0, wrong: [] };
  if (agreement.countedBy !== countedBy()) {
    const before = agreement.countedBy ?? 'an earlier release';
    return { milestones: 0, wrong: [], unknown: `counted by ${before}` };
  }
  const facts = await currentFacts(tx, id);
  const stored = await selectRows(tx, MilestoneRow, 'WHERE agreement_id = ?', [id]);
  const compiled = new Agreements().compile(agreement);
  const { milestones } = scheduleOf(compiled, facts, false, sweptUntil(stored, now));
  const history = {
    deadlines: byMilestone(await lastDeadlines(tx, id)),
    transitions: await lastTransitions(tx, id),
    watch: await loadWatch(tx, id, agreement.standingSince),
    now,
  };
  return { milestones: stored.length, wrong: compare(stored, milestones, history) };
}

/** A term renews when the sweep reaches its end; renewals after the last sweep are not stored yet. */
function sweptUntil(stored: readonly MilestoneRow[], now: number): number {
  return stored.reduce(
    (until, { nextChangeAt }) => Math.min(until, (nextChangeAt ?? Number.POSITIVE_INFINITY) - 1),
    now,
  );
}

interface History {
  deadlines: ReadonlyMap<string, DeadlineRow>;
  /** By milestone, the transitions of its last revision: a sweep may write several at once. */
  transitions: ReadonlyMap<string, readonly TransitionRow[]>;
  watch: Watch;
  now: number;
}

function compare(
  stored: readonly MilestoneRow[],
  milestones: readonly Milestone[],
  history: History,
): WrongMilestone[] {
  const byId = new Map(stored.map((row) => [row.id, row]));
  const scheduled = milestones.map((milestone, position) => {
    const row = byId.get(milestone.id);
    byId.delete(milestone.id);
    return row === undefined
      ? absent(milestone, position, history)
      : compareOne(row, milestone, position, history);
  });
  const others = [...byId.values()].map((row) => compareDropped(row, history));
  return [...scheduled, ...others].filter(({ differences }) => differences.length > 0);
}

function absent(milestone: Milestone, position: number, history: History): WrongMilestone {
  const { id } = milestone;
  const fresh = milestoneRow(milestone, position, NEVER_JUDGED);
  const right = asOfHistory({ ...fresh, ...versionOf(id, history) }, history);
  return { id, stored: undefined, right, differences: ['it is missing'] };
}

const NEVER_JUDGED = {
  timeliness: 'undated',
  state: 'conditional',
  status: 'undated',
  statusSince: null,
  nextChangeAt: null,
  wakeAt: null,
  version: 1,
  versionedAt: 0,
  droppedAt: null,
} as const;

function compareOne(
  stored: MilestoneRow,
  milestone: Milestone,
  position: number,
  history: History,
): WrongMilestone {
  const { id } = stored;
  const dates = milestoneRow(milestone, position, { ...stored, droppedAt: null });
  const versioned = { ...dates, ...versionOf(id, history) };
  const differing = [
    ...DOCUMENT_COLUMNS,
    ...FACT_COLUMNS,
    'version',
    'versionedAt',
    'droppedAt',
  ] as const;
  const misjudged = statusFaults(stored, versioned, history);
  const differences = [
    ...differing.flatMap((column) => difference(column, stored, versioned)),
    ...misjudged,
    ...deadlineFaults(versioned, history),
  ];
  const right = misjudged.length === 0 ? versioned : asOfHistory(versioned, history);
  return { id, stored, right, differences };
}

/** A stored milestone that the schedule does not have must be marked as dropped, with a final status. */
function compareDropped(stored: MilestoneRow, { now }: History): WrongMilestone {
  const { id, droppedAt } = stored;
  const ended = {
    status: 'discharged',
    state: 'discharged',
    nextChangeAt: null,
    wakeAt: null,
  } as const;
  const right: MilestoneRow = { ...stored, ...ended, droppedAt: droppedAt ?? now };
  const columns = ['status', 'state', 'nextChangeAt', 'wakeAt'] as const;
  const differences =
    droppedAt === null
      ? ['the document and the facts have no such milestone']
      : columns.flatMap((column) => difference(column, stored, right));
  return { id, stored, right, differences };
}

function versionOf(id: string, { deadlines }: History): Partial<MilestoneRow> {
  const deadline = deadlines.get(id);
  return deadline === undefined
    ? {}
    : { version: deadline.version, versionedAt: deadline.recordedAt };
}

const JUDGED = ['status', 'timeliness', 'state', 'nextChangeAt'] as const;

/**
 * A stored status holds until its next change, which the sweep may not have reached. So it is compared with the status just
 * before that change, or with the present one.
 */
function statusFaults(stored: MilestoneRow, dates: MilestoneRow, history: History): string[] {
  const { now, watch, transitions } = history;
  const due = stored.nextChangeAt !== null && stored.nextChangeAt <= now;
  const at = due ? (stored.nextChangeAt ?? now) - 1 : now;
  const { status, timeliness, state, nextChangeAt = null } = statusOfRow(dates, at);
  const right = { ...dates, status, timeliness, state, nextChangeAt };
  const last = transitions.get(stored.id) ?? [];
  const recorded = last.some((one) => says(one, stored))
    ? []
    : [`its history ends with ${last.map(({ toStatus }) => toStatus).join(', ') || 'nothing'}`];
  return [
    ...JUDGED.flatMap((column) => difference(column, stored, right)),
    ...(isAwake(stored, wakeAt(watch, right, at), now) ? [] : [asleep(stored)]),
    ...(stored.droppedAt === null ? recorded : []),
  ];
}

function says({ toStatus, timeliness, state }: TransitionRow, row: MilestoneRow): boolean {
  return toStatus === row.status && timeliness === row.timeliness && state === row.state;
}

/** A `wakeAt` that is too early is harmless; one that is too late delays or loses an alert. */
function isAwake({ wakeAt: stored }: MilestoneRow, right: number | null, now: number): boolean {
  if (right === null) return true;
  // A milestone whose status could not be computed is retried after a while.
  return stored !== null && stored <= Math.max(right, now + POLICY.sweepQuarantineMs);
}

function asleep({ wakeAt: stored }: MilestoneRow): string {
  return `the sweep looks at it ${stored === null ? 'never' : `at ${shown('wakeAt', stored)} only`}, and it changes before`;
}

/** The last version of a milestone's deadline must have the milestone's dates. */
function deadlineFaults(right: MilestoneRow, { deadlines }: History): string[] {
  const deadline = deadlines.get(right.id);
  if (deadline === undefined) return ['its history holds no deadline'];
  const columns = ['dueOn', 'dueAt', 'graceEndsAt', 'opensOn', 'startsOn', 'endsOn'] as const;
  return columns.flatMap((column) =>
    deadline[column] === right[column]
      ? []
      : [
          `version ${deadline.version} of its deadline says ${column} ${shown(column, deadline[column])}, the facts give ${shown(column, right[column])}`,
        ],
  );
}

/**
 * The status of the last recorded transition; the sweep then records every later change, with its alerts. Where the history
 * does not fit the facts, the present status.
 */
function asOfHistory(row: MilestoneRow, { transitions, watch, now }: History): MilestoneRow {
  const all = transitions.get(row.id) ?? [];
  const last = all.find(
    ({ at, toStatus }) => at <= now && statusOfRow(row, at).status === toStatus,
  );
  const fits = last !== undefined;
  const then = last?.at ?? now;
  const before = statusOfRow(row, then);
  const {
    status,
    timeliness,
    state,
    since,
    nextChangeAt = null,
  } = fits ? before : statusOfRow(row, now);
  const statusSince = (fits ? last.at : since) ?? row.statusSince;
  const judged = { ...row, status, timeliness, state, statusSince, nextChangeAt };
  return { ...judged, wakeAt: wakeAt(watch, judged, fits ? then : now) };
}

function difference(
  column: keyof MilestoneRow,
  stored: MilestoneRow,
  right: MilestoneRow,
): string[] {
  const wanted: unknown = JSON.parse(JSON.stringify(right[column]));
  if (isDeepStrictEqual(stored[column], wanted)) return [];
  return [`${column} is ${shown(column, stored[column])}, not ${shown(column, wanted)}`];
}

function shown(column: string, value: unknown): string {
  if (typeof value === 'number' && column.endsWith('On')) return formatDay(value);
  if (typeof value === 'number' && /(At|Since)$/.test(column)) return new Date(value).toISOString();
  return value === null ? 'nothing' : JSON.stringify(value);
}

function byMilestone<R extends { milestoneId: string }>(rows: readonly R[]): Map<string, R> {
  return new Map(rows.map((row) => [row.milestoneId, row]));
}

function lastDeadlines(tx: EntityManager, id: string): Promise<DeadlineRow[]> {
  return selectRows(
    tx,
    DeadlineRow,
    `WHERE agreement_id = ? AND NOT EXISTS
       (SELECT 1 FROM deadline later
         WHERE later.milestone_id = deadline.milestone_id AND later.version > deadline.version)`,
    [id],
  );
}

async function lastTransitions(
  tx: EntityManager,
  id: string,
): Promise<Map<string, TransitionRow[]>> {
  const rows = await selectRows(
    tx,
    TransitionRow,
    `WHERE agreement_id = ? AND NOT EXISTS
       (SELECT 1 FROM transition later
         WHERE later.milestone_id = transition.milestone_id AND later.revision > transition.revision)
     ORDER BY at DESC`,
    [id],
  );
  const last = new Map<string, TransitionRow[]>();
  for (const row of rows) {
    const known = last.get(row.milestoneId);
    if (known === undefined) last.set(row.milestoneId, [row]);
    else known.push(row);
  }
  return last;
}
