import type { OccasionNature } from './milestone';

/**
 * The types of a document: keys and phrases, not parsed. `docs/language.md` explains each key;
 * `src/domain/agreement/document/document-schema.ts` validates documents.
 */

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
  /** Groups it belongs to ("states", "guarantors"), for `for each`. */
  groups?: readonly string[];
  /** IANA name of its own zone; only findings use it. */
  zone?: string;
}

export interface EventDefinition {
  title: string;
  /** Happens once per party: a party, a list, or a group. */
  by?: PartyList;
  /** Happens many times ("deposit"). */
  repeats?: boolean;
  note?: string;
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

/** Alternatives in order; the last has no `when`. */
export interface Case extends Timing {
  title?: string;
}

export interface Described {
  id: string;
  title?: string;
  ref?: string;
  /** The agreement's own words. */
  quote?: string;
  note?: string;
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
  /** What the document is ("draft, not signed"). */
  status?: string;
  note?: string;
  /** IANA name of the zone whose midnight ends a day. */
  zone: string;
  /** The name of a convention; the default is `agreement-d-plus-n`. */
  counting?: string;
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
