/** A rule of counting as data. `docs/counting.md` prints each as a table with a worked example. */
export interface Convention {
  name: string;
  title: string;
  /** The day of the event is day 0 and not counted; otherwise it is day 1. */
  excludesTriggerDay: boolean;
  /**
   * A term that begins with the beginning of a day counts that day, whatever is said of the day of an event;
   * so does what follows another term, with the day after that one's last.
   */
  countsBegunDay: boolean;
  /** Where the month has no such day: its last day, the first day of the next month, or no date. */
  monthEnd: 'clamp' | 'round-up' | 'reject';
  /**
   * Backwards, and for what may not happen before, neither end of a number of days counts: three clear days
   * before the 20th end on the 16th. Months and years run from date to date all the same.
   */
  clearDays: boolean;
  /** Where a period counted forwards ends on a non-working day. */
  rollForward: 'none' | 'next';
  /** Where a period counted backwards ends on a non-working day. */
  rollBackward: 'none' | 'previous' | 'next';
  /** `all` deadlines roll, or only acts that need an office to be open (said by the question). */
  rolls: 'all' | 'office-acts';
  /** Periods of at most so many days count working days only; 0: none. */
  shortPeriodDays: number;
  /** A period of at least two days, in either direction, contains at least so many working days; 0: no such rule. */
  minimumWorkingDays: number;
  /** Hours run from the event, or from the next full hour. */
  hoursFrom: 'event' | 'next-full-hour';
  /** Where hours end on a non-working day: nowhere, or to the same clock time of the next working day. */
  hoursRoll: 'none' | 'same-time';
  /** Days, months and years keep the clock time of an anchor that has one. */
  keepsClock: boolean;
  /** ISO weekdays (1 Monday) that are no working days where no calendar is named. */
  weekend: readonly number[];
  /** Provisions behind each rule, for derivations. */
  citations: {
    anchor: string;
    trigger: string;
    days: string;
    weeks: string;
    months: string;
    hours: string;
    endOfDay: string;
    roll: string;
    working: string;
    /** Of a day that counts otherwise than the day of an event does. */
    begunDay?: string;
  };
}
