import type { Piece } from '../text-builder';
import type { Line } from './page-lines';

const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;
/** "forty-eight": the hyphen is part of the number. */
const TENS = /(?:^|[^\p{L}])(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/iu;
const UNITS =
  /^(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b/i;
/** Beginnings that keep their hyphen. */
const PREFIX = /(?:^|[^\p{L}])(?:self|non|quasi|half)$/iu;

/** Joins the lines of paragraphs; a hyphen at the end of a line stays where the word has it elsewhere in the text. */
export class HyphenJoiner {
  private readonly words = new Set<string>();

  constructor(lines: readonly string[]) {
    for (const line of lines) {
      // The last word of a line may be a half.
      for (const [word] of line.matchAll(WORD)) this.words.add(word.toLowerCase());
    }
  }

  join(lines: readonly Line[]): Piece[] {
    return lines.map((line, i) => {
      const next = lines[i + 1];
      const text = next === undefined ? line.text : this.joined(line.text, next.text);
      return { text: text.replaceAll('\u00ad', ''), page: line.page };
    });
  }

  /** A line as it stands before the next: with a blank, without its hyphen, or with its hyphen and no blank. */
  private joined(text: string, next: string): string {
    if (text.endsWith('\u00ad')) return text.slice(0, -1);
    if (!/[\p{L}\p{N}][-\u2010]$/u.test(text)) return `${text} `;
    const stem = text.slice(0, -1);
    if (!/^\p{Ll}/u.test(next)) return /^[\p{L}\p{N}]/u.test(next) ? text : `${text} `;
    return this.keeps(stem, next) ? `${stem}-` : stem;
  }

  private keeps(stem: string, next: string): boolean {
    if (TENS.test(stem) && UNITS.test(next)) return true;
    const head = /[\p{L}\p{N}-]+$/u.exec(stem)?.[0].toLowerCase() ?? '';
    const tail = /^[\p{L}\p{N}]+/u.exec(next)?.[0].toLowerCase() ?? '';
    if (this.words.has(head + tail)) return false;
    return this.words.has(`${head}-${tail}`) || PREFIX.test(stem);
  }
}
