import type { Scope } from '../../compile/resolve';
import type { AgreementDocument } from '../../model/document';
import { ordinalWord } from '../text/number-words';
import type { AnchorNames, FoundAnchor, NamedAnchor } from './anchors';
import { printAnchor, withoutDate } from './anchors';
import { isForOne } from './counts';
import { hasOtherActor, instrumentOf, OwnTitle } from './instruments';
import { AGREEMENT_NOUNS, FILLERS, stemOf } from './noun-words';

/** What the words of an anchor may name in a document: its events, obligations and phases, by id and title. */

type Moment = 'due' | 'fulfilled' | 'starts' | 'ends' | 'breached' | 'verified';

/** Nouns before the name of an obligation, and the moment of it that they mean. */
const MOMENTS: ReadonlyMap<string, Moment> = new Map(
  (
    [
      [
        'completion fulfilment fulfillment performance discharge execution implementation',
        'fulfilled',
      ],
      ['end expiry expiration termination conclusion close lapse cessation', 'ends'],
      ['beginning start commencement opening', 'starts'],
      ['deadline', 'due'],
      ['breach violation', 'breached'],
      ['verification', 'verified'],
    ] as const
  ).flatMap(([words, moment]) => words.split(' ').map((word): [string, Moment] => [word, moment])),
);

/** Names that documents give the moment from which an agreement binds. */
const IN_FORCE: ReadonlySet<string> = new Set([
  'entry-into-force',
  'in-force',
  'effective-date',
  'entry-into-effect',
  'commencement',
]);

/** The stem of each word for an ending, and whether it says how it ended: a lease that expires is not terminated. */
const ENDINGS: ReadonlyMap<string, 'any' | 'one'> = new Map(
  'end ending cessation'
    .split(' ')
    .map((word): [string, 'any' | 'one'] => [stemOf(word), 'any'])
    .concat(
      'expiry termination lapse'
        .split(' ')
        .map((word): [string, 'any' | 'one'] => [stemOf(word), 'one']),
    ),
);

/** Nouns before "of" that name nothing beside the event; "receipt of notice" may still be another day than the notice. */
const NEUTRAL_HEADS: ReadonlySet<string> = new Set(
  'occurrence happening event receipt date day delivery service submission sending dispatch'
    .split(' ')
    .map(stemOf),
);

interface Entry {
  path: string;
  kind: 'event' | 'due' | 'holds' | 'falls' | 'none';
  /** It has several occurrences or clocks. */
  many: boolean;
  stems: readonly string[];
  /** The words of its id and those of its title. */
  words: readonly string[];
  title: readonly string[];
}

/** How many events a question offers. */
const MOST_SAMPLES = 3;
/** How many names a fault lists. */
const LISTED = 8;

/** The names of one document. */
export class Vocabulary {
  private readonly entries: readonly Entry[];
  private readonly byPath: ReadonlyMap<string, Entry>;
  private readonly byStems = new Map<string, Set<Entry>>();
  /** As `byStems`, with the words for agreements: "the Protocol" is not "the Agreement". */
  private readonly byAllStems = new Map<string, Set<Entry>>();
  private readonly own: OwnTitle;
  private readonly byStem = new Map<string, Set<Entry>>();

  constructor(
    document: AgreementDocument,
    private readonly names: Scope['names'],
  ) {
    this.own = new OwnTitle(wordsIn(document.title));
    this.entries = [...this.eventsOf(document), ...this.entriesOf(document)];
    this.byPath = new Map(this.entries.map((entry) => [entry.path, entry]));
  }

  /** The names that a phrase of one entry may use. */
  namesFor(scope: Omit<Scope, 'names'>): AnchorNames {
    return {
      find: (text, named) => this.find(text, named, scope),
      samples: this.samples(),
      expected: this.expected(),
    };
  }

  private eventsOf({ events = {} }: AgreementDocument): Entry[] {
    const titles = Object.entries(events).map(([id, { title }]) => [id, title] as const);
    const builtIn = events.signing === undefined ? [['signing', 'Signing'] as const] : [];
    return [...builtIn, ...titles].map(([path, title]) =>
      this.add({ path, kind: 'event', many: this.names.many.has(path) }, path, title),
    );
  }

