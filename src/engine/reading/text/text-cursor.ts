import { ANY_NAME, type AnchorNames } from '../anchors/anchors';
import { withoutDefinitions } from './definitions';
import type { Lexicon } from './lexicon';
import { cardinalAt, ordinalAt } from './number-words';
import { type Span, type Word, wordsOf } from './words';

/** One way to read a part of a text: what to write instead of it, and what that means. */
interface Instead {
  text: string;
  means: string;
}

/** Thrown where words can be read in several ways; each way is written in place of the words. */
export class Asked extends Error {
  constructor(
    readonly question: string,
    readonly at: Span,
    readonly instead: readonly Instead[],
  ) {
    super(question);
  }
}

/** Thrown where words cannot be read. */
export class Unread extends Error {
  constructor(
    readonly detail: string,
    readonly expected: string,
    readonly at: Span,
  ) {
    super(detail);
  }
}

/** A text's words, read from left to right; what was read may be read again from an earlier position. */
export class TextCursor {
  readonly words: readonly Word[];
  position = 0;
  /** How many words were looked at: the measure of work. */
  steps = 0;
  /** Words that say something the phrase cannot: they set no date. */
  readonly notes: string[] = [];
  /** Words that end an anchor where they would begin what follows it: "to" in "from X to Y". */
  stops: ReadonlySet<string> = new Set();
  /** The moment that "thereof" and "thereafter" point to, where the phrase has named one. */
  antecedent: string | undefined;
  /** Which moment of an interval is meant where its name alone is said. */
  prefers: 'starts' | 'ends' | undefined;
  /** How many lists of moments are being read: in a list "and" joins its items. */
  lists = 0;
  private furthest = 0;
  private expected = 'a moment or a period';

  constructor(
    readonly text: string,
    readonly names: AnchorNames = ANY_NAME,
  ) {
    this.words = withoutDefinitions(wordsOf(text));
  }

  /** The lower-case word so many words ahead; the empty text after the last. */
  readonly peek = (ahead = 0): string => {
    this.steps++;
    return this.words[this.position + ahead]?.text ?? '';
  };

  get atEnd(): boolean {
    return this.position >= this.words.length;
  }

  /** Reads these words in a row if they come next. */
  take(...sequence: readonly string[]): boolean {
    if (!sequence.every((word, i) => this.peek(i) === word)) return false;
    this.position += sequence.length;
    return true;
  }

  /** Reads the next word if it is one of these. */
  takeOne<const W extends string>(...words: readonly W[]): W | undefined {
    const next = this.peek();
    const found = words.find((word) => word === next);
    if (found !== undefined) this.position++;
    return found;
  }

  /** Reads the longest entry of a lexicon that comes next. */
  takeFrom<T>(lexicon: Lexicon<T>): T | undefined {
    const found = lexicon.match(this.peek);
    if (found === undefined) return undefined;
    this.position += found.length;
    return found.value;
  }

  takeCardinal(): number | undefined {
    return this.number(cardinalAt);
  }

  /** Reads an ordinal, and the same again in parentheses: "fifteenth (15th)". */
  takeOrdinal(): number | undefined {
    const value = this.number(ordinalAt);
    if (value !== undefined && this.peek() === '(') {
      this.attempt(() => {
        this.position++;
        const again = this.number(ordinalAt) ?? this.number(cardinalAt);
        return again === value && this.takeOne(')') !== undefined ? again : undefined;
      });
    }
    return value;
  }

  private number(read: typeof cardinalAt): number | undefined {
    const found = read((index) => this.peek(index), 0);
    if (found === undefined) return undefined;
    this.position += found.next;
    return found.value;
  }

  /** Reads articles. */
  skipArticles(): void {
    while (this.takeOne('the', 'a', 'an') !== undefined);
  }

  /** Reads words of a set, as many as come next. */
  skip(words: ReadonlySet<string>): void {
    while (words.has(this.peek())) this.position++;
  }

  /** Tries to read; where nothing comes of it, the position is as before. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const before = this.position;
    const found = read();
    if (found === undefined) {
      this.missed();
      this.position = before;
    }
    return found;
  }

  /** Reads where an interval's name alone means its beginning or its end. */
  preferring<T>(moment: 'starts' | 'ends', read: () => T): T {
    const before = this.prefers;
    this.prefers = moment;
    const found = read();
    this.prefers = before;
    return found;
  }

  /** Remembers the furthest place at which something was missing, and what. */
  missed(expected?: string): undefined {
    if (this.position < this.furthest) return undefined;
    if (this.position > this.furthest || expected !== undefined) {
      this.expected = expected ?? this.expected;
    }
    this.furthest = this.position;
    return undefined;
  }

  /** The part of the text from a word to the last one read. */
  spanFrom(from: number): Span {
    const first = this.words[from];
    const last = this.words[Math.max(from, this.position - 1)];
    const end = this.text.length;
    return { start: first?.start ?? end, end: last?.end ?? end };
  }

  /** The text of a span, as it is written. */
  written({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** The fault at the furthest place that was reached. */
  fault(): Unread {
    const word = this.words[Math.max(this.furthest, this.position)];
    const end = this.text.length;
    if (word === undefined) {
      return new Unread('the phrase ends too early', this.expected, { start: end, end });
    }
    return new Unread(`"${word.raw}" is not understood here`, this.expected, word);
  }
}
