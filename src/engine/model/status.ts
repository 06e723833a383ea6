import type { Instant } from './time';

export type Timeliness =
  | 'undated'
  | 'upcoming'
  | 'due-soon'
  | 'open'
  | 'in-grace'
  | 'overdue'
  | 'on-time'
  | 'late';

export type State =
  | 'conditional'
  | 'in-effect'
  | 'suspended'
  | 'holding'
  | 'breached'
  | 'fulfilled'
  | 'violated'
  | 'disputed'
  | 'discharged'
  | 'came'
  | 'expired'
  | 'terminated';

/** The traffic light, derived from timeliness, state and nature by the table in `status.ts`. */
export type Headline =
  | 'undated'
  | 'conditional'
  | 'upcoming'
  | 'due-soon'
  | 'open'
  | 'in-grace'
  | 'overdue'
  | 'met'
  | 'met-late'
  | 'holding'
  | 'breached'
  | 'violated'
  | 'disputed'
  | 'suspended'
  | 'discharged'
  | 'took-effect'
  | 'came'
  | 'expired'
  | 'terminated';

export interface MilestoneStatus {
  timeliness: Timeliness;
  state: State;
  status: Headline;
  /** The next instant at which the status may change without a new fact; absent: never. */
  nextChangeAt?: Instant;
  /** When this status began, by the clock or by a fact. */
  since?: Instant;
}
