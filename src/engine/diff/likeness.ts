import { type Entry, plain } from './clause';

/** Only so many first letters of a word count: "elections" equals "election". This also serves inflected languages. */
const STEM = 6;
/** The most words of a title or a quote that count. */
const MOST_WORDS = 400;
/** How many of its rarest features an entry is matched by. */
const FEATURES = 12;
/** Features of more entries than this are ignored: they would make every pair a candidate. */
const COMMON = 24;
/** The weight of the title if both entries have a quote; the quote has the rest. */
const TITLE_SHARE = 0.4;

interface Words {
  title: ReadonlySet<string>;
  quote: ReadonlySet<string>;
}

/** How alike the words of entries of two lists are. It is the same in both directions. */
export class Likeness {
  private readonly words = new Map<Entry, Words>();
  /** The number of entries of both lists that have each word. */
  private readonly counts: ReadonlyMap<string, number>;

  constructor(before: readonly Entry[], after: readonly Entry[]) {
    const entries = [...before, ...after];
    for (const entry of entries) {
      const { words, quote = '' } = entry;
      this.words.set(entry, { title: new Set(stems(words)), quote: new Set(stems(quote)) });
    }
    this.counts = countsOf(
      [...this.words.values()].map(({ title, quote }) => new Set([...title, ...quote])),
    );
  }

  /** From 0, no word in common, to 1, the same words. Rare words count more. */
  of(a: Entry, b: Entry): number {
    const [one, other] = [this.words.get(a), this.words.get(b)];
    if (one === undefined || other === undefined) return 0;
    const title = this.shared(one.title, other.title);
    if (one.quote.size === 0 || other.quote.size === 0) return title;
    return TITLE_SHARE * title + (1 - TITLE_SHARE) * this.shared(one.quote, other.quote);
  }

  private shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
    let [common, all] = [0, 0];
    for (const word of one) {
      const weight = this.weight(word);
      all += weight;
      if (other.has(word)) common += 2 * weight;
    }
    for (const word of other) all += this.weight(word);
    return all === 0 ? 0 : common / all;
  }

  /** A whole number, so that sums do not depend on the order of the words. */
  private weight(word: string): number {
    return Math.round(1000 * Math.log(1 + this.words.size / (this.counts.get(word) ?? 1)));
  }
}

/**
 * The pairs of entries with a rare feature in common: at most `FEATURES * COMMON` for each entry, so their number grows with
 * the number of entries and not with its square. They are the same in both directions.
 */
export function* pairsByRareWords(
  before: readonly Entry[],
  after: readonly Entry[],
): Generator<readonly [Entry, Entry]> {
  const [features, others] = [before.map(featuresOf), after.map(featuresOf)];
  const counts = countsOf([...features, ...others]);
  const holders = new Map<string, Entry[]>();
  for (const [i, entry] of after.entries()) {
    for (const feature of rarest(others[i], counts)) {
      const found = holders.get(feature);
      if (found === undefined) holders.set(feature, [entry]);
      else found.push(entry);
    }
  }
  for (const [i, entry] of before.entries()) {
    const seen = new Set<Entry>();
    for (const feature of rarest(features[i], counts)) {
      for (const other of holders.get(feature) ?? []) seen.add(other);
    }
    for (const other of seen) yield [entry, other];
  }
}

/** Single words and groups of two and three adjacent words: in a large document few single words are rare. */
function featuresOf({ words, quote = '' }: Entry): Set<string> {
  const features = new Set<string>();
  for (const list of [stems(words), stems(quote)]) {
    for (const [i, word] of list.entries()) {
      const two = `${word} ${list[i + 1]}`;
      features
        .add(word)
        .add(two)
        .add(`${two} ${list[i + 2]}`);
    }
  }
  return features;
}

/** @param counts the number of entries that have each feature. A feature of one entry only is ignored. */
function rarest(
  features: Iterable<string> | undefined,
  counts: ReadonlyMap<string, number>,
): string[] {
  const counted: [string, number][] = [];
  for (const feature of features ?? []) {
    const count = counts.get(feature) ?? 0;
    if (count > 1 && count <= COMMON) counted.push([feature, count]);
  }
  counted.sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
  return counted.slice(0, FEATURES).map(([feature]) => feature);
}

function countsOf(lists: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const list of lists) for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function stems(text: string): string[] {
  const found =
    plain(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return found
    .slice(0, MOST_WORDS)
    .map((word) => (/\p{N}/u.test(word) ? word : word.slice(0, STEM)));
}
