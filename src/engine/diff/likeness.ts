import { type Entry, plain } from './clause';

/** Letters of a word that count: "elections" and "election" are alike, in languages with endings too. */
const STEM = 6;
/** Words of a title or a quote that count; a quote may be long. */
const MOST_WORDS = 400;
/** The rarest features of an entry by which others are found. */
const FEATURES = 12;
/** A feature that more entries have finds nothing: it would make every pair a candidate. */
const COMMON = 24;
/** What the title counts where both entries have a quote. */
const TITLE_SHARE = 0.4;

interface Words {
  title: ReadonlySet<string>;
  quote: ReadonlySet<string>;
  /** Words and pairs of adjacent words. */
  features: ReadonlySet<string>;
}

/** How alike the words of entries of two lists are. It is the same in both directions. */
export class Likeness {
  private readonly words = new Map<Entry, Words>();
  /** In how many entries of both lists each feature stands. */
  private readonly counts = new Map<string, number>();
  private readonly total: number;

  constructor(before: readonly Entry[], after: readonly Entry[]) {
    this.total = before.length + after.length;
    for (const entry of [...before, ...after]) {
      const words = wordsOf(entry);
      this.words.set(entry, words);
      for (const one of words.features) this.counts.set(one, (this.counts.get(one) ?? 0) + 1);
    }
  }

  /** From 0, no word in common, to 1, the same words. Rare words count more. */
  of(a: Entry, b: Entry): number {
    const [one, other] = [this.words.get(a), this.words.get(b)];
    if (one === undefined || other === undefined) return 0;
    const title = this.shared(one.title, other.title);
    if (one.quote.size === 0 || other.quote.size === 0) return title;
    return TITLE_SHARE * title + (1 - TITLE_SHARE) * this.shared(one.quote, other.quote);
  }

  /**
   * The pairs with a rare feature in common: at most `FEATURES * COMMON` for each entry, so their number grows with the
   * number of entries and not with its square.
   */
  *pairs(before: readonly Entry[], after: readonly Entry[]): Generator<[Entry, Entry]> {
    const holders = new Map<string, Entry[]>();
    for (const entry of after) {
      for (const feature of this.rarest(entry)) {
        const found = holders.get(feature);
        if (found === undefined) holders.set(feature, [entry]);
        else found.push(entry);
      }
    }
    for (const entry of before) {
      const seen = new Set<Entry>();
      for (const feature of this.rarest(entry)) {
        for (const other of holders.get(feature) ?? []) seen.add(other);
      }
      for (const other of seen) yield [entry, other];
    }
  }

  private rarest(entry: Entry): string[] {
    const counted: [string, number][] = [];
    for (const feature of this.words.get(entry)?.features ?? []) {
      const count = this.counts.get(feature) ?? 0;
      if (count > 1 && count <= COMMON) counted.push([feature, count]);
    }
    counted.sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
    return counted.slice(0, FEATURES).map(([feature]) => feature);
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
    return Math.round(1000 * Math.log(1 + this.total / (this.counts.get(word) ?? 1)));
  }
}

function wordsOf({ words, quote = '' }: Entry): Words {
  const [title, quoted] = [stems(words), stems(quote)];
  const pairs = [title, quoted].flatMap((list) =>
    list.slice(1).map((word, i) => `${list[i]} ${word}`),
  );
  return {
    title: new Set(title),
    quote: new Set(quoted),
    features: new Set([...title, ...quoted, ...pairs]),
  };
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
