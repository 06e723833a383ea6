import { computed } from '@preact/signals';
import type { Milestone } from '../../src/engine/model/milestone';
import { ASSUMED_ID_PREFIX } from '../../src/engine/model/step';
import { byParty, type PartyStanding } from '../../src/engine/status/by-party';
import { asOf } from './plan';
import { outlook } from './what-if/what-if';

/** The facts of the ledger that are recorded as assumptions. */
const recordedAsAssumed = computed(
  () =>
    new Set(
      (outlook.value?.facts ?? [])
        .filter(({ hypothetical }) => hypothetical === true)
        .map(({ id }) => id),
    ),
);

/** Whether a fact is assumed, on the page or in the ledger. */
export const isAssumed = (fact: string): boolean =>
  fact.startsWith(ASSUMED_ID_PREFIX) || recordedAsAssumed.value.has(fact);

/** Whether it counts as done by an assumption. */
export const isDoneByAssumption = ({ outcome: { moves = [] } }: Milestone): boolean =>
  moves.some(({ was, fact }) => was === 'fulfilled' && isAssumed(fact));

/** The progress of each obligor, by the facts up to the instant shown and by what is assumed. */
export function partiesOf(milestone: Milestone): readonly PartyStanding[] {
  const { moves = [] } = milestone.outcome;
  const known = moves.filter(({ at, fact }) => at <= asOf.value || isAssumed(fact));
  return byParty({ ...milestone, outcome: { ...milestone.outcome, moves: known } });
}

/** Whether at least one obligor has fulfilled it. */
export function partlyDone(milestone: Milestone): boolean {
  const { moves } = milestone.outcome;
  return (
    moves !== undefined &&
    partiesOf(milestone).some(({ state }) => state === 'done' || state === 'late')
  );
}
