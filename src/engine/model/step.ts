import type { EpochDay, Instant } from './time';

/** One numbered step from the anchor to the date. Replaying `rule` on `from` with `by` gives `to`. */
export interface Step {
  /** A rule's stable name ("anchor", "add-days", "end-of-day"), the key of its sentence. */
  rule: string;
  /** One English sentence that says what was done and why. */
  text: string;
  /** The provision or standard behind the rule, with article and paragraph. */
  citation: string;
  from?: EpochDay;
  fromAt?: Instant;
  to?: EpochDay;
  toAt?: Instant;
  /** The rule's operands ({ amount: 100, unit: 'day' }, { zone: 'Europe/Kyiv' }). */
  by?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** From one day to another; `to` is inclusive, as every last day is. */
interface Moved {
  from: EpochDay;
  to: EpochDay;
}

/** How the ids of facts begin that a what-if assumes: they stand in no ledger. */
export const ASSUMED_ID_PREFIX = 'assumed-';

/** What a name stands for that counting starts from. */
export type Anchor =
  | { of: 'event'; title?: string; known: Certainty }
  | { of: 'moment'; title: string; moment: string; known: Certainty }
  | { of: 'all-phases'; path: string; moment: string; known: Certainty }
  | { of: 'schedule'; title: string }
  | { of: 'beside'; relation: 'alongside' | 'during' };

export type Certainty = 'recorded' | 'assumed' | 'approximate';

interface Picked {
  to: EpochDay;
  /** The days that are known, and how many are not. */
  by: {
    which: 'later' | 'earlier' | number;
    moments: number;
    days: readonly string[];
    open: number;
  };
}

/**
 * The data of each kind of step, by its rule: all that a sentence about it may say. Periods, rhythms and
 * conditions are printed phrases, days in `by` are YYYY-MM-DD.
 */
export interface StepData {
  'fixed-date': { to: EpochDay; toAt?: Instant };
  anchor: { to: EpochDay; toAt?: Instant; by: { name: string } & Anchor };
  'clock-time': { from: EpochDay; toAt: Instant; by: { minute: number; zone: string } };
  'later-of': Picked;
  'earlier-of': Picked;
  'nth-of': Picked;
  'add-hours': {
    fromAt: Instant;
    to: EpochDay;
    toAt: Instant;
    by: { period: string; direction: Direction; first?: FirstDay };
  };
  'exclude-trigger-day': Moved & { by: { firstCounted: string } };
  'include-trigger-day': Moved & { by: { firstCounted: string } };
  'add-period': Moved & { by: PeriodData };
  roll: Moved & { toAt?: Instant; by: { calendar: string; skipped: readonly string[] } };
  'day-before': Moved;
  /** `over`: what ends then ends by itself, and nobody is late. */
  'end-of-day': { from: EpochDay; toAt: Instant; by: { zone: string; over?: true } };
  'start-of-day': { from: EpochDay; toAt: Instant; by: { zone: string } };
  grace: { fromAt: Instant; toAt: Instant; by: { period: string } };
  'day-n': Moved & { by: { n: number } };
  edge: Moved & { by: EdgeData };
  extension: {
    from?: EpochDay;
    to: EpochDay;
    toAt?: Instant;
    by: { fact: string; on: string; clause?: string };
  };
  pin: { from?: EpochDay; to: EpochDay; toAt?: Instant; by: { fact: string; on: string } };
  renewal: Moved & { by: { period: string; unless: string } };
  notice: { by: { event: string; on: string } };
  pause: Moved & { toAt?: Instant; by: { since: string; until: string; added?: string } };
  occurrence: Moved & { by: { n: number; rhythm: string } };
  horizon: { to: EpochDay; by: { n: number; ends: boolean } };
  condition: { by: { condition: string; met: boolean; since?: string } };
  discharge: { by: { on: string; condition: string } | { on: string; supersededBy: string } };
  undated: object;
  'waits-for': { by: { waitsFor: readonly string[] } };
}

type Direction = 'after' | 'before';

/** As an alias, not an interface, it is a record that a step's `by` may be. */
type PeriodData = {
  period: string;
  direction: Direction;
  /** Which day counted first, where it is not what the convention says of an event. */
  first?: FirstDay;
  /** The last month has no such day. */
  clamped?: true;
  side?: 'earliest';
  /** Days of rest that were passed over ("2026-04-06 Easter Monday"), and weekend days too many to name. */
  skipped?: readonly string[];
  weekends?: number;
};

type EdgeData = {
  which: 'first' | 'last';
  unit: string;
  nth: number;
  direction: Direction;
};

export type Rule = keyof StepData;

/** A step before it is put into words. */
export type StepDraft = {
  [R in Rule]: { rule: R; citation: Citation } & StepData[R];
}[Rule];

/** A convention's own provision, or a source that each language names. */
export type Citation = string | { source: 'text' | 'limit' } | { fact: string };

/**
 * Which day a period counts first.
 * excluded: the day after the event. included: the day itself.
 * ended: the day after another period's last day, from the end of which it runs.
 * completed: the day itself, and what comes is the day after its last.
 */
export const FIRST_DAYS = ['excluded', 'included', 'ended', 'completed'] as const;

export type FirstDay = (typeof FIRST_DAYS)[number];
