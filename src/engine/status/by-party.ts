import type { Outcome, RecordedMove } from '../model/fact';
import type { Nature } from '../model/milestone';
import type { Instant } from '../model/time';

/** The state of one party's share. `cured`: breached and remedied since. */
export const PARTY_STATES = ['open', 'done', 'late', 'breached', 'cured'] as const;

export interface PartyStanding {
  party: string;
  state: (typeof PARTY_STATES)[number];
  /** The fact behind the state; absent while it is open. */
  move?: RecordedMove;
}

/** A milestone or its stored row, in which missing values are null. */
interface Owed {
  obligors: readonly string[];
  outcome: Outcome;
  dueAt?: Instant | null | undefined;
  nature?: Nature | null | undefined;
}

/** The state of each obligor's share of a milestone, in the order of the document. */
export function byParty(milestone: Owed): PartyStanding[] {
  // Giving notice is not owed.
  if (milestone.nature === 'notice') return [];
  return milestone.obligors.map((party) => standingOf(party, milestone));
}

function standingOf(party: string, { obligors, outcome, dueAt }: Owed): PartyStanding {
  const alone = obligors.length === 1;
  // A fulfilment or a cure without a party counts for all obligors; a breach without a party for a single obligor only.
  const own = (outcome.moves ?? []).filter(
    ({ was, by = was === 'breached' && !alone ? undefined : party }) => by === party,
  );
  const last = (was: RecordedMove['was']) => own.findLast((move) => move.was === was);
  const [breach, cure, done] = [last('breached'), last('cured'), last('fulfilled')];
  const broken = breach !== undefined && (cure === undefined || cure.at < breach.at);
  if (broken && (done === undefined || done.at < breach.at))
    return { party, state: 'breached', move: breach };
  if (done !== undefined) {
    const late = done.at >= (dueAt ?? Number.POSITIVE_INFINITY);
    return { party, state: late ? 'late' : 'done', move: done };
  }
  if (breach !== undefined && cure !== undefined) return { party, state: 'cured', move: cure };
  return { party, state: 'open' };
}
