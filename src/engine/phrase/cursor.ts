import type { Parsed, PhraseFault } from './tree';

interface Token {
  text: string;
  offset: number;
}

/** Thrown inside the parser only; `attempt` returns its fault. */
export class ParseError extends Error {
  constructor(readonly fault: PhraseFault) {
    super(fault.detail);
  }
}

interface Failure {
  /** What is wrong; without it, that the next token is unexpected. */
  detail?: string;
  /** A phrase that is suggested instead; it is shown only if it parses. */
  example?: string;
  /** How many tokens before the next one the fault is. */
  back?: number;
}

/** Reads the tokens of a phrase, words and parentheses, from left to right. */
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

  /** Reads the next token if it is one of these. */
  take<const W extends string>(...words: readonly W[]): W | undefined {
    const next = this.peek();
    const found = words.find((word) => word === next);
    if (found !== undefined) this.position++;
    return found;
  }

  /** Reads the next token if it matches. */
  takeMatching(pattern: RegExp): string | undefined {
    const next = this.peek();
    if (next === undefined || !pattern.test(next)) return undefined;
    this.position++;
    return next;
  }

  /** Reads so many tokens that were looked at before. */
  skip(count = 1): void {
    this.position += count;
  }

  /** The text before the next tokens, and the text after so many of them. */
  around(count: number): { before: string; after: string } {
    const [first, last] = [this.tokens[this.position], this.tokens[this.position + count - 1]];
    return {
      before: this.text.slice(0, first?.offset ?? this.text.length),
      after: last === undefined ? '' : this.text.slice(last.offset + last.text.length),
    };
  }

  /** @throws ParseError where the next token is none of these. */
  expect<const W extends string>(...words: readonly W[]): W {
    return this.take(...words) ?? this.fail(words.map((word) => `"${word}"`).join(' or '));
  }

  /** @throws ParseError where a token is left. */
  end(): void {
    if (this.peek() !== undefined) this.fail('the end of the phrase');
  }

  /** @throws ParseError always. */
  fail(expected: string, { detail, example, back = 0 }: Failure = {}): never {
    const token = this.tokens[this.position - back];
    const unexpected =
      token === undefined ? 'the phrase ends too early' : `"${token.text}" does not fit here`;
    throw new ParseError({
      detail: detail ?? unexpected,
      expected,
      at: { offset: token?.offset ?? this.text.length, length: token?.text.length ?? 1 },
      ...(example === undefined ? {} : { example }),
    });
  }
}

/** Parses a whole text: a token that is left is a fault. */
export function attempt<T>(text: string, parse: (cursor: Cursor) => T): Parsed<T> {
  const cursor = new Cursor(text);
  try {
    const tree = parse(cursor);
    cursor.end();
    return { ok: true, tree };
  } catch (error) {
    if (error instanceof ParseError) return { ok: false, fault: error.fault };
    throw error;
  }
}
