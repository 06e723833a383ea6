import type { Instant } from './time';

/** What the clock says. */
export const TIMELINESS = [
  'undated',
  'upcoming',
  'due-soon',
  'open',
  'in-grace',
  'overdue',
  'on-time',
  'late',
] as const;

export type Timeliness = (typeof TIMELINESS)[number];

/** What the facts say. */
export const STATES = [
  'conditional',
  'in-effect',
  'suspended',
  'holding',
  'breached',
  'fulfilled',
  'violated',
  'disputed',
  'discharged',
  'came',
  'expired',
  'terminated',
] as const;

export type State = (typeof STATES)[number];

/** The one status word that is shown, derived from timeliness, state and nature by `headline` in `status/status.ts`. */
export const HEADLINES = [
  'undated',
  'conditional',
  'upcoming',
  'due-soon',
  'open',
  'in-grace',
  'overdue',
  'met',
  'met-late',
  'holding',
  'breached',
  'violated',
  'disputed',
  'suspended',
  'discharged',
  'took-effect',
  'came',
  'expired',
  'terminated',
] as const;

export type Headline = (typeof HEADLINES)[number];

export interface MilestoneStatus {
  timeliness: Timeliness;
  state: State;
  status: Headline;
  /** The next instant at which the status may change without a new fact; absent: never. */
  nextChangeAt?: Instant;
  /** When this status began, by the clock or by a fact. */
  since?: Instant;
}
