import type { CleanText } from './clean';
import { type Label, labelAt } from './labels';
import { type Token, tokensOf } from './tokens';

/** A sentence, a heading, or an item of a list. */
export interface Sentence {
  /** Offsets in the cleaned text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  /** Counted from 0. */
  readonly paragraph: number;
  /** Whether it is the first of its paragraph or item. */
  readonly first: boolean;
  /** How the text cites it: "Article 45, 1(a)". */
  readonly ref?: string;
  /** A title above paragraphs, such as "Entry into force". */
  readonly heading: boolean;
  /** The nearest title above, or the one with which its paragraph begins ("5. RENEWAL: …"). */
  readonly under?: string;
  /** The sentence that introduces the list to which this item belongs. */
  readonly stem?: Sentence;
}

/** Words that no Ukrainian or Russian title has. */
const SLAVIC_PREDICATE =
  /(?:^|\s)(?:зобов'яза|зобов'язу|повин|має\s|мають\s|обяза|обязу|долж|вправ|может\s|може\s)/i;

/** A longer run of words without a full stop is cut, so that the time of a text grows with its length only. */
const MOST_TOKENS = 500;

/** Abbreviations after which a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]?|No|Nos|Art|Arts|para|paras|Inc|Ltd|Co|Corp|Mr|Mrs|Ms|Dr|Gen|Col|Lt|St|Sec|sec|cf|vs|etc|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|ch|vol|pp?|Res|Doc|Cal|Del|Rev)$/;
/** The same in Ukrainian and Russian. The year's abbreviation may end a sentence; before a name ("г. Минск") it is the town's. */
const SLAVIC_ABBREVIATION =
  /(?:^|[\s(])(?:[А-ЯҐЄІЇ]|ст|п|пп|ч|абз|див|см|м|вул|ул|тис|тыс|млн|млрд|грн|руб|коп|ін|др|т|д|е|час|мин|год|хв|обл|напр|тобто|№|(?<!\d\s)(?:р|г))$/;
const END = /[.?!]["')\]]*\s+(?=["'([]*[A-ZА-ЯҐЄІЇЁ0-9§])/g;
/** An item inside a sentence: "; and (b) the elections". */
const INLINE_ITEM =
  /[;:.]\s+(?:(?:and|or|та|і|и|або|или)\s+)?(?=\((?:[a-zа-яґєії]{1,2}|[ivx]{1,5}|\d{1,2}|[A-Z])\)\s*\S)/g;

interface Level {
  key: string;
  text: string;
  stem?: Sentence;
}

/** Reads the paragraphs of a text in order: which are headings, items, sentences, and what introduces what. */
export function sentencesOf(clean: CleanText): Sentence[] {
  const reader = new SentenceReader(clean.text);
  let from = 0;
  let paragraph = 0;
  while (from < clean.text.length) {
    const found = clean.text.indexOf('\n', from);
    const to = found === -1 ? clean.text.length : found;
    reader.paragraph(from, to, paragraph);
    paragraph += 1;
    from = to + 1;
  }
  return reader.sentences;
}

class SentenceReader {
  readonly sentences: Sentence[] = [];
  private levels: Level[] = [];
  private article: string | undefined;
  private title: string | undefined;
  private last: Sentence | undefined;

  constructor(private readonly text: string) {}

  paragraph(from: number, to: number, paragraph: number): void {
    for (const [a, b] of this.cuts(from, to)) this.piece(a, b, paragraph);
  }

  /** The parts of a paragraph at which an item begins. */
  private cuts(from: number, to: number): [number, number][] {
    const text = this.text.slice(from, to);
    const starts = [0];
    for (const match of text.matchAll(INLINE_ITEM)) starts.push(match.index + match[0].length);
    return starts.map((start, i) => [from + start, from + (starts[i + 1] ?? text.length)]);
  }

  private piece(from: number, to: number, paragraph: number): void {
    let start = from;
    // Several labels may follow each other: "4. (a) The Committee".
    for (let count = 0; count < 4; count += 1) {
      const label = labelAt(this.text.slice(start, Math.min(to, start + 80)));
      if (label === undefined) break;
      this.enter(label);
      start += label.length;
    }
    if (start === from && this.isHeading(from, to)) {
      this.title = this.text.slice(from, to);
      // Notes after the text belong to no article.
      if (/^(?:foot|end)?notes$/i.test(this.title)) this.article = undefined;
      this.levels = this.levels.filter(({ key }) => key.startsWith('article'));
      this.add(from, to, paragraph, true, true);
      return;
    }
    const runIn = /^[A-Z][^.:;]{2,60}:\s+(?=\S)/.exec(
      this.text.slice(start, Math.min(to, start + 80)),
    );
    if (runIn !== null && isCapitals(runIn[0])) this.title = runIn[0].replace(/:\s*$/, '');
    let first = true;
    for (const [a, b] of this.split(start, to)) {
      this.add(a, b, paragraph, first, false);
      first = false;
    }
  }

  private enter(label: Label): void {
    if (label.style === 'article' || label.style === 'section') {
      this.article = label.text;
      this.levels = [];
      this.last = undefined;
      this.title = undefined;
      return;
    }
    const key = this.keyOf(label);
    const at = this.levels.findIndex((level) => level.key === key);
    const stem = at === -1 ? this.last : this.levels[at]?.stem;
    if (at !== -1) this.levels.length = at;
    this.levels.push({ key, text: label.text, ...(stem !== undefined && { stem }) });
  }

  /** (i) continues a list of letters after (h), else it is a roman number; so is (I) after (A). */
  private keyOf(label: Label): string {
    const { style, numbers, text } = label;
    const capital = numbers === 'upper' && /^[IVX]+$/.test(text);
    if (numbers !== 'roman' && !capital) return `${style} ${numbers}`;
    const before = String.fromCharCode(text.charCodeAt(0) - 1);
    const letters = `${style} ${capital ? 'upper' : 'lower'}`;
    const list = this.levels.find(({ key }) => key === letters);
    return text.length === 1 && list?.text === before ? letters : `${style} roman ${numbers}`;
  }

  private isHeading(from: number, to: number): boolean {
    const text = this.text.slice(from, to);
    if (text.length > 120 || /[.;,]$/.test(text)) return false;
    const words = text.split(/\s+/);
    if (words.length > 12) return false;
    if (/\b(?:shall|will|must|would|may|should|is|are|was|were)\b/.test(text)) return false;
    if (SLAVIC_PREDICATE.test(text)) return false;
    const capitals = words.filter((word) => /^[A-ZА-ЯҐЄІЇ0-9§(]/.test(word)).length;
    return words.length <= 8 || capitals * 2 > words.length;
  }

  private *split(from: number, to: number): Generator<[number, number]> {
    let start = from;
    const text = this.text.slice(from, to);
    for (const match of text.matchAll(END)) {
      const stop = from + match.index;
      if (this.text[stop] === '.' && abbreviated(this.text.slice(Math.max(start, stop - 12), stop)))
        continue;
      const end = stop + match[0].trimEnd().length;
      yield [start, end];
      start = from + match.index + match[0].length;
    }
    if (start < to) yield [start, to];
  }

  private add(from: number, to: number, paragraph: number, first: boolean, heading: boolean): void {
    const all = tokensOf(this.text, from, to);
    for (let i = 0; i < all.length; i += MOST_TOKENS) {
      const tokens = all.slice(i, i + MOST_TOKENS);
      const stem = this.levels.at(-1)?.stem;
      const ref = this.ref();
      const sentence: Sentence = {
        start: tokens[0]?.start ?? from,
        end: tokens.at(-1)?.end ?? to,
        tokens,
        paragraph,
        first: first && i === 0,
        heading,
        ...(ref !== undefined && { ref }),
        ...(this.title !== undefined && { under: this.title }),
        ...(stem !== undefined && { stem }),
      };
      this.sentences.push(sentence);
      if (!heading) this.last = sentence;
    }
  }

  private ref(): string | undefined {
    const [outer, ...inner] = this.levels.map(({ text }) => text).filter((text) => text !== '');
    const item =
      outer === undefined ? undefined : outer + inner.map((text) => `(${text})`).join('');
    const parts = [this.article, item].filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : parts.join(', ');
  }
}

const abbreviated = (text: string): boolean =>
  ABBREVIATION.test(text) || SLAVIC_ABBREVIATION.test(text);

const isCapitals = (text: string): boolean => text === text.toUpperCase();
