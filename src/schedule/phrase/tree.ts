import type { EpochDay, Instant } from '../model';

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
export const SCHEDULED_MOMENTS = ['due', 'opens', 'starts', 'ends'] as const;
/** What only a fact gives a moment to. */
export const RECORDED_MOMENTS = ['fulfilled', 'verified', 'breached', 'cured'] as const;
export type MomentName = (typeof SCHEDULED_MOMENTS)[number] | (typeof RECORDED_MOMENTS)[number];

export interface Ref {
  type: 'ref';
  /** `signing`, or `sanctions-relief.stage-1` without its moment. */
  path: string;
  /** Absent for an event. */
  moment?: MomentName;
}

export type Plain =
  | { type: 'day'; day: EpochDay }
  | { type: 'instant'; instant: Instant; text: string }
  | Ref
  | { type: 'shift'; period: Period; direction: 'after' | 'before'; of: Plain }
  | { type: 'pick'; which: 'later' | 'earlier'; of: readonly Plain[] }
  | { type: 'clock'; minute: number; of: Plain; zone?: string };

export type Relation = 'on' | 'at' | 'by' | 'before';

export type Due =
  | { type: 'undated' }
  | { type: 'within'; period: Period; of: Plain }
  | { type: 'target'; relation: Relation; of: Plain; bare: boolean };

export type Holds = {
  type: 'holds';
  from?: Plain;
  until?: Plain;
  for?: Period;
};

/** Where a phrase fails, in UTF-16 units from its start, and what would have been right. */
export interface PhraseFault {
  detail: string;
  expected: string;
  example?: string;
  at: { offset: number; length: number };
}

export type Parsed<T> = { ok: true; tree: T } | { ok: false; fault: PhraseFault };
