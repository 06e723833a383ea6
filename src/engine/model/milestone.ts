import type { RecordedKind, UNREAD } from './fact-kinds';

/**
 * What goes into the schedule and what comes out of it: plain data, no classes, no clock, no zone
 * library. Civil days are integers, instants are epoch milliseconds, so a row, a browser and a test
 * hold the same values.
 */

/** A civil day: days since 1970-01-01 in the proleptic Gregorian calendar, in no zone. */
export type EpochDay = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/**
 * Where a civil day meets a zone. `src/base/zones.ts` answers with luxon; the page answers with the
 * server's table of offsets, so browser and server cannot disagree.
 */
export interface Zones {
  /** Whether the name is a zone the tables know ("Europe/Kyiv"). */
  known(zone: string): boolean;
  /**
   * The instant of a local wall-clock time, `minute` 0 to 1440 (1440 is the midnight that ends the
   * day). A time skipped by a forward transition answers the first instant after the gap; a
   * repeated one answers the earlier.
   */
  instantAt(day: EpochDay, minute: number, zone: string): Instant;
  /** The civil day that contains the instant, and the milliseconds of local clock since midnight. */
  localOf(instant: Instant, zone: string): { day: EpochDay; millisecond: number };
}

/** Which way a date that is not certain can move. */
export type Bound = 'earliest' | 'latest';

/** achievement: done once by a deadline. maintenance: held through an interval. occasion: it comes. */
export type Kind = 'achievement' | 'maintenance' | 'occasion';

/**
 * What comes of itself, of which nobody is late: an occasion that begins something, ends something or simply
 * comes; a right that opens; the last day on which notice keeps a term from being renewed.
 */
export type Nature = Marks | 'right' | 'notice';

/** What an author may say of an occasion. */
export type Marks = 'beginning' | 'end' | 'moment';

/** What a fact says happened, of the kinds that bear on a schedule. */
export type FactKind = Exclude<RecordedKind, (typeof UNREAD)[number]>;

/** A fact as the schedule reads it: retracted ones are left out by the caller. */
export interface Fact {
  id: string;
  kind: FactKind;
  /** An event id, the path of an obligation or phase ("sanctions-relief.stage-1"), or `*` for the agreement. */
  subject: string;
  /** The party it holds for, where each has its own clock. */
  by?: string;
  /** Which occurrence of a repeating event, counted from 1. */
  ordinal?: number;
  /** The civil day it was true; read in the agreement's zone unless an instant is known. */
  day: EpochDay;
  /** Present when the instant is known, not only the day. */
  instant?: Instant;
  /** Of an extension or a pin: the new last day, YYYY-MM-DD. */
  to?: string;
  /** Of an extension or a pin that ends at an instant: that instant, on the day `to` of the agreement. */
  toInstant?: Instant;
  /** Of an extension: how much is added to the present end, as a period ("6 months"). */
  for?: string;
  /** Of a suspension: the clock stands still meanwhile. */
  tolling?: boolean;
  /** Of a judgement of progress: 0 not begun, 1 a little, 2 on its way, 3 complete. */
  level?: number;
  /** Of a termination: the paths of what is owed all the same. */
  surviving?: readonly string[];
  /** Of a supersession: the path of what took its place. */
  instead?: string;
  /** Who said so. */
  actor?: string;
  /** The day or instant is approximate. */
  about?: boolean;
  /** Assumed rather than observed; everything that rests on it is hypothetical too. */
  hypothetical?: boolean;
}

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

/** What was recorded about a milestone; absent fields were not. */
export interface Outcome {
  /** When the last obligor fulfilled it. */
  fulfilledAt?: Instant;
  /** The civil day of it in the agreement's zone, by which "on time" is judged when no instant is known. */
  fulfilledOn?: EpochDay;
  verifiedAt?: Instant;
  waivedAt?: Instant;
  /** When the current breach began; absent once cured. */
  breachedAt?: Instant;
  /** Undone by a snapback from this instant on; it counts as fulfilled no longer. */
  revertedAt?: Instant;
  /** When it had been fulfilled before the snapback undid it. */
  doneAt?: Instant;
  /** Maintenance: when it was recorded to have ended, whatever the text says. */
  endedAt?: Instant;
  /** Breaches that were cured: from the first of each to its cure. */
  cured?: readonly Required<Span>[];
  /** When what is recorded of it was contested. */
  disputes?: readonly Span[];
  /** When somebody last looked and could not tell. */
  couldNotVerifyAt?: Instant;
  /** When it was terminated, alone or with the agreement. */
  terminatedAt?: Instant;
  /** How far it was judged to be, in the order of time; with `runsFrom`, since when its time runs. */
  judgements?: readonly Judgement[];
  runsFrom?: Instant;
  /** How many breaches were recorded, cured ones included. */
  incidents: number;
  /** When each of them was, in the order of time; absent where there were none. */
  breaches?: readonly Instant[];
  /** It is owed only if a condition is met (`when`); `metAt`: since when, absent while it is not. */
  gate?: { metAt?: Instant };
  /** When it ceased to be owed (`unless`, or another entry took its place). */
  dischargedAt?: Instant;
  /** Times during which it was suspended; without `to` it still is. */
  suspensions?: readonly Span[];
  /** What was recorded as done, broken or put right, by whom, in the order of time; absent where nothing was. */
  moves?: readonly RecordedMove[];
}

/** One fact that fulfilled, breached or cured an obligation. */
export interface RecordedMove {
  was: 'fulfilled' | 'breached' | 'cured';
  /** The party it is recorded of; absent where the fact names none. */
  by?: string;
  at: Instant;
  on: EpochDay;
  /** The fact's id: the ledger has its reason and its evidence. */
  fact: string;
}

/** From an instant, inclusive, to another, exclusive; without it the end has not come. */
export interface Span {
  from: Instant;
  to?: Instant;
}

/** How far something is, by somebody's judgement: 0 not begun, 1 a little, 2 on its way, 3 complete. */
export interface Judgement {
  level: number;
  at: Instant;
  /** Who judged it, where that was recorded. */
  by?: string;
  /** The fact that says so, which holds the evidence. */
  fact: string;
}

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

export type Timeliness =
  | 'undated'
  | 'upcoming'
  | 'due-soon'
  | 'open'
  | 'in-grace'
  | 'overdue'
  | 'on-time'
  | 'late';

export type State =
  | 'conditional'
  | 'in-effect'
  | 'suspended'
  | 'holding'
  | 'breached'
  | 'fulfilled'
  | 'violated'
  | 'disputed'
  | 'discharged'
  | 'came'
  | 'expired'
  | 'terminated';

/** The traffic light, derived from timeliness, state and nature by the table in `status.ts`. */
export type Headline =
  | 'undated'
  | 'conditional'
  | 'upcoming'
  | 'due-soon'
  | 'open'
  | 'in-grace'
  | 'overdue'
  | 'met'
  | 'met-late'
  | 'holding'
  | 'breached'
  | 'violated'
  | 'disputed'
  | 'suspended'
  | 'discharged'
  | 'took-effect'
  | 'came'
  | 'expired'
  | 'terminated';

export interface Standing {
  timeliness: Timeliness;
  state: State;
  status: Headline;
  /** The next instant at which this answer may change with no fact recorded; undefined: never. */
  nextChangeAt?: Instant;
  /** When the present answer became true, by the clock or by a fact. */
  since?: Instant;
}
