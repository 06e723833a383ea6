import type { FactKind } from '../model/fact';
import type { Kind } from '../model/milestone';
import type { State } from '../model/status';

/** A fact that changes, or may only be said of, what became of a duty. */
export type Move = Exclude<FactKind, 'occurred'>;

/**
 * Who may make a move, where the actor is a party of the agreement: `others` excludes those who owe it, for
 * nobody judges, or lets go, what it owes itself. An actor who is no party observes, and may make any.
 */
export type Mover = 'anybody' | 'others';

interface Rule {
  from: readonly State[];
  /** What it becomes; `same` where the move only adds to what is known. */
  to: State | 'same' | 'as before';
  who: Mover;
}

const OWED = ['conditional', 'in-effect', 'holding', 'suspended'] as const;
const BROKEN = ['breached', 'violated'] as const;
const STANDING = [...OWED, ...BROKEN, 'disputed'] as const;

/**
 * The deontic machine: from which states a move is legal, what it leads to, and who may make it. The state is
 * the one at the moment of which the fact speaks. `docs/status.md` prints this table.
 */
export const MOVES: Readonly<Record<Move, Rule>> = {
  started: { from: STANDING, to: 'same', who: 'anybody' },
  progress: { from: [...STANDING, 'fulfilled'], to: 'same', who: 'others' },
  fulfilled: {
    from: ['conditional', 'in-effect', 'suspended', 'violated', 'disputed', 'came'],
    to: 'fulfilled',
    who: 'anybody',
  },
  verified: { from: [...STANDING, 'fulfilled'], to: 'same', who: 'others' },
  'could-not-verify': { from: [...STANDING, 'fulfilled'], to: 'same', who: 'others' },
  breached: {
    from: ['in-effect', 'holding', ...BROKEN, 'fulfilled', 'disputed'],
    to: 'violated',
    who: 'anybody',
  },
  cured: { from: [...BROKEN, 'disputed'], to: 'as before', who: 'others' },
  disputed: {
    from: ['in-effect', 'holding', 'suspended', ...BROKEN, 'fulfilled'],
    to: 'disputed',
    who: 'anybody',
  },
  resolved: { from: ['disputed'], to: 'as before', who: 'anybody' },
  suspended: {
    from: ['conditional', 'in-effect', 'holding', ...BROKEN, 'disputed'],
    to: 'suspended',
    who: 'anybody',
  },
  resumed: { from: ['suspended', ...BROKEN, 'disputed'], to: 'as before', who: 'anybody' },
  extended: { from: [...STANDING, 'came', 'expired'], to: 'same', who: 'anybody' },
  renewed: { from: [...STANDING, 'came', 'expired'], to: 'same', who: 'anybody' },
  pinned: { from: STANDING, to: 'same', who: 'anybody' },
  ended: { from: STANDING, to: 'terminated', who: 'anybody' },
  waived: { from: STANDING, to: 'discharged', who: 'others' },
  superseded: { from: STANDING, to: 'discharged', who: 'anybody' },
  terminated: { from: STANDING, to: 'terminated', who: 'anybody' },
};

/** Whether a move is one of what is of that kind at all: a duty that lasts is held, and never fulfilled. */
export function isMoveOf(move: Move, kind: Kind): boolean {
  return move !== 'fulfilled' || kind !== 'maintenance';
}

/** The moves that are legal from a state, in the order of the table. */
export function movesFrom(state: State): Move[] {
  return (Object.keys(MOVES) as Move[]).filter((move) => MOVES[move].from.includes(state));
}
