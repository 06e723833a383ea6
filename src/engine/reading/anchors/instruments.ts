import { AGREEMENT_NOUNS, AUXILIARIES, FILLERS, OTHER_THAN_THIS, stemOf } from './noun-words';

/** Which instrument, and whose act, the words of an anchor name beside those that the title of an event names. */

/** Names that a document has for itself whatever its title says; others, such as an annex, it has by its title only. */
const GENERAL: ReadonlySet<string> = new Set(
  'agreement deal treaty convention contract accord memorandum declaration pact covenant ceasefire-agreement arrangement framework document understanding'.split(
    ' ',
  ),
);
/** Such names of what is no agreement of parties. */
const LAWS: ReadonlySet<string> = new Set(
  'regulation directive decision resolution act statute law charter constitution'.split(' '),
);

/** From these words on, an anchor says under which clause. */
const CLAUSES =
  /^(?:under|pursuant|accordance|conformity|referred|mentioned|specified|described|provided|behalf|between|among)$/;
const REFERRED = /^(?:referred|mentioned|specified|described|contemplated|annexed)$/;
/** What an instrument is about: "the Treaty on Open Skies". */
const SUBJECTS = /^(?:of|on|concerning|relating|regarding|with)$/;
/** The verb that follows an instrument: "the Protocol enters into force". */
const VERBS = /^(?:enter|com|becom|becam|tak|took|forc|effect|into|shall|fully|first)/;

/** An instrument as an anchor or a title names it. */
interface Instrument {
  /** Words for agreements that stand together: "lease agreement". The last one is the head. */
  nouns: readonly string[];
  /** Stems of the words of its name beside the head: "supply" in "the supply contract". */
  more: readonly string[];
  /** "this Agreement", "the present Treaty". */
  own: boolean;
}

/** The first instrument that the words name before they say who acts and under which clause. */
export function instrumentOf(all: readonly string[]): Instrument | undefined {
  const words = withoutAgent(withoutClause(all));
  const from = words.findIndex(isInstrument);
  if (from < 0) return undefined;
  let to = from + 1;
  while (isInstrument(words[to] ?? '')) to++;
  let begin = from;
  while (begin > 0 && !/^(?:the|of|to|this|these|its)$/.test(words[begin - 1] ?? '')) begin--;
  const before = words.slice(begin, from);
  const subject = SUBJECTS.test(words[to] ?? '') ? words.slice(to) : [];
  // "the agreement referred to in Article 5"
  const referred = REFERRED.test(all[all.indexOf(words[to - 1] ?? '') + 1] ?? '')
    ? ['referred']
    : [];
  return {
    nouns: words.slice(from, to),
    more: [...before, ...words.slice(from, to - 1), ...subject.filter(tellsApart), ...referred]
      .filter((word) => !(FILLERS.has(word) || AUXILIARIES.has(word) || VERBS.test(word)))
      .map(stemOf),
    own: words[begin - 1] === 'this' || before.includes('this') || before.includes('present'),
  };
}

function isGeneral(noun: string): boolean {
  return GENERAL.has(noun) || LAWS.has(noun);
}

function isInstrument(word: string): boolean {
  return AGREEMENT_NOUNS.has(word) && word !== 'instrument';
}

/** "the Agreement of the Parties", "the Memorandum of Understanding" have no more of a name than their head. */
function tellsApart(word: string): boolean {
  return !(isInstrument(word) || /^part(?:y|ies)$/.test(word));
}

function withoutClause(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, i) => i > 0 && CLAUSES.test(word));
  return at < 0 ? words : words.slice(0, at);
}

/** "ratification by the Parties of the Protocol" without "by the Parties". */
function withoutAgent(words: readonly string[]): readonly string[] {
  const at = words.indexOf('by');
  if (at < 0) return words;
  const of = words.indexOf('of', at);
  return of < 0 ? words.slice(0, at) : [...words.slice(0, at), ...words.slice(of)];
}

/** What a document says about itself. */
export class OwnTitle {
  private readonly stems: ReadonlySet<string>;
  /** The words for agreements that the title itself is about: "protocol" in "Protocol to the Convention". */
  private readonly nouns: readonly string[];
  private readonly all: ReadonlySet<string>;

  /** @param words of the title, in lower case. */
  constructor(words: readonly string[]) {
    this.stems = new Set(words.map(stemOf));
    this.nouns = instrumentOf(words)?.nouns ?? [];
    this.all = new Set(words);
  }

  /**
   * Whether an event may be the one that the words mean, as far as they name an instrument.
   * @param title words of the event's id and title.
   */
  agrees(said: Instrument, title: readonly string[]): boolean {
    const named = title.filter(isInstrument);
    const stems = new Set(title.map(stemOf));
    const [head = ''] = said.nouns.slice(-1);
    const special = named.length > 0 && !named.some(isGeneral);
    // "Termination of the lease agreement" is not that of the agreement.
    const narrower = named.some(
      (noun) => !(isGeneral(noun) || said.nouns.includes(noun) || this.all.has(noun)),
    );
    if (narrower) return false;
    if (named.includes(head) && this.knows(said.more, stems)) return true;
    if (said.own) {
      const ofOther = named.length > 0 && !named.some((noun) => this.nouns.includes(noun));
      const headIsSpecial = !isGeneral(head) && !named.includes('agreement');
      return !(ofOther && (special || headIsSpecial || this.nouns.includes(head)));
    }
    if (!this.knows(said.more, stems) || this.hasObject(title, said)) return false;
    if (named.length > 0) return head === 'agreement' && !special;
    if (this.nouns.includes(head)) return true;
    if (head === 'agreement') return !this.isPartOf('agreement');
    if (this.nouns.length === 0) return isGeneral(head);
    return /^(?:agreement|deal)$/.test(this.nouns.at(-1) ?? '') && GENERAL.has(head);
  }

  /** "Amendment to the Agreement" is not that agreement. */
  private isPartOf(noun: string): boolean {
    return this.all.has(noun) && !this.nouns.some(isGeneral);
  }

  private knows(more: readonly string[], stems: ReadonlySet<string>): boolean {
    return more.every((stem) => stems.has(stem) || this.stems.has(stem));
  }

  /** "Commencement of works" is not that of the lease. */
  private hasObject(title: readonly string[], { more }: Instrument): boolean {
    const object = title
      .slice(title.indexOf('of') + 1 || title.length)
      .filter((word) => !(FILLERS.has(word) || OTHER_THAN_THIS.has(word)));
    if (object.length === 0 || object.some(isInstrument)) return false;
    return !object.map(stemOf).some((stem) => this.stems.has(stem) || more.includes(stem));
  }
}

/**
 * Whether the words name another actor than the title: "approval by the Parliament" beside "Approval by the Council".
 * @param title words of the event's title.
 */
export function hasOtherActor(words: readonly string[], title: readonly string[]): boolean {
  const by = title.indexOf('by');
  if (by < 0) return false;
  const actor = stemsFrom(title.slice(by + 1));
  const said = stemsFrom(withoutClause(words));
  if (actor.length === 0 || said.some((stem) => actor.includes(stem))) return false;
  const known = new Set([...stemsFrom(title), ...stemsFrom(['date', 'day', 'which', 'when'])]);
  return said.some((stem) => !known.has(stem));
}

function stemsFrom(words: readonly string[]): string[] {
  return words
    .filter((word) => !(FILLERS.has(word) || AUXILIARIES.has(word) || isInstrument(word)))
    .filter((word) => !/^(?:by|on|in|s)$/.test(word))
    .map(stemOf);
}
