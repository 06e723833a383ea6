/** The text of a document, and where each of its pages begins in it. */
export interface Extracted {
  readonly text: string;
  /** In the order of `start`. Empty where the format has no pages. Notes of all pages stand at the end of the text. */
  readonly pages: readonly PageStart[];
  /** What was not read, as sentences. */
  readonly notices: readonly string[];
}

export interface PageStart {
  /** An offset in UTF-16 units, inclusive. */
  readonly start: number;
  /** Counted from 1. */
  readonly page: number;
}
