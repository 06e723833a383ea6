import { workingCalendars } from '../agreement/calendars';
import { type Assumption, type Laid, lay } from '../schedule/assume';
import type { Agreement } from '../schedule/compile';
import type { EpochDay, Fact, Milestone } from '../schedule/model';
import { type ScheduleContext, schedule } from '../schedule/schedule';
import { luxonZones } from '../zones';

/** What a what-if comes to: the facts as assumed, and the schedule that follows from them. */
export interface Outlook {
  agreement: Agreement;
  facts: readonly Fact[];
  unplaced: Laid['unplaced'];
  milestones: readonly Milestone[];
}

/** The zones and calendars that the service schedules by. */
export function scheduling(derivations = false): ScheduleContext {
  return { zones: luxonZones, calendars: workingCalendars(), derivations };
}

export function outlook(
  agreement: Agreement,
  facts: readonly Fact[],
  assumptions: readonly Assumption[],
  derivations: boolean,
): Outlook {
  const laid = lay(agreement, facts, assumptions, scheduling());
  const { milestones } = schedule(agreement, laid.facts, scheduling(derivations));
  return { agreement, ...laid, milestones };
}

/** The day of the signing in force; undefined while there is none. */
export function signedDay(facts: readonly Fact[]): EpochDay | undefined {
  return facts.findLast(({ kind, subject }) => kind === 'occurred' && subject === 'signing')?.day;
}
