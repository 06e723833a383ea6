import type { DateBound } from './milestone';
import type { StepDraft } from './step';
import type { EpochDay, Instant } from './time';

/** The result of evaluating a phrase: a day, with the instant where it is known, or what it waits for. */
export type Value = Known | Unknown;

export interface Known {
  known: true;
  day: EpochDay;
  /** The instant in that day, or at its end, where it is known. */
  instant?: Instant;
  /** The phrase itself gives an instant (hours, a clock time), not a whole day. */
  exact: boolean;
  /**
   * Which boundary of its day is meant. `begins`: the beginning. `ends`: the end, for an interval whose last day this
   * is. Absent for deadlines and for what happens during a day.
   */
  side?: 'begins' | 'ends';
  /** Where the moment is known only roughly: its earliest possible point. `day` and `instant` are the latest. */
  earliest?: Point;
  /** It depends on an assumption. */
  hypothetical: boolean;
  /** What could still change the day although it is known: moments, and days that a calendar does not cover. */
  provisionalOn: readonly string[];
  /** Which way they can move it, where only one is possible. */
  bound?: DateBound;
  steps: readonly StepDraft[];
}

/** A day, with the instant where it is known. */
export interface Point {
  day: EpochDay;
  instant?: Instant;
}

/** The anchor of a value that has none. */
export const NO_ANCHOR: Known = {
  known: true,
  day: 0,
  exact: false,
  hypothetical: false,
  provisionalOn: [],
  steps: [],
};

interface Unknown {
  known: false;
  waitsFor: readonly string[];
  /** It cannot come before this day (`later of` with some moments known). */
  floor?: EpochDay;
}

export function waiting(...waitsFor: readonly string[]): Unknown {
  return { known: false, waitsFor };
}
