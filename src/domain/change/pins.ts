import { type Fault, Refusal } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import type { Milestone } from '../../engine/model/milestone';
import { type FactDraft, factDraft } from '../ledger/draft';
import type { Snapshot } from './snapshot';

/** Milestones that keep their dates whatever a change moves. */
export interface PinRequest {
  /** Ids of milestones. */
  pin?: readonly string[] | undefined;
  actor?: string | undefined;
  reason?: string | undefined;
}

/**
 * Facts that pin milestones to their current last days. A milestone that is already pinned to that day needs none.
 * @param milestones the schedule before the change.
 * @throws Refusal 'invalid' with every id that names no milestone, or one without a date to keep.
 */
export function pinDrafts(
  { agreement, current }: Snapshot,
  milestones: readonly Milestone[],
  { pin = [], actor, reason }: PinRequest,
  now: number,
): FactDraft[] {
  const byId = new Map(milestones.map((milestone) => [milestone.id, milestone]));
  const faults: Fault[] = [];
  const today = luxonZones.localOf(now, agreement.document.zone).day;
  const drafts = [...new Set(pin)].flatMap((id, i) => {
    const milestone = byId.get(id);
    const to = milestone?.dueOn ?? milestone?.endsOn;
    if (milestone === undefined || to === undefined) {
      faults.push(pinFault(id, i, milestone));
      return [];
    }
    const { path, party, ordinal } = milestone;
    const [by, nth] = [party ?? null, ordinal ?? null];
    const kept = current.findLast(
      (fact) =>
        fact.kind === 'pinned' && fact.subject === path && fact.by === by && fact.ordinal === nth,
    );
    if (kept?.to === to) return [];
    return [
      factDraft({
        kind: 'pinned',
        subject: path,
        by,
        ordinal: nth,
        occurredOn: today,
        occurredAt: now,
        hypothetical: milestone.hypothetical,
        to,
        actor: actor ?? null,
        reason: reason ?? null,
      }),
    ];
  });
  if (faults.length === 0) return drafts;
  throw new Refusal('invalid', 'Some milestones cannot be pinned. Nothing was written.', faults);
}

function pinFault(id: string, index: number, milestone: Milestone | undefined): Fault {
  return {
    pointer: `/pin/${index}`,
    detail:
      milestone === undefined ? `there is no milestone "${id}"` : `"${id}" has no date to keep`,
    expected: 'the id of a milestone that has a date',
  };
}
