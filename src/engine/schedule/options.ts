import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Sentences } from '../explain/sentences';
import type { Instant, Zones } from '../model/time';

export interface ScheduleContext {
  zones: Zones;
  /** Working calendars by id; obligations that name a missing one stay undated where they count working days. */
  calendars?: ReadonlyMap<string, WorkingCalendar>;
  /** Whether milestones have their derivations; true unless given. */
  derivations?: boolean;
  /** The language of the derivations; English unless given. */
  sentences?: Sentences;
  /**
   * The instant up to which terms with `renews` have renewed themselves. Without it, all renewals that the text counts
   * are made; where it counts none, those that facts record. Nothing else depends on it.
   */
  at?: Instant;
}
