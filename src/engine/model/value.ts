import type { Bound } from './milestone';
import type { StepDraft } from './step';
import type { EpochDay, Instant } from './time';

/** What a phrase comes to: a day, with the instant where it is known, or what it still waits for. */
export type Value = Known | Unknown;

export interface Known {
  known: true;
  day: EpochDay;
  /** The instant within (or at the end of) that day, where one is known. */
  instant?: Instant;
  /** The phrase itself speaks of an instant (hours, a clock time), not of a whole day. */
  exact: boolean;
  /**
   * Which side of its day it stands for, where that is known: the day's beginning, or the end of an interval
   * whose last day it is. What happens within a day, and deadlines, have none.
   */
  side?: 'begins' | 'ends';
  /** Rests on an assumption. */
  hypothetical: boolean;
  /** Moments that could still move it although it is dated. */
  provisionalOn: readonly string[];
  /** Which way they can move it, where it is one way only. */
  bound?: Bound;
  steps: readonly StepDraft[];
}

/** What a value derives from where nothing dates its anchor. */
export const NO_ANCHOR: Known = {
  known: true,
  day: 0,
  exact: false,
  hypothetical: false,
  provisionalOn: [],
  steps: [],
};

export interface Unknown {
  known: false;
  waitsFor: readonly string[];
  /** It cannot come before this day (`later of` with one moment known). */
  floor?: EpochDay;
}

export function waiting(...waitsFor: readonly string[]): Unknown {
  return { known: false, waitsFor };
}
