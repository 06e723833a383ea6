import { type Entry, plain } from './clause';
import { Likeness, pairsByRareWords } from './likeness';

/** Two entries that are one clause in both documents. */
export interface Match {
  before: Entry;
  after: Entry;
  by: 'id' | 'ref' | 'words';
  /** How alike their words are, from 0 to 1. */
  likeness: number;
}

/** The least likeness of a match by words alone. */
const ALIKE = 0.6;
/** The least likeness of entries with the same article: the numbers of two drafts may agree by chance. */
const ALIKE_IN_ARTICLE = 0.35;
/** What the same article adds to the rank of a pair. */
const ARTICLE_BONUS = 0.25;
/** Two lists with more pairs than this are not compared pair by pair, but by the rare words that entries share. */
const MOST_PAIRS = 400;

/**
 * Matches the entries of two documents, one to one: by id, then by equal words, then by article and likeness. Obligations
 * first, then the phases of matched obligations, then everything that is left. The order of the entries has no influence,
 * and both directions give the same pairs.
 * @param ids whether equal ids mean the same clause; those of drafts do not.
 */
export function matchEntries(
  before: readonly Entry[],
  after: readonly Entry[],
  ids: boolean,
): Match[] {
  const matching = new Matching(before, after);
  const isWhole = ({ parent }: Entry): boolean => parent === undefined;
  matching.match(before.filter(isWhole), after.filter(isWhole), ids);
  const [phases, others] = [phasesOf(before), phasesOf(after)];
  for (const { before: one, after: other } of matching.found) {
    matching.match(phases.get(one.place) ?? [], others.get(other.place) ?? [], ids);
  }
  // Ids of phases are compared only within matched obligations: many obligations have a "first-stage".
  matching.match(before, after, false);
  return matching.found;
}

function phasesOf(entries: readonly Entry[]): Map<number, Entry[]> {
  return grouped(entries, ({ parent }) => parent);
}

class Matching {
  readonly found: Match[] = [];
  private readonly taken = new Set<Entry>();
  private readonly likeness: Likeness;

  constructor(before: readonly Entry[], after: readonly Entry[]) {
    this.likeness = new Likeness(before, after);
  }

  /** @param ids whether equal ids mean the same clause. */
  match(before: readonly Entry[], after: readonly Entry[], ids: boolean): void {
    if (ids) this.byKey(before, after, ({ own }) => own.id, 'id');
    // Of several entries with the same words, those of the same article first.
    this.byKey(before, after, (one) => one.article && `${one.article}\n${wordsOf(one)}`, 'words');
    this.byKey(before, after, wordsOf, 'words');
    this.byLikeness(this.left(before), this.left(after));
  }

  /** Matches entries with the same key; if several have it, in the order of article and path. */
  private byKey(
    before: readonly Entry[],
    after: readonly Entry[],
    keyOf: (entry: Entry) => string | undefined,
    by: Match['by'],
  ): void {
    const others = grouped(this.left(after), keyOf);
    if (others.size === 0) return;
    for (const [key, list] of grouped(this.left(before), keyOf)) {
      const same = others.get(key)?.sort(byName) ?? [];
      for (const [i, one] of list.sort(byName).entries()) {
        const other = same[i];
        if (other !== undefined) this.add(one, other, by, this.likeness.of(one, other));
      }
    }
  }

  /** Matches the most similar pairs first, each entry once. */
  private byLikeness(before: readonly Entry[], after: readonly Entry[]): void {
    const alike: (Match & { rank: number; name: string })[] = [];
    const consider = (one: Entry, other: Entry): void => {
      const likeness = this.likeness.of(one, other);
      const isOfArticle = one.article !== undefined && one.article === other.article;
      const least = isOfArticle ? ALIKE_IN_ARTICLE : ALIKE;
      if (likeness < least && !(isOfArticle && isSameRule(one, other))) return;
      const name = [one.path, other.path].sort().join(' ');
      const by = isOfArticle ? 'ref' : 'words';
      const rank = likeness + (isOfArticle ? ARTICLE_BONUS : 0);
      alike.push({ before: one, after: other, by, likeness, rank, name });
    };
    for (const [one, other] of this.candidates(before, after)) consider(one, other);
    // Pairs with one entry in common have different names, the same in both directions.
    alike.sort((a, b) => b.rank - a.rank || compareTexts(a.name, b.name));
    for (const { before: one, after: other, by, likeness } of alike) {
      if (this.taken.has(one) || this.taken.has(other)) continue;
      this.add(one, other, by, likeness);
    }
  }

  private *candidates(
    before: readonly Entry[],
    after: readonly Entry[],
  ): Generator<readonly [Entry, Entry]> {
    if (before.length * after.length <= MOST_PAIRS) {
      yield* everyPair(before, after);
      return;
    }
    yield* pairsByRareWords(before, after);
    const articles = grouped(after, ({ article }) => article);
    for (const [article, list] of grouped(before, (one) => one.article)) {
      const others = articles.get(article) ?? [];
      if (list.length * others.length <= MOST_PAIRS) yield* everyPair(list, others);
    }
  }

  private add(before: Entry, after: Entry, by: Match['by'], likeness: number): void {
    this.taken.add(before).add(after);
    this.found.push({ before, after, by, likeness });
  }

  private left(entries: readonly Entry[]): Entry[] {
    return entries.filter((entry) => !this.taken.has(entry));
  }
}

function* everyPair(
  before: readonly Entry[],
  after: readonly Entry[],
): Generator<readonly [Entry, Entry]> {
  for (const one of before) for (const other of after) yield [one, other];
}

function byName(a: Entry, b: Entry): number {
  return compareTexts(`${a.article ?? ''}\n${a.path}`, `${b.article ?? ''}\n${b.path}`);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const wordsOf = ({ words, quote = '' }: Pick<Entry, 'words' | 'quote'>): string =>
  `${plain(words)}\n${plain(quote)}`;

/** Whether both have the same timing, the only common feature of texts in two languages. */
function isSameRule({ own: a }: Entry, { own: b }: Entry): boolean {
  const rule = a.due ?? a.holds ?? a.falls ?? a.opens;
  return (
    rule !== undefined && rule !== 'undated' && rule === (b.due ?? b.holds ?? b.falls ?? b.opens)
  );
}

/** Entries by their key, without those that have none. */
function grouped<K>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => K | undefined,
): Map<K, Entry[]> {
  const found = new Map<K, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const group = found.get(key);
    if (group === undefined) found.set(key, [entry]);
    else group.push(entry);
  }
  return found;
}
