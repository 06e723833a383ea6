import type { Milestone } from '../../src/engine/model/milestone';
import { ASSUMED_ID_PREFIX } from '../../src/engine/model/step';
import { byParty, type PartyStanding } from '../../src/engine/status/by-party';
import { asOf } from './plan';

/** Whether a fact is assumed, here and now, and not in the ledger. */
export const isAssumed = (fact: string): boolean => fact.startsWith(ASSUMED_ID_PREFIX);

/** How each of those who owe it stands, by what had come by the moment shown and by what is assumed for later. */
export function partiesOf(milestone: Milestone): readonly PartyStanding[] {
  const { moves = [] } = milestone.outcome;
  const known = moves.filter(({ at, fact }) => at <= asOf.value || isAssumed(fact));
  return byParty({ ...milestone, outcome: { ...milestone.outcome, moves: known } });
}

/** Whether anybody has done its part. */
export function partlyDone(milestone: Milestone): boolean {
  const { moves } = milestone.outcome;
  return (
    moves !== undefined &&
    partiesOf(milestone).some(({ state }) => state === 'done' || state === 'late')
  );
}