  private entriesOf(document: AgreementDocument): Entry[] {
    return document.obligations.flatMap(({ id, title, phases = [] }) => [
      this.entry(id, id, title),
      ...phases.map((phase) => this.entry(`${id}.${phase.id}`, phase.id, phase.title)),
    ]);
  }

  private entry(path: string, id: string, title?: string): Entry {
    const shape = this.names.shapes.get(path);
    const many = shape?.repeats === true || shape?.each !== undefined;
    return this.add({ path, kind: shape?.kind ?? 'none', many }, id, title);
  }

  private add(
    own: Pick<Entry, 'path' | 'kind' | 'many'>,
    id: string,
    title: string | undefined,
  ): Entry {
    const idWords = id.split('-');
    const titleWords = wordsIn(title ?? '');
    const stemsOfId = stemsOf(idWords);
    const entry = {
      ...own,
      stems: stemsOfId.length > 0 ? stemsOfId : stemsOf(titleWords),
      words: [...idWords, ...titleWords],
      title: titleWords,
    };
    for (const words of [idWords, titleWords]) {
      const stems = stemsOf(words);
      if (stems.length === 0) continue;
      addTo(this.byStems, keyOf(stems), entry);
      addTo(this.byAllStems, keyOf(allStemsOf(words)), entry);
      for (const stem of stems) addTo(this.byStem, stem, entry);
    }
    return entry;
  }

  private find(
    text: string,
    named: NamedAnchor | undefined,
    scope: Omit<Scope, 'names'>,
  ): FoundAnchor | undefined {
    if (named?.canonical) return { refs: [{ ref: named.id, means: named.id }] };
    const said = wordsIn(text);
    const whole = this.wholly(said, named);
    if (named?.whole)
      return foundOf(whole.flatMap((entry) => this.refsOf(entry, named, undefined, scope)));
    const words = (named?.words ?? said).flatMap((word) =>
      stemOf(word) === word ? word.split('-') : [word],
    );
    const [first = '', ...others] = words;
    const wrapper = MOMENTS.get(first);
    const fitting = (entry: Entry): boolean => fits(entry, named);
    const plainly = whole.length > 0 ? whole : this.plainly(named, words, scope).filter(fitting);
    const exact = plainly.filter((entry) => this.agrees(entry, said));
    const sure =
      plainly.length > 0
        ? exact.flatMap((entry) => this.refsOf(entry, named, undefined, scope))
        : [
            ...this.ended(words, true)
              .filter(fitting)
              .filter((entry) => this.agrees(entry, said)),
            ...(wrapper === undefined ? [] : this.exact('', others, scope))
              .filter((entry) => entry.kind !== 'event')
              .filter(fitting),
          ].flatMap((entry) => this.refsOf(entry, named, wrapper, scope));
    const found = foundOf(sure);
    if (found !== undefined) return found;
    const near = [...this.ended(words, true), ...this.ended(words, false)]
      .concat(this.near(words, named))
      .filter((entry) => keepsHead(entry, words) && (fitting(entry) || isEdge(named)));
    const similar = [...new Set([...plainly, ...near])].flatMap((entry) =>
      this.refsOf(entry, named, wrapper, scope),
    );
    return similar.length === 0 ? undefined : { refs: similar.slice(0, 3), similar: true };
  }

  /** Entries with all the words, those for agreements too, but for "the date of" before them. */
  private wholly(said: readonly string[], named: NamedAnchor | undefined): Entry[] {
    const at = (words: readonly string[]) => [
      ...(this.byAllStems.get(keyOf(allStemsOf(words))) ?? []),
    ];
    for (const words of [said, withoutDate(said)]) {
      if (at(words).length > 0) return at(words);
    }
    const instrument = instrumentOf(said);
    if (named === undefined || named.whole || instrument === undefined) return [];
    return at([...named.words, ...instrument.more, ...instrument.nouns])
      .filter((entry) => fits(entry, named))
      .filter((entry) => this.agrees(entry, said));
  }

