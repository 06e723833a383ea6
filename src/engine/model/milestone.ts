import type { Outcome } from './fact';
import type { Step } from './step';
import type { EpochDay, Instant } from './time';

/**
 * What goes into the schedule and what comes out of it: plain data, no classes, no clock, no zone
 * library. Civil days are integers, instants are epoch milliseconds, so a row, a browser and a test
 * hold the same values.
 */

/** Which way a date that is not certain can move. */
export type Bound = 'earliest' | 'latest';

/** achievement: done once by a deadline. maintenance: held through an interval. occasion: it comes. */
export type Kind = 'achievement' | 'maintenance' | 'occasion';

/**
 * What comes of itself, of which nobody is late: an occasion that begins something, ends something or simply
 * comes; a right that opens; the last day on which notice keeps a term from being renewed.
 */
export type Nature = OccasionNature | 'right' | 'notice';

/** What an author may say of an occasion. */
export type OccasionNature = 'beginning' | 'end' | 'moment';

/** One dated, or not yet datable, occurrence of an obligation. */
export interface Milestone {
  /** `agreement/obligation[.phase][@party][#n]`, stable for ever. */
  id: string;
  agreement: string;
  obligation: string;
  phase?: string;
  party?: string;
  ordinal?: number;
  /** `obligation[.phase]`, what phrases and facts refer to. */
  path: string;
  ref?: string;
  title: string;
  theme?: string;
  kind: Kind;
  /** Of an occasion, a right or a last day for notice; absent for what is owed. */
  nature?: Nature;
  obligors: readonly string[];
  beneficiaries: readonly string[];
  /** The timing as written, printed back from its tree; undefined only where the document gives none. */
  phrase: string;
  /** Last day on which it is on time, inclusive, in the agreement's zone. */
  dueOn?: EpochDay;
  /** First instant at which it is late, exclusive end: the midnight that ends `dueOn`, or an exact instant. */
  dueAt?: Instant;
  /**
   * First instant at which what has a nature has come: an end when its last day is over, all else when its day
   * begins, or at its exact instant.
   */
  comesAt?: Instant;
  /** First instant at which grace is over; equals no field when the text gives no grace. */
  graceEndsAt?: Instant;
  opensOn?: EpochDay;
  /** First instant at which it may be done. */
  opensAt?: Instant;
  /** Maintenance: first instant it is owed. */
  startsAt?: Instant;
  startsOn?: EpochDay;
  /** Maintenance: first instant it is no longer owed (exclusive), `endsOn` its last day. */
  endsAt?: Instant;
  endsOn?: EpochDay;
  /** The softer, earlier date; `due` is the long-stop. */
  targetOn?: EpochDay;
  targetAt?: Instant;
  /** Where an extension moved it: the last day before any extension. */
  originalOn?: EpochDay;
  /** The last day that the text allows an extension to reach. */
  latestOn?: EpochDay;
  /** Of its deadline, start or, once begun, end without a date: the day if all it waits for came when due. */
  projectedOn?: EpochDay;
  /** It cannot come before this day: not dated yet, or dated and only able to be put off. */
  earliestOn?: EpochDay;
  /** The path of the entry that took its place. */
  supersededBy?: string;
  /** Events and moments ("signing", "sanctions-relief.stage-1.fulfilled") the date still waits for. */
  waitsFor: readonly string[];
  /** Dated, but a not yet known anchor could still move it (`earlier of` with one unknown). */
  provisional: boolean;
  /** Of a provisional date: `earliest` where it can only be put off, `latest` where only brought forward. */
  bound?: Bound;
  /** Rests on at least one hypothetical fact. */
  hypothetical: boolean;
  /** Empty when no derivations were asked for. */
  derivation: readonly Step[];
  outcome: Outcome;
}

/** Fields of a milestone that may be absent or undefined, as in a stored row. */
export type Optionally<Key extends keyof Milestone> = {
  [One in Key]?: Milestone[One] | undefined;
};

/** What a status depends on: the dates, and what was recorded. */
export type MilestoneTiming = Pick<Milestone, 'kind' | 'waitsFor' | 'outcome'> &
  Optionally<
    'nature' | 'comesAt' | 'dueOn' | 'dueAt' | 'graceEndsAt' | 'opensAt' | 'startsAt' | 'endsAt'
  >;
