import type { TextKind } from '../background/background';
import type { Clause } from '../clause/clauses';
import type { Found } from '../finder/found';
import type { Sentence } from '../layout/sentences';

/** An anchor that a later expression may point back to. */
export interface Anchor {
  /** As a phrase names it. */
  readonly ref: string;
  /** The words of the text. */
  readonly words: string;
}

/** Anchors that stand before an expression, the last one last. */
export interface SeenAnchors {
  /** Of its paragraph. */
  readonly near: readonly Anchor[];
  /** Of its article. */
  readonly far: readonly Anchor[];
  /** The last moment of all, a latest time included. */
  readonly last: Anchor | undefined;
}

/** A period that was read, for "within that period". */
export interface NamedPeriod {
  readonly length: string;
  readonly anchor: string;
  readonly words: string;
}

/** What the reading of one expression may look at. */
export interface Surroundings {
  readonly sentence: Sentence;
  readonly found: readonly Found[];
  readonly clauses: readonly Clause[];
  readonly clause: Clause | undefined;
  readonly kind: TextKind;
  /** From when the text runs where it says nothing else. */
  readonly start: Anchor;
  readonly anchors: SeenAnchors;
  /** From when the periods of this paragraph run, if a later sentence says so: "The period shall begin on …". */
  readonly starts: Anchor | undefined;
  /** The first anchor of a paragraph of this article, for "the date referred to in paragraph 1". */
  readonly ofParagraph: (number: string) => Anchor | undefined;
  readonly periods: readonly NamedPeriod[];
  /** Ids of intervals that the text defines: "the Initial Period". */
  readonly intervals: ReadonlySet<string>;
}
