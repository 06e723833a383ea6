import type { Period } from '../model/period';
import type { EpochDay, Instant } from '../model/time';

/** The trees of phrases. `docs/language.md` has the grammar and explains each phrase. */

/** Moments that the schedule computes from the document. */
export const SCHEDULED_MOMENTS = [
  'due',
  'original-due',
  'opens',
  'starts',
  'ends',
  'original-ends',
  'latest',
  'notice-closes',
  'came',
] as const;
/** Moments that only a recorded fact dates. */
export const RECORDED_MOMENTS = [
  'fulfilled',
  'verified',
  'breached',
  'cured',
  'started',
  'ended',
] as const;
export type ScheduledMoment = (typeof SCHEDULED_MOMENTS)[number];
type RecordedMoment = (typeof RECORDED_MOMENTS)[number];
export type MomentName = ScheduledMoment | RecordedMoment;

export interface Ref {
  type: 'ref';
  /**
   * An event id ("signing"), or the path of an obligation or phase without its moment ("sanctions-relief.stage-1").
   * Empty for `it` and for moments of the entry that the phrase belongs to.
   */
  path: string;
  /** Absent for an event. */
  moment?: MomentName;
  /** `its deposit`: of the party or occurrence whose clock this is. */
  its?: true;
  /** `40th deposit`, counted from 1. */
  ordinal?: number | 'last';
}

export type EdgeUnit = 'week' | 'month' | 'quarter' | 'half-year' | 'year';

/** One of the days of a unit: `last working day`, `first Monday`, `15th day`. */
export interface NthDay {
  /** A number from 2. */
  which: 'first' | 'last' | number;
  /** Days of this kind only: those of an ISO weekday (1 is Monday), or working days. */
  day?: number | 'working';
}

/** `but not after …` (a ceiling) or `but not before …` (a floor). */
export interface Bound {
  not: 'before' | 'after';
  of: MomentExpr;
}

/** The tree of a moment: `Plain` and `Moment` of the grammar. */
export type MomentExpr =
  | { type: 'day'; day: EpochDay }
  | { type: 'instant'; instant: Instant; text: string }
  /** A day known only by its month, quarter, half or year: within `months` months from the beginning of `month` (1 to 12). */
  | { type: 'rough'; year: number; month: number; months: 1 | 3 | 6 | 12 }
  | Ref
  | { type: 'shift'; period: Period; direction: 'after' | 'before'; of: MomentExpr }
  /** The later, the earlier or the nth of several moments. */
  | { type: 'pick'; which: 'later' | 'earlier' | number; of: readonly MomentExpr[] }
  | { type: 'clock'; minute: number; of: MomentExpr; zone?: string }
  /** `day 22 of X`; day 1 is the day of X itself. */
  | { type: 'day-n'; n: number; of: MomentExpr }
  /**
   * `first day of the month of X`, or with `nth` of the nth month after or before it. Without `unit`, a weekday or
   * working day after or before X (`first Monday after X`), with `on` also on its own day (`on or after X`).
   */
  | (NthDay & {
      type: 'edge';
      unit?: EdgeUnit;
      nth?: number;
      direction?: 'after' | 'before';
      on?: true;
      of: MomentExpr;
    })
  | { type: 'limited'; of: MomentExpr; but: readonly Bound[] };

/** `in` takes a month, quarter, half or year (`rough`), which `on` and `at` do not. */
export type Relation = 'on' | 'at' | 'by' | 'before' | 'in';

export type Rhythm =
  | { type: 'period'; period: Period }
  | { type: 'year'; on: readonly { month: number; day: number }[] }
  | { type: 'month'; day: number }
  | { type: 'week'; weekday: number }
  /** `month on last working day`, or with the number of a month `year on last Friday of June`. */
  | (NthDay & { type: 'nth'; unit: EdgeUnit; month?: number });

export interface Every extends Printed {
  type: 'every';
  rhythm: Rhythm;
  /** `from`: the first occurrence is one interval after the origin; `starting on`: it is the origin itself. */
  start: 'from' | 'starting on';
  of: MomentExpr;
  until?: MomentExpr;
  times?: number;
  /** `30 days after every …`: each date is so long after or before a day of the rhythm. `until` limits those days. */
  shift?: { period: Period; direction: 'after' | 'before' };
}

export type Due =
  | { type: 'undated' }
  | { type: 'within'; period: Period; of: MomentExpr; but?: readonly Bound[] }
  | { type: 'target'; relation: Relation; of: MomentExpr; bare: boolean; but?: readonly Bound[] }
  | Beside
  | Every;

/** At the same time as another obligation. */
export interface Beside {
  type: 'beside';
  relation: 'alongside' | 'during';
  path: string;
}

/** `opens`; names resolved, it is a moment. */
export type Opens = MomentExpr | Beside;

export type Holds = {
  type: 'holds';
  from?: MomentExpr;
  until?: MomentExpr;
  for?: Period;
  while?: Cond;
  during?: string;
  /** From the beginning to the end of another entry; names resolved, it is one of the others. */
  alongside?: string;
};

/** Of a resolved tree: its canonical form, of `every` only the rhythm. Derivations show it; the page cannot print it. */
interface Printed {
  printed?: string;
}

export type Cond = Printed &
  (
    | {
        type: 'test';
        no: boolean;
        of: Ref;
        relation?: 'before' | 'after' | 'by';
        than?: MomentExpr;
      }
    | { type: 'all' | 'any'; of: readonly Cond[] }
  );

export interface Renews {
  type: 'renews';
  for: Period;
  times?: number;
  /** The event (notice) that prevents the renewal. */
  unless: string;
  /** How long before the end it must have happened; absent: before the end. */
  before?: Period;
}

export interface Extends extends Printed {
  type: 'extends';
  times?: number;
  cap?: { type: 'at-most'; period: Period } | { type: 'beyond'; of: MomentExpr };
  /** The path of the later interval that each extension shortens. */
  deductedFrom?: string;
}

export interface Pauses {
  type: 'pauses';
  while: Cond;
  ending: 'resuming' | 'restarting';
}

export interface Reverts {
  type: 'reverts';
  /** The paths of what is reverted; empty: the obligation itself. */
  paths: readonly string[];
  on: MomentExpr;
}

/** Why a phrase is refused, where (`at`, in UTF-16 units from its start), and what is accepted there. */
export interface PhraseFault {
  detail: string;
  expected: string;
  example?: string;
  at: { offset: number; length: number };
}

export type Parsed<T> = { ok: true; tree: T } | { ok: false; fault: PhraseFault };

const RECORDED: ReadonlySet<string> = new Set(RECORDED_MOMENTS);

export function isRecorded(moment: MomentName): moment is RecordedMoment {
  return RECORDED.has(moment);
}

export function isScheduled(moment: MomentName): moment is ScheduledMoment {
  return !isRecorded(moment);
}
