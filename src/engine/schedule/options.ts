import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Sentences } from '../explain/sentences';
import type { Instant, Zones } from '../model/time';

export interface ScheduleContext {
  zones: Zones;
  /** Working calendars by id; an obligation that names another is not dated by working days. */
  calendars?: ReadonlyMap<string, WorkingCalendar>;
  /** Whether milestones carry their steps; true unless switched off. */
  derivations?: boolean;
  /** The language of their sentences; English unless given. */
  sentences?: Sentences;
  /**
   * The instant it is asked for: terms that renew themselves have done so up to then. Without it they run through
   * all the renewals that the text counts; where it counts none, through those that facts record. Nothing else
   * depends on it.
   */
  at?: Instant;
}
