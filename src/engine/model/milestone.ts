import type { OccasionNature, Texts } from './document';
import type { Outcome } from './fact';
import type { Step } from './step';
import type { EpochDay, Instant } from './time';

/**
 * The output of the schedule as plain data. Civil days and instants are numbers, so database, browser and tests hold
 * the same values.
 */

/** Of a provisional date: it is the earliest possible one, or the latest. */
export type DateBound = 'earliest' | 'latest';

/** achievement: done once by a deadline. maintenance: held through an interval. occasion: comes by itself. */
export type Kind = 'achievement' | 'maintenance' | 'occasion';

/**
 * What nobody can be late with: an occasion that begins something, ends something or only comes; a right that opens;
 * the last day on which notice prevents a term from being renewed; a goal, which has a target and no deadline.
 */
export type Nature = OccasionNature | 'right' | 'notice' | 'goal';

/** One occurrence of an obligation, dated or not. */
export interface Milestone {
  /** `agreement/obligation[.phase][@party][#n]`; it never changes. */
  id: string;
  agreement: string;
  obligation: string;
  phase?: string;
  party?: string;
  ordinal?: number;
  /** `obligation[.phase]`, the name in phrases and facts. */
  path: string;
  ref?: string;
  title: string;
  /** The title in every language; absent where the document has one only. */
  titles?: Texts;
  theme?: string;
  kind: Kind;
  /** Of an occasion, a right, a last day for notice or a goal; absent for what is owed. */
  nature?: Nature;
  obligors: readonly string[];
  beneficiaries: readonly string[];
  /** The timing, printed from its tree; empty where the document gives none. */
  phrase: string;
  /** Last day on which it is on time, inclusive, in the agreement's zone. */
  dueOn?: EpochDay;
  /** First instant at which it is late: the midnight that ends `dueOn`, or an exact instant. */
  dueAt?: Instant;
  /**
   * Of what has a nature, the first instant at which it has come: for an end the end of its last day, else the
   * beginning of its day, or its exact instant.
   */
  comesAt?: Instant;
  /** First instant at which grace is over; absent where the text gives no grace. */
  graceEndsAt?: Instant;
  /** First day on which it may be done. */
  opensOn?: EpochDay;
  /** First instant at which it may be done. */
  opensAt?: Instant;
  /** Of a maintenance: the first instant at which it is owed. */
  startsAt?: Instant;
  startsOn?: EpochDay;
  /** Of a maintenance: the first instant at which it is no longer owed. */
  endsAt?: Instant;
  /** Of a maintenance: the last day on which it is owed, inclusive. */
  endsOn?: EpochDay;
  /** The last day that is aimed at (`target`): before the deadline, or of a goal, which has none. */
  targetOn?: EpochDay;
  /** The first instant after it. */
  targetAt?: Instant;
  /** The last day before any extension, where an extension moved it. */
  originalOn?: EpochDay;
  /** The last day that the text allows an extension to reach. */
  latestOn?: EpochDay;
  /**
   * Of a deadline or start without a date, or of the end of what has started: the day that follows if everything it
   * waits for happens when it is due.
   */
  projectedOn?: EpochDay;
  /** It cannot come before this day: it has no date yet, or its date can only become later. */
  earliestOn?: EpochDay;
  /** The path of the entry that supersedes it. */
  supersededBy?: string;
  /** The other ends of dates that are known only roughly; absent where all are exact. */
  rough?: OtherEnds;
  /** Events, moments ("signing", "sanctions-relief.stage-1.fulfilled") and days of calendars that the date waits for. */
  waitsFor: readonly string[];
  /** It has a date that a missing event can still change, such as `earlier of` with one unknown. */
  provisional: boolean;
  /** Of a provisional date: `earliest` where it can only become later, `latest` where only earlier. */
  bound?: DateBound;
  /** It depends on a hypothetical fact. */
  hypothetical: boolean;
  /** Empty where derivations were not requested. */
  derivation: readonly Step[];
  outcome: Outcome;
}

/**
 * The other ends of dates known only roughly. Of a deadline and the end of an interval the milestone itself has the
 * latest possible day, of an opening and a start the earliest.
 */
export interface OtherEnds {
  dueOnEarliest?: EpochDay;
  targetOnEarliest?: EpochDay;
  /** The earliest possible instant of `dueAt` or, for what has a nature, of `comesAt`: it is due soon before it. */
  earliestAt?: Instant;
  opensOnLatest?: EpochDay;
  startsOnLatest?: EpochDay;
  endsOnEarliest?: EpochDay;
}

/** Fields of a milestone that may be absent or undefined, as in a stored row. */
export type Optionally<Key extends keyof Milestone> = {
  [One in Key]?: Milestone[One] | undefined;
};

/** The fields that a status depends on: the dates, and what is recorded. */
export type MilestoneTiming = Pick<Milestone, 'kind' | 'waitsFor' | 'outcome'> &
  Optionally<
    | 'nature'
    | 'comesAt'
    | 'dueOn'
    | 'dueAt'
    | 'graceEndsAt'
    | 'opensAt'
    | 'startsAt'
    | 'endsAt'
    | 'rough'
  >;
