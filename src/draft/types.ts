import type { AgreementDocument } from '../engine/model/document';
import type { Span } from './layout/clean';
import type { Key } from './reader/accepts';
import type { Confidence } from './reader/reading';

/** A span of the source, and its page where the source has pages. */
interface Placed extends Span {
  /** Counted from 1; the page on which it begins. */
  readonly page?: number;
}

/** A reading of the text that a person may accept, change or discard. */
export interface Proposal extends Placed {
  readonly key: Key;
  /** A phrase of the language, accepted by its parser. */
  readonly phrase: string;
  readonly title: string;
  /** Who owes it, in the words of the text; null where the text names nobody. */
  readonly obligor: string | null;
  /** The id of the day to which the text gives a name here: "effective-date". */
  readonly defines?: string;
  /** The event it counts from, in the words of the text. */
  readonly anchor: string | null;
  /** High: every part stands in the quote. Medium: one is inherited. Low: one is assumed. */
  readonly confidence: Confidence;
  /** The sentence in which it stands. */
  readonly sentence: Span;
  /** The article or paragraph: "Article 45, 1". */
  readonly ref: string | null;
  /** By which rules it came about, as a sentence. */
  readonly why: string;
  readonly alternatives: readonly {
    readonly key: Key;
    readonly phrase: string;
    readonly why: string;
  }[];
}

/** A timing expression that is not read, or not without a question. */
export interface Flag extends Placed {
  readonly why: string;
}

/** A date or length that sets nothing: shown, not dropped. */
export interface Background extends Placed {
  readonly why: string;
}

export interface Reading {
  readonly proposals: readonly Proposal[];
  readonly flags: readonly Flag[];
  readonly background: readonly Background[];
  /** About the text as a whole, as sentences: several languages, one that is not read. */
  readonly notices: readonly string[];
}

/** What the draft is called and where its text comes from. */
export interface DraftOptions {
  readonly title?: string;
  /** IANA name of the zone whose midnight ends a day; UTC where it is absent. */
  readonly zone?: string;
  /** The title of the source, such as the name of a file. */
  readonly source?: string;
  /** Where the pages of the text begin, in the order of `start`. */
  readonly pages?: readonly { readonly start: number; readonly page: number }[];
  /** What of the source the text does not have, as sentences. */
  readonly notices?: readonly string[];
}

/** What the text leaves open: about an entry of the document, or about words that are no entry. */
export interface Undecided {
  readonly id?: string;
  readonly quote?: string;
  readonly why: string;
}

export interface Draft extends Reading {
  /** An agreement that passes `check`. */
  readonly document: AgreementDocument;
  readonly undecided: readonly Undecided[];
  /** The page of each entry of the document, by its id, where the text has pages. */
  readonly entryPages: ReadonlyMap<string, number>;
}