  /** Whether the words name no other instrument, no other actor and no other party than an event. */
  private agrees({ kind, many, words, title }: Entry, said: readonly string[]): boolean {
    if (kind !== 'event') return true;
    const instrument = instrumentOf(said);
    if (instrument !== undefined && !this.own.agrees(instrument, words)) return false;
    return !hasOtherActor(said, title) && (many || !isForOne(said));
  }

  /** Events whose words say the ending of the same thing: "the expiry of the ceasefire" is `ceasefire-end`. */
  private ended(words: readonly string[], sure: boolean): Entry[] {
    const stems = stemsOf(words);
    const own = stems.filter((stem) => ENDINGS.has(stem));
    const [ending = ''] = own;
    if (own.length !== 1 || stems.length < 2) return [];
    const rest = stems.filter((stem) => stem !== ending);
    return [...ENDINGS].flatMap(([other, kind]) => {
      const same = kind === 'any' || ENDINGS.get(ending) === 'any';
      if (other === ending || same !== sure) return [];
      return [...(this.byStems.get(keyOf([...rest, other])) ?? [])];
    });
  }

  /** By all words, by those without whose it is, or by those without "date": "the Agent's demand", "the invoice date". */
  private plainly(
    named: NamedAnchor | undefined,
    words: readonly string[],
    scope: Omit<Scope, 'names'>,
  ): Entry[] {
    const all = this.exact(named?.id ?? '', words, scope);
    if (all.length > 0) return all;
    const { owner = [] } = named ?? {};
    const others = words.filter((word) => !owner.includes(word));
    const ownerNamed = owner.some((word) => this.byStem.has(stemOf(word)));
    const owned = owner.length === 0 || ownerNamed ? [] : this.exact('', others, scope);
    if (owned.length > 0 || words.length !== 2 || words[1] !== 'date') return owned;
    const [noun = ''] = words;
    return PLANNED.has(stemOf(noun)) ? [] : this.exact('', [noun], scope);
  }

  private exact(id: string, words: readonly string[], { within }: Omit<Scope, 'names'>): Entry[] {
    const own = [`${within}.${id}`, id].map((path) => this.byPath.get(path)).find((entry) => entry);
    if (own !== undefined) return [own];
    return [...(this.byStems.get(keyOf(stemsOf(words))) ?? [])];
  }

  /** Entries all of whose words are among those of the anchor, and the other way round. */
  private near(words: readonly string[], named: NamedAnchor | undefined): Entry[] {
    const stems = new Set(stemsOf(words));
    const found = new Set<Entry>();
    if (named !== undefined && IN_FORCE.has(named.id)) {
      for (const entry of this.entries) if (IN_FORCE.has(entry.path)) found.add(entry);
    }
    for (const stem of stems) {
      for (const entry of this.byStem.get(stem) ?? []) {
        const among = entry.stems.every((one) => stems.has(one));
        if (among || [...stems].every((one) => entry.stems.includes(one))) found.add(entry);
      }
    }
    return [...found];
  }

  private refsOf(
    { path, kind, many }: Entry,
    named: NamedAnchor | undefined,
    moment: Moment | undefined,
    { each }: Omit<Scope, 'names'>,
  ): FoundAnchor['refs'] {
    const ids = this.momentsOf(path, kind, moment).map((one) =>
      one === '' ? path : `${path}.${one}`,
    );
    return ids.flatMap((id) => {
      if (!many) return [{ ref: id, means: id }];
      const { its = false, ordinal } = named ?? {};
      if (ordinal !== undefined) return [numbered(id, ordinal)];
      if (its && each) return [numbered(id)];
      return [...(each ? [numbered(id)] : []), numbered(id, 1), numbered(id, 'last')];
    });
  }

