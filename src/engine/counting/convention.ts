import type { MonthEnd, Roll, RollsFor } from '../model/document';
import type { Provision } from '../model/step';

/** A counting convention as data. `docs/counting.md` prints each as a table with a worked example. */
export interface Convention {
  name: string;
  title: string;
  /** true: the day of the event is day 0 and not counted. false: it is day 1. */
  excludesTriggerDay: boolean;
  /**
   * A term that starts at the beginning of a day counts that day, whatever the rule for the day of an event. A term
   * that follows another counts the day after the last day of that one.
   */
  countsBegunDay: boolean;
  monthEnd: MonthEnd;
  /**
   * Clear days: of a number of days counted backwards, or before which something may not happen, neither end counts.
   * Three clear days before the 20th end on the 16th. Months and years still run from date to date.
   */
  clearDays: boolean;
  /** To which working day the end of a period rolls that was counted forwards and ends on a non-working day. */
  rollForward: Roll;
  /** The same for a period counted backwards. */
  rollBackward: Roll;
  /**
   * Which deadlines roll: all that are counted by a period, only acts that need an office to be open (`Item.rolls`), or
   * every deadline, also on a date that the text names or that repeats.
   */
  rolls: RollsFor;
  /** Periods of at most so many days count working days only; 0: no such rule. */
  shortPeriodDays: number;
  /** A period of at least two days, in either direction, contains at least so many working days; 0: no such rule. */
  minimumWorkingDays: number;
  /** Hours run from the event, or from the next full hour. */
  hoursFrom: 'event' | 'next-full-hour';
  /** Hours that end on a non-working day do not roll, or roll to the same clock time of the next working day. */
  hoursRoll: 'none' | 'same-time';
  /** Days, months and years keep the clock time of an anchor whose instant is known. */
  keepsClock: boolean;
  /** ISO weekdays (1 is Monday) that are not worked where no calendar is named. */
  weekend: readonly number[];
  /** The working calendars of entries that name none; only conventions of a document have them. */
  calendars?: readonly string[];
  /** The provision that each rule comes from, for derivations. */
  citations: {
    anchor: Provision;
    trigger: Provision;
    days: Provision;
    weeks: Provision;
    months: Provision;
    hours: Provision;
    endOfDay: Provision;
    roll: Provision;
    working: Provision;
    /** For a first day that counts differently from the day of an event; the default is `trigger`. */
    begunDay?: Provision;
  };
}
