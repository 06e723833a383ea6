import { type Limits, overLimit } from '../base/limits/limits';
import type { Refusal } from '../base/refusal';
import type { Extracted, PageStart } from './extracted';

/** A part of a paragraph, and its page where there are pages. */
export interface Piece {
  readonly text: string;
  readonly page?: number;
}

/** Characters that no text may contain (`base/text/clean.ts`), and halves of surrogate pairs. */
const UNFIT = new RegExp(
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufffe\\uffff]' +
    '|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
  'g',
);

/** Builds the text of a document from its paragraphs; an empty line stands between two. */
export class TextBuilder {
  private readonly parts: string[] = [];
  private readonly pages: PageStart[] = [];
  private length = 0;

  constructor(private readonly limits: Limits) {}

  /** @throws Refusal 'too-large' where the text is longer than the text of a body may be. */
  paragraph(pieces: readonly Piece[]): void {
    const clean = pieces.map(({ text, page }) => ({ text: text.replace(UNFIT, ''), page }));
    if (clean.every(({ text }) => text.trim() === '')) return;
    if (this.length > 0) this.add('\n\n');
    for (const { text, page } of clean) {
      if (page !== undefined && page !== this.pages.at(-1)?.page) {
        this.pages.push({ start: this.length, page });
      }
      this.add(text);
    }
  }

  /** Notes, apart from the text. */
  notes(notes: readonly (readonly Piece[])[]): void {
    this.paragraph([{ text: 'Footnotes', ...pageOf(notes[0]) }]);
    for (const note of notes) this.paragraph(note);
  }

  result(): Omit<Extracted, 'notices'> {
    return { text: this.parts.join(''), pages: this.pages };
  }

  private add(text: string): void {
    this.length += text.length;
    if (this.length > this.limits.bodyBytes) throw tooMuchText(this.limits);
    this.parts.push(text);
  }
}

const pageOf = (note: readonly Piece[] | undefined): { page?: number } => {
  const page = note?.[0]?.page;
  return page === undefined ? {} : { page };
};

/** The text of a document has the limit of a text that is sent as such. */
export function tooMuchText(limits: Limits): Refusal {
  const counted = limits.bodyBytes;
  const excess = { name: 'bodyBytes', counted, unit: 'bytes', stopped: true } as const;
  return overLimit(excess, limits, {}, 'The text of the document');
}