  private momentsOf(
    path: string,
    kind: Entry['kind'],
    moment: Moment | undefined,
  ): readonly string[] {
    if (kind === 'event') return [''];
    const begun = moment === 'starts' || moment === 'breached' || moment === 'verified';
    if (this.names.phases.has(path)) return begun || moment === 'due' ? [] : ['fulfilled'];
    if (kind === 'falls') return begun ? [] : ['due'];
    if (moment !== undefined && !(kind === 'due' && moment === 'ends')) return [moment];
    if (kind === 'holds') return ['starts', 'ends'];
    return kind === 'due' ? ['fulfilled', 'due'] : ['fulfilled'];
  }

  private samples(): string[] {
    const once = this.entries.filter(({ many }) => !many);
    const dated = once.flatMap(({ path, kind }) => {
      if (kind === 'event') return [path];
      return kind === 'falls' ? [`${path}.due`] : [];
    });
    // An example that counts from the event declared first would say that it is meant; every agreement is signed.
    return ['signing', ...dated.filter((one) => one !== 'signing')].slice(0, MOST_SAMPLES);
  }

  private expected(): string {
    const events = [...this.names.events];
    const listed = events.slice(0, LISTED).join(', ');
    const more = events.length > LISTED ? ` and ${events.length - LISTED} more` : '';
    return `an event (${listed}${more}), or a moment of an obligation such as elections.fulfilled; declare under \`events\` what has no name yet`;
  }
}

/** The date of these may be the one that is planned. */
const PLANNED: ReadonlySet<string> = new Set(
  'payment delivery completion target start due closing maturity'.split(' ').map(stemOf),
);

function numbered(id: string, ordinal?: number | 'last'): FoundAnchor['refs'][number] {
  const ref = printAnchor({
    id,
    its: ordinal === undefined,
    ...(ordinal !== undefined && { ordinal }),
  });
  return { ref, means: ref };
}

function foundOf(refs: FoundAnchor['refs']): FoundAnchor | undefined {
  return refs.length === 0 ? undefined : { refs };
}

/** Only what has several occurrences has a second one, unless its own name says that it is the second. */
function fits({ many, words }: Entry, named: NamedAnchor | undefined): boolean {
  const ordinal = named?.ordinal;
  return many || ordinal === undefined || words.flatMap(ordinalIn).includes(ordinal);
}

/** The first and the last of what happens once may be that one. */
function isEdge(named: NamedAnchor | undefined): boolean {
  return named?.ordinal === 1 || named?.ordinal === 'last';
}

/** Prepositions, which follow the noun that says what happened. */
const JOINTS: ReadonlySet<string> = new Set('of to for in at on from'.split(' '));

/** Whether a name has the noun that says what happened: "suspension" in "suspension of delivery". */
function keepsHead(entry: Entry, words: readonly string[]): boolean {
  const joint = words.findIndex((word, i) => i > 0 && JOINTS.has(word));
  const head = stemOf(words.at(joint < 0 ? -1 : joint - 1) ?? '');
  return (
    NEUTRAL_HEADS.has(head) ||
    entry.stems.includes(head) ||
    (entry.kind !== 'event' && MOMENTS.has(words[0] ?? '')) ||
    MOMENTS.get(words[0] ?? '') === 'starts' ||
    entry.stems.some((stem) => ENDINGS.has(stem) && ENDINGS.has(head))
  );
}

function ordinalIn(word: string): (number | 'last')[] {
  if (word === 'last' || word === 'final') return ['last'];
  const ordinal = ordinalWord(word);
  return ordinal === undefined ? [] : [ordinal];
}

/** The stems of the words that name something; those of the agreement itself count only where no others do. */
function stemsOf(words: readonly string[]): string[] {
  const named = words.filter((word) => !(FILLERS.has(word) || VERBS.has(word)));
  const own = named.filter((word) => !AGREEMENT_NOUNS.has(word));
  return [...new Set((own.length > 0 ? own : named).map(stemOf))];
}

/** Verbs that help another: "an incident is reported". */
const VERBS: ReadonlySet<string> = new Set('is are was were be been being has have had'.split(' '));

function allStemsOf(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => !FILLERS.has(word)).map(stemOf))];
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

function keyOf(stems: readonly string[]): string {
  return stems.toSorted().join(' ');
}

function addTo(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, new Set([entry]));
  else found.add(entry);
}
