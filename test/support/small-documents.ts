import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/config/root';

/** Small documents of the shapes that cost most for their size, and mutations of the shipped ones. */

/** A number from 0 (inclusive) to 1 (exclusive). */
export type Chance = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seededChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The longest document, in characters. */
const LONGEST = 20_000;
const EVERY_TENTH = 0.1;

/** What YAML and JSON are made of. */
const TOKENS = [
  ',',
  '[',
  ']',
  '{',
  '}',
  '? ',
  '- ',
  ': ',
  '"',
  "'",
  '\n',
  ' ',
  '\t',
  '\r',
  '&a ',
  '*a ',
  '&a [*a]',
  '!!str ',
  '!t ',
  '|\n',
  '>\n',
  '%YAML 1.2\n',
  '---\n',
  '...\n',
  '# c',
  '<<: *a',
  '\\',
  '@',
  '`',
  '~',
  'null',
  '0',
  '1e999',
  '-',
  '{}',
  '[]',
  'é',
  '\u2028',
  '\ud83d\ude00',
  'x',
  '"a":',
  '[,',
  '[{',
  '{a: ',
  '? - ',
  '- - ',
  '"\\u',
  "''",
  ': :',
  '\n  ',
  '\n\n',
  '<<: ',
  '__proto__: ',
  'a: b\n',
]; // prettier-ignore

/** Phrases that are valid, faulty or dear. */
const PHRASES = [
  'within 5 days of signing',
  'every day from signing until 2200-01-01',
  'every day',
  'every 1 day from 0001-01-01 until 9999-12-31',
  'every Monday',
  'within 999999999 days of signing',
  'within 99999 working days of signing',
  'later of (a.due and b.due)',
  'earlier of (signing and signing and signing and signing)',
  'by 1 day after (1 day after (1 day after signing))',
  'at 25:00 on signing',
  'on 2026-02-30',
  'during a',
  'from signing for 99999 years',
  'by agreement',
  'no later than 30 days after signing',
  '((((((((((',
  'of of of of',
  'last day of the month of last day of the month of signing',
  'day 31 of day 31 of day 31 of signing',
];

const ENTRY_KEYS =
  'due holds falls when unless extends renews pauses opens grace each cases theme zone counting by ref phases supersedes target'.split(
    ' ',
  ); // prettier-ignore

function shippedTexts(): string[] {
  const root = join(PROJECT_ROOT, 'config', 'agreements');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.facts.yaml'))
    .sort()
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .filter((text) => text.length <= LONGEST);
}

/** Makes documents, one for each call. */
export class SmallDocuments {
  private readonly shipped = shippedTexts();
  private readonly shapes: readonly (() => string)[] = [
    () => this.repeated(),
    () => this.repeated(),
    () => this.mixed(),
    () => this.nested(),
    () => this.emptyEntries(),
    () => this.unknownKeys(),
    () => this.chained(),
    () => this.recurring(),
    () => this.mutated(),
    () => this.mutated(),
    () => this.mutated(),
  ];

  constructor(private readonly chance: Chance) {}

  next(): string {
    return this.of(this.shapes)().slice(0, LONGEST);
  }

  private below(most: number): number {
    return Math.floor(this.chance() * most);
  }

  private of<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  /** Short as a rule, as long as is allowed now and then. */
  private length(): number {
    return this.chance() < EVERY_TENTH ? this.below(LONGEST) : this.below(600);
  }

  private repeatedToken(length: number): string {
    const token = this.chance() < 0.5 ? this.of(TOKENS) : this.of(TOKENS) + this.of(TOKENS);
    return token.repeat(Math.ceil(length / token.length));
  }

  /** One token over and over, alone or inside a document. */
  private repeated(): string {
    const text = this.repeatedToken(this.length());
    const around = this.of([
      '',
      '[',
      '{',
      'a: ',
      'obligations: ',
      'obligations: [',
      '- ',
      '"',
      'id: a\ntitle: ',
    ]);
    return around + text;
  }

  private mixed(): string {
    const parts = Array.from({ length: 2 + this.below(60) }, () =>
      this.chance() < 0.2 ? this.repeatedToken(this.below(200)) : this.of(TOKENS),
    );
    return parts.join('');
  }

  private nested(): string {
    const [open, close] = this.of([
      ['[', ']'],
      ['{"a":', '}'],
      ['{a: ', '}'],
      ['[[], ', ']'],
      ['- ', ''],
      ['? ', ''],
      ['&a [', ']'],
    ]);
    const levels = this.below(this.chance() < EVERY_TENTH ? 3_000 : 120);
    const inside = `${open.repeat(levels)}1${close.repeat(levels)}`;
    return this.chance() < 0.5 ? inside : `{"id":"a","obligations":${inside}}`;
  }

