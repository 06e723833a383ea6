import { luxonZones } from '../../base/zones';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import type { Milestone } from '../../engine/model/milestone';
import type { EpochDay, Instant } from '../../engine/model/time';
import type { ScheduleContext } from '../../engine/schedule/options';
import { schedule } from '../../engine/schedule/schedule';
import {
  type AppliedAssumptions,
  type Assumption,
  applyAssumptions,
} from '../../engine/what-if/assume';
import { workingCalendars } from '../agreement/calendars';

/** What a what-if comes to: the facts as assumed, and the schedule that follows from them. */
export interface Outlook {
  agreement: Agreement;
  facts: readonly Fact[];
  unplaced: AppliedAssumptions['unplaced'];
  milestones: readonly Milestone[];
  /** The instant it was computed for. */
  at: Instant;
}

/**
 * The zones and calendars that the service schedules by.
 * @param at the instant up to which terms have renewed themselves.
 */
export function scheduling(at: Instant, derivations = false): ScheduleContext {
  return { zones: luxonZones, calendars: workingCalendars(), derivations, at };
}

export function outlook(
  agreement: Agreement,
  facts: readonly Fact[],
  assumptions: readonly Assumption[],
  derivations: boolean,
  at: Instant,
): Outlook {
  const laid = applyAssumptions(agreement, facts, assumptions, scheduling(at));
  const { milestones } = schedule(agreement, laid.facts, scheduling(at, derivations));
  return { agreement, ...laid, milestones, at };
}

/** The day of the signing in force; undefined while there is none. */
export function signedDay(facts: readonly Fact[]): EpochDay | undefined {
  return facts.findLast(({ kind, subject }) => kind === 'occurred' && subject === 'signing')?.day;
}
