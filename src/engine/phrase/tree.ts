import type { Fact } from '../model/fact';
import type { EpochDay, Instant } from '../model/time';

/** The trees of phrases. `docs/language.md` has the grammar; names here are its names. */

export const UNITS = [
  'minute',
  'hour',
  'day',
  'working day',
  'week',
  'month',
  'quarter',
  'half-year',
  'year',
] as const;
export type Unit = (typeof UNITS)[number];

export interface Period {
  /** Keeps the anchor's clock time instead of running to the end of the day. */
  exactly: boolean;
  parts: readonly { amount: number; unit: Unit }[];
}

/** What a schedule gives a moment to: read from the document. */
export const SCHEDULED_MOMENTS = [
  'due',
  'original-due',
  'opens',
  'starts',
  'ends',
  'original-ends',
  'latest',
  'notice-closes',
] as const;
/** What only a fact gives a moment to. */
export const RECORDED_MOMENTS = [
  'fulfilled',
  'verified',
  'breached',
  'cured',
  'started',
  'ended',
] as const;
export type ScheduledMoment = (typeof SCHEDULED_MOMENTS)[number];
export type RecordedMoment = (typeof RECORDED_MOMENTS)[number];
export type MomentName = ScheduledMoment | RecordedMoment;

export interface Ref {
  type: 'ref';
  /** `signing`, or `sanctions-relief.stage-1` without its moment; '' for `it` and one's own moments. */
  path: string;
  /** Absent for an event. */
  moment?: MomentName;
  /** `its deposit`: of the party or occurrence the clock runs for. */
  its?: true;
  /** `40th deposit`, counted from 1; the first is 1. */
  ordinal?: number | 'last';
}

export type EdgeUnit = 'week' | 'month' | 'quarter' | 'half-year' | 'year';

/** A ceiling (`not after`) or a floor (`not before`). */
export interface Bound {
  not: 'before' | 'after';
  of: MomentExpr;
}

export type MomentExpr =
  | { type: 'day'; day: EpochDay }
  | { type: 'instant'; instant: Instant; text: string }
  | Ref
  | { type: 'shift'; period: Period; direction: 'after' | 'before'; of: MomentExpr }
  /** `later`, `earlier`, or the nth of them to come. */
  | { type: 'pick'; which: 'later' | 'earlier' | number; of: readonly MomentExpr[] }
  | { type: 'clock'; minute: number; of: MomentExpr; zone?: string }
  /** Day 1 is that day itself. */
  | { type: 'day-n'; n: number; of: MomentExpr }
  /** `first day of the month of X`, or of the nth month after or before it. */
  | {
      type: 'edge';
      which: 'first' | 'last';
      unit: EdgeUnit;
      nth?: number;
      direction?: 'after' | 'before';
      of: MomentExpr;
    }
  | { type: 'limited'; of: MomentExpr; but: readonly Bound[] };

export type Relation = 'on' | 'at' | 'by' | 'before';

export type Rhythm =
  | { type: 'period'; period: Period }
  | { type: 'year'; on: readonly { month: number; day: number }[] }
  | { type: 'month'; day: number }
  | { type: 'week'; weekday: number };

export interface Every {
  type: 'every';
  rhythm: Rhythm;
  /** `from`: the origin is not itself an occurrence; `starting on`: it is the first. */
  start: 'from' | 'starting on';
  of: MomentExpr;
  until?: MomentExpr;
  times?: number;
}

export type Due =
  | { type: 'undated' }
  | { type: 'within'; period: Period; of: MomentExpr; but?: readonly Bound[] }
  | { type: 'target'; relation: Relation; of: MomentExpr; bare: boolean; but?: readonly Bound[] }
  | { type: 'beside'; relation: 'alongside' | 'during'; path: string }
  | Every;

export type Holds = {
  type: 'holds';
  from?: MomentExpr;
  until?: MomentExpr;
  for?: Period;
  while?: Cond;
  during?: string;
};

export type Cond =
  | { type: 'test'; no: boolean; of: Ref; relation?: 'before' | 'after' | 'by'; than?: MomentExpr }
  | { type: 'all' | 'any'; of: readonly Cond[] };

export interface Renews {
  type: 'renews';
  for: Period;
  times?: number;
  /** The event that ends it, and how long before the end it must come; without a period by the end itself. */
  unless: string;
  before?: Period;
}

export interface Extends {
  type: 'extends';
  times?: number;
  cap?: { type: 'at-most'; period: Period } | { type: 'beyond'; of: MomentExpr };
  /** The later period that each extension shortens. */
  deductedFrom?: string;
}

export interface Pauses {
  type: 'pauses';
  while: Cond;
  ending: 'resuming' | 'restarting';
}

export interface Reverts {
  type: 'reverts';
  /** Empty: this obligation itself. */
  paths: readonly string[];
  on: MomentExpr;
}

/** Where a phrase fails, in UTF-16 units from its start, and what would have been right. */
export interface PhraseFault {
  detail: string;
  expected: string;
  example?: string;
  at: { offset: number; length: number };
}

export type Parsed<T> = { ok: true; tree: T } | { ok: false; fault: PhraseFault };

export function isRecorded(moment: MomentName): moment is RecordedMoment & Fact['kind'] {
  return (RECORDED_MOMENTS as readonly string[]).includes(moment);
}

export function isScheduled(moment: MomentName): moment is ScheduledMoment {
  return !isRecorded(moment);
}
