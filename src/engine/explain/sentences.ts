import type { FirstDay } from '../counting/arithmetic';
import type { EpochDay, Instant, Step } from '../model/milestone';

/** From one day to another; `to` is inclusive, as every last day is. */
interface Moved {
  from: EpochDay;
  to: EpochDay;
}

/** How the ids of facts begin that a what-if assumes: they stand in no ledger. */
export const ASSUMED = 'assumed-';

/** What a name stands for that counting starts from. */
export type Anchor =
  | { of: 'event'; title?: string; known: Recorded }
  | { of: 'moment'; title: string; moment: string; known: Recorded }
  | { of: 'all-phases'; path: string; moment: string; known: Recorded }
  | { of: 'schedule'; title: string }
  | { of: 'beside'; relation: 'alongside' | 'during' };
export type Recorded = 'recorded' | 'assumed' | 'approximate';

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

/** Another reading of the same words, and the day it gives. */
export interface ReadingData {
  'month-end': { on: EpochDay };
  'inclusive-count': { on: EpochDay };
  'exclusive-count': { on: EpochDay };
  'zones-differ': { on: EpochDay; zone: string; party: string };
  'hours-from-a-day': { on: EpochDay; subject: string };
}

/** Why a date did not move by as many days as the change that moved it. */
export type ReasonKind =
  | 'fixed'
  | 'anchor'
  | 'other-anchor'
  | 'month-length'
  | 'days-of-rest'
  | 'choice'
  | 'unit-edge'
  | 'extension'
  | 'renewal'
  | 'pause'
  | 'pinned'
  | 'clock'
  | 'text'
  | 'counting';

/** What was counted at one place before and is now, and by how many days that moved. */
export interface ReasonData {
  before: Step | undefined;
  now: Step | undefined;
  shift: number;
}

export type Rule = keyof StepData;

/**
 * The sentences of a language: one for each kind of step, of reason, of reading and of source. What a language does
 * not say yet does not compile.
 */
export interface Sentences {
  steps: { readonly [R in Rule]: (step: StepData[R]) => string };
  reasons: Readonly<Record<ReasonKind, (reason: ReasonData) => string>>;
  readings: { readonly [R in keyof ReadingData]: (reading: ReadingData[R]) => string };
  sources: {
    /** The agreement itself says so. */
    text: string;
    /** How far a schedule goes. */
    limit: string;
    fact(id: string): string;
  };
}

/** A step before it is put into words. */
export type Draft = {
  [R in Rule]: { rule: R; citation: Citation } & StepData[R];
}[Rule];

/** A convention's own provision, or a source that each language names. */
export type Citation = string | { source: 'text' | 'limit' } | { fact: string };

/** Puts steps into words, each of them once: the dates of a chain share the steps before them. */
export function teller(words: Sentences): (draft: Draft) => Step {
  const told = new Map<Draft, Step>();
  return (draft) => {
    const step = told.get(draft) ?? tell(draft, words);
    told.set(draft, step);
    return step;
  };
}

function tell(draft: Draft, words: Sentences): Step {
  const { rule, citation, ...data } = draft;
  const sentence = words.steps[rule] as (step: Draft) => string;
  return { rule, text: sentence(draft), citation: cite(citation, words), ...data };
}

function cite(citation: Citation, { sources }: Sentences): string {
  if (typeof citation === 'string') return citation;
  return 'fact' in citation ? sources.fact(citation.fact) : sources[citation.source];
}
