interface Node<T> {
  next: Map<string, Node<T>>;
  value?: T;
}

const ARTICLES: ReadonlySet<string> = new Set(['the', 'a', 'an']);

/** Wordings of several words, each with a value. Articles between the words of a wording do not matter. */
export class Lexicon<T> {
  private readonly root: Node<T> = { next: new Map() };

  /** @param entries wordings with single blanks, without articles; "|" separates wordings of the same value. */
  constructor(entries: readonly (readonly [wordings: string, value: T])[]) {
    for (const [wordings, value] of entries) {
      for (const wording of wordings.split('|')) this.add(wording.trim().split(/\s+/), value);
    }
  }

  private add(words: readonly string[], value: T): void {
    let node = this.root;
    for (const word of words) {
      let next = node.next.get(word);
      if (next === undefined) {
        next = { next: new Map() };
        node.next.set(word, next);
      }
      node = next;
    }
    node.value ??= value;
  }

  /**
   * The longest wording that begins at a word.
   * @param peek the lower-case word so many words ahead.
   */
  match(peek: (ahead: number) => string): { value: T; length: number } | undefined {
    let node = this.root;
    let found: { value: T; length: number } | undefined;
    let skipped = false;
    for (let ahead = 0; ; ahead++) {
      const word = peek(ahead);
      const next = node.next.get(word);
      if (next === undefined) {
        if (skipped || !ARTICLES.has(word)) return found;
        skipped = true;
        continue;
      }
      skipped = false;
      node = next;
      if (node.value !== undefined) found = { value: node.value, length: ahead + 1 };
    }
  }
}
