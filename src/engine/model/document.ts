import type { OccasionNature } from './milestone';

/**
 * An agreement as it is written: keys and phrases, not yet parsed. `docs/language.md` explains each
 * key; `src/domain/agreement/document/document-schema.ts` checks the shape of what people send.
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
  /** Where its own midnight counts; only findings use it. */
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

/** What an obligation and a phase of one both say. All timing values are phrases. */
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
  /** Overrides the agreement's. */
  counting?: string;
  zone?: string;
  calendars?: readonly string[];
  quantity?: string;
  /** Beside `falls`: what it marks, where the phrase and the title do not say it. */
  marks?: OccasionNature;
}

export interface Phase extends Described, Timing {}

export interface Obligation extends Described, Timing {
  title: string;
  /** A party group, a list of parties or a repeating event: one clock each. */
  'for each'?: PartyList;
  phases?: readonly Phase[];
}

export interface AgreementDocument {
  id: string;
  title: string;
  /** What it is and how far it got ("draft, not signed"). */
  status?: string;
  note?: string;
  /** IANA name; whose midnight ends a day. */
  zone: string;
  /** A convention's name; `agreement-d-plus-n` unless given. */
  counting?: string;
  calendars?: readonly string[];
  sources?: readonly Source[];
  parties?: Readonly<Record<string, Party>>;
  /** `signing` exists without being declared. */
  events?: Readonly<Record<string, EventDefinition>>;
  /** Fictional, made to show the language. */
  invented?: boolean;
  obligations: readonly Obligation[];
}

/** Something in a document that cannot be what its author meant. */
export interface DocumentFault {
  /** JSON Pointer (RFC 6901) into the document. */
  pointer: string;
  detail: string;
  expected?: string;
  example?: string;
  /** Where in the phrase at `pointer`, in UTF-16 units from its start. */
  at?: { offset: number; length: number };
}
