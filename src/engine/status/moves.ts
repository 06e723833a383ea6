import type { FactKind } from '../model/fact';
import type { Kind } from '../model/milestone';
import type { State } from '../model/status';

/** A kind of fact about an obligation, as opposed to an event. */
export type Move = Exclude<FactKind, 'occurred'>;

/**
 * Which parties may record a move. `others`: all but the obligors, because nobody judges or waives its own obligation.
 * Actors that are no party may record any move.
 */
type Mover = 'anybody' | 'others';

interface Rule {
  from: readonly State[];
  /** The state that follows; `same` where the move only adds information. */
  to: State | 'same' | 'as before';
  who: Mover;
}

const OWED = ['conditional', 'in-effect', 'holding', 'suspended'] as const;
const BROKEN = ['breached', 'violated'] as const;
const NOT_ENDED = [...OWED, ...BROKEN, 'disputed'] as const;

/**
 * The legal moves: from which states a move is legal, the state that follows, and who may record it. The state is that at
 * the time of the fact. `docs/status.md` prints this table.
 */
export const MOVES: Readonly<Record<Move, Rule>> = {
  started: { from: NOT_ENDED, to: 'same', who: 'anybody' },
  progress: { from: [...NOT_ENDED, 'fulfilled'], to: 'same', who: 'others' },
  fulfilled: {
    from: ['conditional', 'in-effect', 'suspended', 'violated', 'disputed', 'came'],
    to: 'fulfilled',
    who: 'anybody',
  },
  delivered: {
    from: ['conditional', 'in-effect', 'suspended', 'violated', 'disputed', 'fulfilled'],
    to: 'same',
    who: 'anybody',
  },
  verified: { from: [...NOT_ENDED, 'fulfilled'], to: 'same', who: 'others' },
  'could-not-verify': { from: [...NOT_ENDED, 'fulfilled'], to: 'same', who: 'others' },
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
  extended: { from: [...NOT_ENDED, 'came', 'expired'], to: 'same', who: 'anybody' },
  renewed: { from: [...NOT_ENDED, 'came', 'expired'], to: 'same', who: 'anybody' },
  pinned: { from: NOT_ENDED, to: 'same', who: 'anybody' },
  ended: { from: NOT_ENDED, to: 'terminated', who: 'anybody' },
  waived: { from: NOT_ENDED, to: 'discharged', who: 'others' },
  superseded: { from: NOT_ENDED, to: 'discharged', who: 'anybody' },
  terminated: { from: NOT_ENDED, to: 'terminated', who: 'anybody' },
};

/** Whether a kind of milestone has a move at all: maintenance is never fulfilled or delivered. */
export function isMoveOf(move: Move, kind: Kind): boolean {
  return (move !== 'fulfilled' && move !== 'delivered') || kind !== 'maintenance';
}

const isMove = (key: string): key is Move => key in MOVES;

/** The moves that are legal from a state, in the order of the table. */
export function movesFrom(state: State): Move[] {
  return Object.keys(MOVES)
    .filter(isMove)
    .filter((move) => MOVES[move].from.includes(state));
}
