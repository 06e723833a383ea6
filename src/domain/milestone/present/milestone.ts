import { presentDay, presentInstant } from '../../../base/present-time';
import { byParty } from '../../../engine/status/by-party';
import { deliveredOf, deliveredText } from '../../../engine/status/delivered';
import { progressOf } from '../../../engine/status/progress';
import { sortOf } from '../../../engine/status/status-words';
import type { ResponseOf } from '../../../http/response-of';
import { NO_RECORDS, type Records } from '../../ledger/ledger';
import { presentEvidence } from '../../ledger/present';
import type { MilestoneRow } from '../milestone.entity';
import type { milestoneSchema, recordSchema } from './milestone-schema';

/** A milestone in the API, webhooks and the command line: days as YYYY-MM-DD, instants in UTC. */
export type PresentedMilestone = ResponseOf<typeof milestoneSchema>;

function presentProgress(
  row: Pick<MilestoneRow, 'outcome' | 'dueAt'>,
): Pick<PresentedMilestone, 'progress' | 'verification'> {
  const { judgement, pace, verification = null } = progressOf(row);
  if (judgement === undefined) return { progress: null, verification };
  const { level, at, by = null, fact } = judgement;
  const { onTrack = null, how = null } = pace ?? {};
  const judgedAt = presentInstant(at);
  return { progress: { level, judgedAt, judgedBy: by, fact, onTrack, how }, verification };
}

function presentQuantity(
  row: Pick<MilestoneRow, 'outcome' | 'dueAt'>,
): PresentedMilestone['quantity'] {
  const found = deliveredOf(row);
  if (found === undefined) return null;
  const { owed, unit, delivered, remaining, over, fulfilledBy = null, pace } = found;
  const onTrack = pace?.onTrack ?? null;
  const how = deliveredText(found);
  return { owed, unit, delivered, remaining, over, fulfilledBy, onTrack, how };
}

type Owed = Pick<MilestoneRow, 'obligors' | 'outcome' | 'dueAt'>;

function presentParties(row: Owed, records: Records): PresentedMilestone['byParty'] {
  return byParty(row).map(({ party, state, move }) => ({
    party,
    state,
    on: presentDay(move?.on),
    at: presentInstant(move?.at),
    fact: move?.fact ?? null,
    record: move === undefined ? null : presentRecord(records, move.fact),
  }));
}

/** The ids of the facts whose records `presentMilestone` shows, for `recordsOf`. */
export function factsShown(rows: readonly Owed[]): string[] {
  return rows
    .filter(({ outcome }) => outcome.moves !== undefined)
    .flatMap((row) => byParty(row).flatMap(({ move }) => move?.fact ?? []));
}

/** Null if the fact is not among the records. */
export function presentRecord(
  records: Records,
  fact: string,
): ResponseOf<typeof recordSchema> | null {
  const row = records.get(fact);
  if (row === undefined) return null;
  const { reason, note, evidence, internal } = row;
  return { reason, note, evidence: presentEvidence(evidence), internal };
}

/** @param records the facts of the milestone (`factsShown`). Without them the answer has their ids only. */
export function presentMilestone(
  row: MilestoneRow,
  records: Records = NO_RECORDS,
): PresentedMilestone {
  return {
    id: row.id,
    agreement: row.agreementId,
    obligation: row.obligation,
    phase: row.phase,
    party: row.party,
    ordinal: row.ordinal,
    ref: row.ref,
    title: row.title,
    titles: row.titles,
    theme: row.theme,
    kind: row.kind,
    nature: sortOf(row),
    obligors: row.obligors,
    beneficiaries: row.beneficiaries,
    phrase: row.phrase,
    status: row.status,
    timeliness: row.timeliness,
    state: row.state,
    statusSince: presentInstant(row.statusSince),
    dueOn: presentDay(row.dueOn),
    dueAt: presentInstant(row.dueAt),
    comesAt: presentInstant(row.comesAt),
    targetOn: presentDay(row.targetOn),
    graceEndsAt: presentInstant(row.graceEndsAt),
    opensOn: presentDay(row.opensOn),
    opensAt: presentInstant(row.opensAt),
    startsOn: presentDay(row.startsOn),
    startsAt: presentInstant(row.startsAt),
    endsOn: presentDay(row.endsOn),
    endsAt: presentInstant(row.endsAt),
    dueOnEarliest: presentDay(row.rough?.dueOnEarliest),
    targetOnEarliest: presentDay(row.rough?.targetOnEarliest),
    opensOnLatest: presentDay(row.rough?.opensOnLatest),
    startsOnLatest: presentDay(row.rough?.startsOnLatest),
    endsOnEarliest: presentDay(row.rough?.endsOnEarliest),
    waitsFor: row.waitsFor,
    provisional: row.provisional,
    bound: row.bound,
    hypothetical: row.hypothetical,
    fulfilledAt: presentInstant(row.outcome.fulfilledAt),
    incidents: row.outcome.incidents,
    byParty: presentParties(row, records),
    ...presentProgress(row),
    quantity: presentQuantity(row),
    version: row.version,
    nextChangeAt: presentInstant(row.nextChangeAt),
  };
}