  private document(obligations: unknown, more: object = {}): string {
    return JSON.stringify({ id: 'a', title: 'A', zone: 'UTC', obligations, ...more });
  }

  private emptyEntries(): string {
    const one = this.of([
      {},
      [],
      null,
      '',
      0,
      { id: 'a' },
      { id: 'a', title: 'A' },
      { phases: [{}, {}] },
    ]);
    return this.document(Array(this.below(this.length() / 2)).fill(one));
  }

  private unknownKeys(): string {
    const keys = Array.from({ length: this.below(this.length() / 10) }, (_, i) => [
      `${this.of(['k', 'due', '__proto__', 'constructor', ' ', 'ключ'])}${i}`,
      this.of([1, null, '', [], {}]),
    ]);
    const unknown = Object.fromEntries(keys) as object;
    return this.of([
      () => this.document([{ id: 'b', title: 'B', due: 'on signing', ...unknown }]),
      () => this.document([{ id: 'b', title: 'B', due: 'on signing' }], unknown),
      () =>
        this.document([{ id: 'b', title: 'B', due: 'on signing' }], {
          parties: unknown,
          events: unknown,
        }),
    ])();
  }

  /** Entries that are dated from one another: chains, diamonds, circles. */
  private chained(): string {
    const count = 2 + this.below(this.chance() < EVERY_TENTH ? 200 : 25);
    const width = 1 + this.below(6);
    const circle = this.chance() < 0.2;
    const names = (from: number) =>
      Array.from({ length: width }, (_, k) => `e${(from + k + count) % count}.due`).join(' and ');
    const entries = Array.from({ length: count }, (_, i) => {
      const before = i < width && !circle ? '' : names(i - width);
      const due =
        before === ''
          ? this.of(PHRASES)
          : width === 1
            ? `within ${1 + this.below(40)} days of ${before}`
            : `by ${1 + this.below(9)} days after ${this.of(['later', 'earlier', '2'])} of (${before})`;
      return { id: `e${i}`, title: `E${i}`, due };
    });
    return this.document(entries);
  }

  private recurring(): string {
    const entries = Array.from({ length: 1 + this.below(20) }, (_, i) => ({
      id: `e${i}`,
      title: 'E',
      [this.of(ENTRY_KEYS)]: this.of(PHRASES),
      due: this.chance() < 0.5 ? this.of(PHRASES) : this.phrase(),
    }));
    return this.document(entries, {
      parties: { a: 'A', b: 'B', c: 'C' },
      events: { storm: { title: 'Storm' } },
    });
  }

  /** Words of phrases, nested or repeated, up to the longest phrase. */
  private phrase(): string {
    const word = () => this.of(this.of(PHRASES).split(' '));
    if (this.chance() < 0.5) return Array.from({ length: this.below(60) }, word).join(' ');
    const part = this.of([
      'later of (signing and ',
      '1 day after ',
      '(',
      'last day of the month of ',
      '10:00 on ',
      'no ',
    ]);
    return `by ${part.repeat(this.below(60))}signing`;
  }

  /** A shipped document with a few changes. */
  private mutated(): string {
    let text = this.of(this.shipped);
    // A part of it takes less time and fails in as many ways.
    if (this.chance() < 0.9) {
      const lines = text.split('\n');
      const from = this.below(lines.length);
      const gone = this.below(lines.length - from);
      text = [...lines.slice(0, from), ...lines.slice(from + gone)].join('\n');
    }
    for (let changes = 1 + this.below(4); changes > 0; changes -= 1) text = this.changed(text);
    return text;
  }

  private changed(text: string): string {
    const at = this.below(text.length + 1);
    const end = Math.min(text.length, at + this.below(40));
    const [before, part, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
    return this.of([
      () => before + after,
      () => before + this.repeatedToken(1 + this.below(300)) + after,
      () => before + part.repeat(1 + this.below(30)) + after,
      () => before + this.of(TOKENS) + after,
      () => text.replace(/\d+/, () => String(this.below(10 ** (1 + this.below(9))))),
      () =>
        text.replace(
          /(due|holds|falls): .*/,
          (_, key: string) => `${key}: ${this.of([this.of(PHRASES), this.phrase()])}`,
        ),
      () => `${before}\n${text.split('\n')[this.below(10)] ?? ''}\n${after}`,
    ])();
  }
}
