import type { PhraseFault } from './tree';

export interface Token {
  text: string;
  offset: number;
}

/** Thrown inside the parser only; `parse…` turns it into data. */
export class Unexpected extends Error {
  constructor(readonly fault: PhraseFault) {
    super(fault.detail);
  }
}

/** Walks the words and parentheses of a phrase. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = [...text.matchAll(/[()]|[^\s()]+/g)].map((match) => ({
      text: match[0],
      offset: match.index,
    }));
  }

  peek(ahead = 0): string | undefined {
    return this.tokens[this.position + ahead]?.text;
  }

  /** Takes the next word if it is one of these. */
  take(...words: readonly string[]): string | undefined {
    const next = this.peek();
    if (next === undefined || !words.includes(next)) return undefined;
    this.position++;
    return next;
  }

  takeMatching(pattern: RegExp): string | undefined {
    const next = this.peek();
    if (next === undefined || !pattern.test(next)) return undefined;
    this.position++;
    return next;
  }

  expect(...words: readonly string[]): string {
    return this.take(...words) ?? this.fail(words.map((word) => `"${word}"`).join(' or '));
  }

  end(): void {
    if (this.peek() !== undefined) this.fail('the end of the phrase');
  }

  /** @param back how many words before the next one the fault lies. */
  fail(expected: string, detail?: string, example?: string, back = 0): never {
    const token = this.tokens[this.position - back];
    const offset = token?.offset ?? this.text.length;
    throw new Unexpected({
      detail:
        detail ??
        (token === undefined ? 'the phrase ends too early' : `"${token.text}" does not fit here`),
      expected,
      at: { offset, length: token?.text.length ?? 1 },
      ...(example === undefined ? {} : { example }),
    });
  }
}
