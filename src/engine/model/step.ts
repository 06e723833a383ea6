import type { EpochDay, Instant } from './time';

/** One step of a derivation, rendered in a language. Applying `rule` with `by` to `from` gives `to`. */
export interface Step {
  /** The name of the rule ("anchor", "add-period", "end-of-day"); names are stable. */
  rule: string;
  /** One sentence that says what was done and why. */
  text: string;
  /** The provision or standard behind the rule, with article and paragraph. */
  citation: string;
  from?: EpochDay;
  fromAt?: Instant;
  to?: EpochDay;
  toAt?: Instant;
  /** The operands of the rule ({ period: '100 days', direction: 'after' }, { zone: 'Europe/Kyiv' }). */
  by?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** From one day to another; `to` is inclusive, as every last day is. */
interface Moved {
  from: EpochDay;
  to: EpochDay;
}

/** The prefix of the ids of facts that a what-if assumes; the ledger has no such facts. */
export const ASSUMED_ID_PREFIX = 'assumed-';

/** What the name of an anchor refers to. */
export type Anchor =
  | { of: 'event'; title?: string; known: Certainty }
  | { of: 'moment'; title: string; moment: string; known: Certainty }
  | { of: 'all-phases'; path: string; moment: string; known: Certainty }
  | { of: 'schedule'; title: string }
  | { of: 'beside'; relation: 'alongside' | 'during' };

export type Certainty = 'recorded' | 'assumed' | 'approximate';

interface Picked {
  to: EpochDay;
  /** `moments`: how many there are to choose from. `days`: those that are known. `open`: how many are not. */
  by: {
    which: 'later' | 'earlier' | number;
    moments: number;
    days: readonly string[];
    open: number;
  };
}

/**
 * The data of each kind of step, by its rule: all that its sentence may contain. Periods, rhythms and conditions are
 * printed phrases; days in `by` are YYYY-MM-DD.
 */
export interface StepData {
  'fixed-date': { to: EpochDay; toAt?: Instant };
  /** `named`: the month, quarter, half or year that the text names. */
  'rough-date': Moved & { by: { named: string } };
  /** `earliest`: of a moment known only roughly, the earliest day possible; `to` is the latest. */
  anchor: { to: EpochDay; toAt?: Instant; by: { name: string; earliest?: string } & Anchor };
  /** The date lies between two days; `to` is the one that decides. */
  range: Moved;
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
  /** `otherMonth`: the working day that it does not roll to, because it is in another month. */
  roll: Moved & {
    toAt?: Instant;
    by: { calendar: string; skipped: readonly string[]; otherMonth?: string };
  };
  'day-before': Moved;
  /** `over`: what ends then ends by itself, so nobody is late. */
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
  renewal: Moved & { toAt?: Instant; by: { period: string; unless: string } };
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

/** A type alias, because an interface is not assignable to the record type of `Step.by`. */
type PeriodData = {
  period: string;
  direction: Direction;
  /** The day that counted first, where it differs from the rule of the convention for events. */
  first?: FirstDay;
  /** The last month is too short to have the day. */
  clamped?: true;
  /** The last day of the month is taken, because the period is counted from the last day of a month. */
  toMonthEnd?: true;
  side?: 'earliest';
  /** Non-working days that were skipped ("2026-04-06 Easter Monday"). */
  skipped?: readonly string[];
  /** The number of weekend days that were skipped, where they are too many to name. */
  weekends?: number;
};

type EdgeData = {
  which: 'first' | 'last' | number;
  /** Absent for a weekday or working day after or before a day, with `on` also on that day. */
  unit?: string;
  on?: true;
  /** Of days of one kind only: an ISO weekday, or working days. */
  day?: number | 'working';
  /** Non-working days between it and the beginning or end of the unit. */
  skipped?: readonly string[];
  nth: number;
  direction: Direction;
};

export type Rule = keyof StepData;

/** A step before it is put into words. */
export type StepDraft = {
  [R in Rule]: { rule: R; citation: Citation } & StepData[R];
}[Rule];

/** A provision that a convention cites, or a source that each language names. */
export type Citation = Provision | { source: 'text' | 'limit' } | { fact: string };

/** What a convention cites for a rule: a text as it is, or for one of the document a sentence of each language. */
export type Provision = string | OwnConventionCitation;

/** A rule of a convention that the document defines. */
export interface OwnConventionCitation {
  convention: string;
  /** The convention that it is like, with the one that that is like: "isda, like exclusive". */
  like: string;
  /** Its own parameter with its source ("roll: modified-following, ISDA"), or the provision of the one that it is like. */
  says: string;
}

/**
 * Which day of a period counts first.
 * excluded: the day after the event. included: the day of the event.
 * ended: the period follows another, so the day after the last day of that one.
 * completed: the day of the event, and the result is the day after the last day of the period.
 */
export const FIRST_DAYS = ['excluded', 'included', 'ended', 'completed'] as const;

export type FirstDay = (typeof FIRST_DAYS)[number];
