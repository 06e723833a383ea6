/**
 * The types of a document: keys and phrases, not parsed. `docs/language.md` explains each key;
 * `src/domain/agreement/document/document-schema.ts` validates documents.
 */

/** A text in several languages, by their tags (BCP 47): `{en: Elections, uk: Вибори}`. */
export type Texts = Readonly<Record<string, string>>;

/** One or several parties by id. */
export type PartyList = string | readonly string[];

export interface Source {
  title: string;
  publisher?: string;
  /** Civil day, YYYY-MM-DD. */
  date?: string;
  url?: string;
  note?: string;
}

export interface Party {
  name: string;
  /** The name in every language; `name` is one of them. */
  names?: Texts;
  /** Groups it belongs to ("states", "guarantors"), for `for each`. */
  groups?: readonly string[];
  /** IANA name of its own zone; only findings use it. */
  zone?: string;
}

export interface EventDefinition {
  title: string;
  titles?: Texts;
  /** Happens once per party: a party, a list, or a group. */
  by?: PartyList;
  /** Happens many times ("deposit"). */
  repeats?: boolean;
  note?: string;
  notes?: Texts;
}

/**
 * How a last day that is a day of rest moves: not at all, to the following or the preceding working day, or so unless
 * that day is in another month: then the modified roll goes the other way (2021 ISDA Interest Rate Derivatives
 * Definitions, section 2.3).
 */
export const ROLLS = [
  'none',
  'following',
  'modified-following',
  'preceding',
  'modified-preceding',
] as const;

export type Roll = (typeof ROLLS)[number];

/**
 * Where the month is too short to have the day: its last day (`clamp`), or the first day of the next month
 * (`round-up`). `end-of-month` clamps, too, and from the last day of a month it counts to the last day of a month.
 */
export const MONTH_ENDS = ['clamp', 'round-up', 'end-of-month'] as const;

export type MonthEnd = (typeof MONTH_ENDS)[number];

/** Which deadlines roll; see `Convention.rolls`. */
export const ROLLS_FOR = ['all', 'office-acts', 'every-date'] as const;

export type RollsFor = (typeof ROLLS_FOR)[number];

/** A counting convention that the document defines. What it does not say is as in the convention that it is like. */
export interface OwnConvention {
  /** The name of a shipped convention or of another one of the document; the default is `agreement-d-plus-n`. */
  like?: string;
  title?: string;
  /** Where the agreement says so; derivations cite it. */
  source?: string;
  'excludes-trigger-day'?: boolean;
  'counts-begun-day'?: boolean;
  'month-end'?: MonthEnd;
  'clear-days'?: boolean;
  /** In both directions. */
  roll?: Roll;
  'roll-forward'?: Roll;
  'roll-backward'?: Roll;
  'rolls-for'?: RollsFor;
  'short-period-days'?: number;
  'minimum-working-days'?: number;
  'hours-from'?: 'event' | 'next-full-hour';
  'hours-roll'?: 'none' | 'same-time';
  'keeps-clock'?: boolean;
  /** Names of weekdays in lower case. */
  weekend?: readonly string[];
  /** The working calendars of entries that name none. */
  calendars?: readonly string[];
}

/** The timing keys of an obligation, a phase or a case. All values are phrases, `supersedes` excepted. */
export interface Timing {
  due?: string;
  holds?: string;
  falls?: string;
  opens?: string;
  target?: string;
  grace?: string;
  when?: string;
  unless?: string;
  renews?: string;
  extends?: string;
  pauses?: string;
  reverts?: string;
  supersedes?: string;
  cases?: readonly Case[];
}

/** The natures of an occasion, which the key `marks` can set. */
export type OccasionNature = 'beginning' | 'end' | 'moment';

/** Alternatives in order; the last has no `when`. */
export interface Case extends Timing {
  title?: string;
  titles?: Texts;
}

export interface Described {
  id: string;
  title?: string;
  /** The title in every language; `title` is one of them. */
  titles?: Texts;
  ref?: string;
  /** The agreement's own words. */
  quote?: string;
  note?: string;
  notes?: Texts;
  theme?: string;
  obligor?: PartyList;
  beneficiary?: PartyList;
  /** Overrides the convention of the agreement, as do `zone` and `calendars`. */
  counting?: string;
  zone?: string;
  calendars?: readonly string[];
  quantity?: string;
  /** Beside `falls`: its nature, where phrase and title do not say it. */
  marks?: OccasionNature;
}

export interface Phase extends Described, Timing {}

export interface Obligation extends Described, Timing {
  title: string;
  /** A group of parties, a list of parties or a repeating event: one clock for each. */
  'for each'?: PartyList;
  phases?: readonly Phase[];
}

export interface AgreementDocument {
  id: string;
  title: string;
  /** The title in every language; `title` is one of them. */
  titles?: Texts;
  /** What the document is ("draft, not signed"). */
  status?: string;
  note?: string;
  notes?: Texts;
  /** IANA name of the zone whose midnight ends a day. */
  zone: string;
  /** The name of a convention; the default is `agreement-d-plus-n`. */
  counting?: string;
  conventions?: Readonly<Record<string, OwnConvention>>;
  calendars?: readonly string[];
  sources?: readonly Source[];
  parties?: Readonly<Record<string, Party>>;
  /** `signing` exists without being declared. */
  events?: Readonly<Record<string, EventDefinition>>;
  /** Fictional: an example of the language. */
  invented?: boolean;
  obligations: readonly Obligation[];
}

/** Why a document is refused. */
export interface DocumentFault {
  /** JSON Pointer (RFC 6901) into the document. */
  pointer: string;
  detail: string;
  expected?: string;
  /** A value or keys that the document accepts at `pointer`. */
  example?: string;
  /** The place in the phrase at `pointer`, in UTF-16 units from its start. */
  at?: { offset: number; length: number };
}
