import type { Milestone } from '../../engine/model/milestone';
import type { MilestoneRow } from './milestone.entity';

/** The columns that the document alone decides. */
export const WRITTEN = [
  'obligation',
  'phase',
  'party',
  'ordinal',
  'ref',
  'title',
  'theme',
  'kind',
  'phrase',
  'obligors',
  'beneficiaries',
] as const satisfies readonly (keyof MilestoneRow)[];

/** The columns that facts may change as well. */
export const DATED = [
  'position',
  'nature',
  'dueOn',
  'dueAt',
  'comesAt',
  'graceEndsAt',
  'opensOn',
  'opensAt',
  'startsOn',
  'startsAt',
  'endsOn',
  'endsAt',
  'waitsFor',
  'provisional',
  'bound',
  'hypothetical',
  'outcome',
] as const satisfies readonly (keyof MilestoneRow)[];

export type ScheduledColumns = Pick<
  MilestoneRow,
  'id' | 'agreementId' | (typeof WRITTEN)[number] | (typeof DATED)[number]
>;

/** What a schedule does not say of a row: how it stands, and which deadline version it is. */
export type OtherColumns = Omit<MilestoneRow, keyof ScheduledColumns>;

/** A scheduled milestone as its row holds it: what is absent is null. */
export function milestoneRow(
  milestone: Milestone,
  position: number,
  other: OtherColumns,
): MilestoneRow {
  // One literal: adding to an object, or copying it, costs more than computing thousands of dates.
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
    theme: milestone.theme ?? null,
    kind: milestone.kind,
    nature: milestone.nature ?? null,
    obligors: milestone.obligors,
    beneficiaries: milestone.beneficiaries,
    phrase: milestone.phrase,
    dueOn: milestone.dueOn ?? null,
    dueAt: milestone.dueAt ?? null,
    comesAt: milestone.comesAt ?? null,
    graceEndsAt: milestone.graceEndsAt ?? null,
    opensOn: milestone.opensOn ?? null,
    opensAt: milestone.opensAt ?? null,
    startsOn: milestone.startsOn ?? null,
    startsAt: milestone.startsAt ?? null,
    endsOn: milestone.endsOn ?? null,
    endsAt: milestone.endsAt ?? null,
    waitsFor: milestone.waitsFor,
    provisional: milestone.provisional,
    bound: milestone.bound ?? null,
    hypothetical: milestone.hypothetical,
    outcome: milestone.outcome,
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
