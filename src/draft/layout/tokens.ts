/** A word, a number or a mark of a sentence. */
export interface Token {
  readonly text: string;
  /** In lower case; the Russian letter \u0451 is written as \u0435, as it mostly is. */
  readonly low: string;
  /** Offsets in the cleaned text, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?:[A-Z]\.){2,}|\d+(?:[.,:/-]\d+)*(?:(?:st|nd|rd|th)(?![A-Za-z]))?|[A-Za-z\u00c0-\u024f\u0400-\u052f]+(?:'[A-Za-z\u0400-\u052f]+)*|\S/g;

/** The tokens of a part of the cleaned text. */
export function tokensOf(text: string, from: number, to: number): Token[] {
  const tokens: Token[] = [];
  for (const match of text.slice(from, to).matchAll(TOKEN)) {
    const start = from + match.index;
    tokens.push({
      text: match[0],
      low: match[0].toLowerCase().replaceAll('\u0451', '\u0435'),
      start,
      end: start + match[0].length,
    });
  }
  return tokens;
}

/** A part of a sentence, in tokens. */
export interface Range {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The word at a place in lower case, or an empty text beyond the sentence. */
export const low = (tokens: readonly Token[], i: number): string => tokens[i]?.low ?? '';

export const isWord = (token: Token | undefined): boolean =>
  token !== undefined && /^[A-Za-z\u00c0-\u024f\u0400-\u052f]/.test(token.text);

/** Whether a word begins with a capital and continues in small letters or capitals. */
export const isCapitalised = (token: Token | undefined): boolean =>
  token !== undefined && /^[A-Z]/.test(token.text);

/** The words of a range, with single blanks where the text has them. */
export function textOf(tokens: readonly Token[], { from, to }: Range): string {
  let text = '';
  for (let i = from; i < to; i += 1) {
    const token = tokens[i];
    const before = tokens[i - 1];
    if (token === undefined) break;
    if (i > from && before !== undefined && before.end < token.start) text += ' ';
    text += token.text;
  }
  return text;
}

/**
 * A table of sequences of words, found by their first word. A word may have alternatives: "no|not later than".
 * A question mark makes a word optional: "the? end of". A star stands for any ending: "week*".
 */
export class WordTable<T> {
  private readonly byFirst = new Map<string, { words: string[][]; value: T }[]>();
  private readonly byStem = new Map<string, { words: string[][]; value: T }[]>();

  constructor(entries: Iterable<readonly [string, T]>) {
    for (const [sequence, value] of entries) {
      for (const words of expanded(sequence.split(' '))) {
        for (const first of words[0] ?? []) {
          const stem = first.endsWith('*');
          const table = stem ? this.byStem : this.byFirst;
          const key = stem ? stemKey(first.slice(0, -1)) : first;
          const list = table.get(key) ?? [];
          list.push({ words, value });
          table.set(key, list);
        }
      }
    }
    for (const list of [...this.byFirst.values(), ...this.byStem.values()])
      list.sort((a, b) => b.words.length - a.words.length);
  }

  /** The longest sequence that stands at a place. */
  at(tokens: readonly Token[], i: number): { value: T; to: number } | undefined {
    const word = low(tokens, i);
    const exact = this.longest(this.byFirst.get(word), tokens, i);
    if (this.byStem.size === 0) return exact;
    const stem = this.longest(this.byStem.get(stemKey(word)), tokens, i);
    return stem !== undefined && (exact === undefined || stem.to > exact.to) ? stem : exact;
  }

  private longest(
    list: readonly { words: string[][]; value: T }[] | undefined,
    tokens: readonly Token[],
    i: number,
  ): { value: T; to: number } | undefined {
    if (list === undefined) return undefined;
    const found = list.find(({ words }) =>
      words.every((choices, k) => choices.some((choice) => stands(choice, low(tokens, i + k)))),
    );
    return found && { value: found.value, to: i + found.words.length };
  }
}

/** Under which key the sequences stand that begin with a stem: its first two letters. */
const stemKey = (word: string): string => word.slice(0, 2);

const stands = (choice: string, word: string): boolean =>
  choice.endsWith('*') ? word.startsWith(choice.slice(0, -1)) : choice === word;

/** Every sequence without its question marks. */
function expanded(words: readonly string[]): string[][][] {
  let all: string[][][] = [[]];
  for (const word of words) {
    const optional = word.endsWith('?');
    const choices = (optional ? word.slice(0, -1) : word).split('|');
    const longer = all.map((one) => [...one, choices]);
    all = optional ? [...longer, ...all] : longer;
  }
  return all;
}
