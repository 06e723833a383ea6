import { POLICY } from '../../config/policy';
import type { Milestone, MilestoneTiming } from '../../engine/model/milestone';
import type { MilestoneStatus } from '../../engine/model/status';
import type { Instant } from '../../engine/model/time';
import { statusAt } from '../../engine/status/status';
import type { MilestoneRow } from './milestone.entity';

/** The columns that come from the document alone. */
export const DOCUMENT_COLUMNS = [
  'obligation',
  'phase',
  'party',
  'ordinal',
  'ref',
  'title',
  'titles',
  'theme',
  'kind',
  'phrase',
  'obligors',
  'beneficiaries',
] as const satisfies readonly (keyof MilestoneRow)[];

/** The columns that facts can change too. */
export const FACT_COLUMNS = [
  'position',
  'nature',
  'dueOn',
  'dueAt',
  'comesAt',
  'targetOn',
  'graceEndsAt',
  'opensOn',
  'opensAt',
  'startsOn',
  'startsAt',
  'endsOn',
  'endsAt',
  'rough',
  'waitsFor',
  'provisional',
  'bound',
  'hypothetical',
  'outcome',
  'partFulfilled',
] as const satisfies readonly (keyof MilestoneRow)[];

type ScheduledColumns = Pick<
  MilestoneRow,
  'id' | 'agreementId' | (typeof DOCUMENT_COLUMNS)[number] | (typeof FACT_COLUMNS)[number]
>;

/** The columns that are not in a schedule: status, version and sweep. */
type UnscheduledColumns = Omit<MilestoneRow, keyof ScheduledColumns>;

/** A scheduled milestone as a row: absent fields are null. */
export function milestoneRow(
  milestone: Milestone,
  position: number,
  other: UnscheduledColumns,
): MilestoneRow {
  // One literal: copying or extending objects costs more than computing thousands of dates.
  return {
    id: milestone.id,
    agreementId: milestone.agreement,
    position,
    obligation: milestone.obligation,
    phase: milestone.phase ?? null,
    party: milestone.party ?? null,
    ordinal: milestone.ordinal ?? null,
    ref: milestone.ref ?? null,
    title: milestone.title,
    titles: milestone.titles ?? null,
    theme: milestone.theme ?? null,
    kind: milestone.kind,
    nature: milestone.nature ?? null,
    obligors: milestone.obligors,
    beneficiaries: milestone.beneficiaries,
    phrase: milestone.phrase,
    dueOn: milestone.dueOn ?? null,
    dueAt: milestone.dueAt ?? null,
    comesAt: milestone.comesAt ?? null,
    targetOn: milestone.targetOn ?? null,
    graceEndsAt: milestone.graceEndsAt ?? null,
    opensOn: milestone.opensOn ?? null,
    opensAt: milestone.opensAt ?? null,
    startsOn: milestone.startsOn ?? null,
    startsAt: milestone.startsAt ?? null,
    endsOn: milestone.endsOn ?? null,
    endsAt: milestone.endsAt ?? null,
    rough: milestone.rough ?? null,
    waitsFor: milestone.waitsFor,
    provisional: milestone.provisional,
    bound: milestone.bound ?? null,
    hypothetical: milestone.hypothetical,
    outcome: milestone.outcome,
    partFulfilled: milestone.outcome.moves?.some(({ was }) => was === 'fulfilled') ?? false,
    version: other.version,
    versionedAt: other.versionedAt,
    timeliness: other.timeliness,
    state: other.state,
    status: other.status,
    statusSince: other.statusSince,
    nextChangeAt: other.nextChangeAt,
    wakeAt: other.wakeAt,
    droppedAt: other.droppedAt,
  };
}

/** The status of a stored milestone at an instant. */
export function statusOfRow(row: ScheduledColumns, at: Instant): MilestoneStatus {
  return statusOfMilestone(timingOf(row), at);
}

/** The status of a scheduled milestone at an instant. */
export function statusOfMilestone(milestone: MilestoneTiming, at: Instant): MilestoneStatus {
  return statusAt(milestone, at, { dueSoonMs: POLICY.dueSoonMs });
}

function timingOf(row: ScheduledColumns): MilestoneTiming {
  return {
    kind: row.kind,
    nature: row.nature ?? undefined,
    waitsFor: row.waitsFor,
    outcome: row.outcome,
    dueOn: row.dueOn ?? undefined,
    dueAt: row.dueAt ?? undefined,
    comesAt: row.comesAt ?? undefined,
    graceEndsAt: row.graceEndsAt ?? undefined,
    opensAt: row.opensAt ?? undefined,
    startsAt: row.startsAt ?? undefined,
    endsAt: row.endsAt ?? undefined,
    rough: row.rough ?? undefined,
  };
}
