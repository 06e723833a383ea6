import { compile } from '../../engine/compile/compile';
import type {
  AgreementDocument,
  EventDefinition,
  Obligation,
  Party,
} from '../../engine/model/document';
import type { Key } from '../reader/accepts';
import type { Draft, DraftOptions, Proposal, Reading } from '../types';
import { Ids, slug } from './ids';
import { namesIn } from './phrase-names';

/** A text longer than this is cut in a document, in UTF-16 units. */
const LONGEST_QUOTE = 4000;
const LONGEST_REF = 80;
/** A renewal prolongs one of this many entries before it. */
const REACH = 6;
const TIMES = ['due', 'falls', 'holds', 'opens'] as const;

/** The draft document of a reading, and what it leaves open. It passes `check`: what would not is undated, with a note. */
export function draftDocument(reading: Reading, options: DraftOptions): Omit<Draft, keyof Reading> {
  const builder = new DocumentBuilder(options);
  // A name of the text is an event; no entry and no party takes it.
  for (const { key, phrase } of reading.proposals) builder.reserve(key, phrase);
  for (const proposal of reading.proposals) builder.define(proposal);
  for (const proposal of reading.proposals) builder.add(proposal);
  return builder.result(reading);
}

class DocumentBuilder {
  private readonly ids = new Ids();
  private readonly parties = new Map<string, { id: string; party: Party }>();
  private readonly events = new Map<string, EventDefinition>();
  private readonly obligations: Obligation[] = [];
  private readonly undecided: { id: string; why: string }[] = [];
  private readonly entryPages = new Map<string, number>();
  /** The events that an entry names, by its id. */
  private readonly named = new Map<string, readonly string[]>();
  /** The entries of days to which the text gives a name, by that name, which is their id. */
  private readonly days = new Map<string, Obligation>();
  /** The proposals of these entries. */
  private readonly defining = new Map<Proposal, Obligation>();

  constructor(private readonly options: DraftOptions) {}

  reserve(key: Key, phrase: string): void {
    for (const { path } of namesIn(key, phrase)) this.ids.take(path);
  }

  /** Makes the entry of a day that the text names here; others count from it, also from before. */
  define(proposal: Proposal): void {
    const { defines: id, key, phrase, anchor } = proposal;
    if (id === undefined || this.days.has(id) || phrase === 'undated') return;
    if (key !== 'due' && key !== 'falls') return;
    if (namesIn(key, phrase).some(({ path }) => path === id)) return;
    const timed = this.timed(this.base(proposal, id), key, phrase, anchor);
    if (timed === undefined || timed['for each'] !== undefined) return;
    this.ids.take(id);
    this.days.set(id, timed);
    this.defining.set(proposal, timed);
  }

  add(proposal: Proposal): void {
    const { key, phrase, page, anchor } = proposal;
    const host = this.attached(proposal);
    if (host !== undefined) {
      this.doubts(host, proposal);
      return;
    }
    const known = this.defining.get(proposal);
    const id = known?.id ?? this.ids.unique(proposal.title, 'duty');
    if (page !== undefined) this.entryPages.set(id, page);
    const base = this.base(proposal, id);
    const timed = known ?? this.timed(base, key, phrase, anchor);
    if (timed !== undefined) this.obligations.push(timed);
    else {
      const needs = `"${key}: ${phrase}" needs an entry or an event that the draft does not have.`;
      this.obligations.push({ ...base, due: 'undated', note: `Not written as time: ${needs}` });
      this.undecided.push({ id, why: needs });
    }
    this.doubts(id, proposal);
  }

  private doubts(id: string, { confidence, why, alternatives }: Proposal): void {
    if (confidence !== 'high') this.undecided.push({ id, why: `${confidence} confidence: ${why}` });
    for (const other of alternatives) {
      this.undecided.push({ id, why: `${other.why}: "${other.key}: ${other.phrase}"` });
    }
  }

  private base(proposal: Proposal, id: string): Obligation {
    const obligor = proposal.obligor === null ? undefined : this.party(proposal.obligor);
    return {
      id,
      title: oneLine(proposal.title),
      ...(proposal.ref !== null && { ref: proposal.ref.slice(0, LONGEST_REF) }),
      quote: oneLine(proposal.sentence.quote).slice(0, LONGEST_QUOTE),
      ...(obligor !== undefined && { obligor }),
    };
  }

  /**
   * Writes a renewal or an extension into the entry that it prolongs: the last one of its article with which the engine
   * accepts it.
   * @returns the id of that entry; undefined where there is none.
   */
  private attached({ key, phrase, ref, sentence }: Proposal): string | undefined {
    if (key !== 'renews' && key !== 'extends') return undefined;
    const events = new Map(
      namesIn(key, phrase).map(({ path }) => [path, { title: eventTitle(path, null) }]),
    );
    const article = articleOf(ref?.slice(0, LONGEST_REF));
    const least = Math.max(0, this.obligations.length - REACH);
    for (let i = this.obligations.length - 1; i >= least; i -= 1) {
      const host = this.obligations[i];
      if (host === undefined || articleOf(host.ref) !== article) continue;
      if (host[key] !== undefined || host.due === 'undated') continue;
      const note = `${host.note === undefined ? '' : `${host.note} `}${key}: "${oneLine(sentence.quote)}"`;
      const longer: Obligation = { ...host, [key]: phrase, note: note.slice(0, LONGEST_QUOTE) };
      const all = new Map([...this.eventsOf(host), ...events]);
      if (!this.compiles(longer, all)) continue;
      this.obligations[i] = longer;
      for (const [path, event] of events) this.events.set(path, event);
      this.named.set(host.id, [...all.keys()]);
      return host.id;
    }
    return undefined;
  }

  /** The obligation with its phrase and the events that it names; undefined where the engine refuses it. */
  private timed(
    base: Obligation,
    key: Key,
    phrase: string,
    anchor: string | null,
  ): Obligation | undefined {
    if (key === 'due' && phrase === 'undated') return { ...base, due: phrase };
    if (key !== 'due' && key !== 'falls' && key !== 'holds' && key !== 'opens') return undefined;
    const names = namesIn(key, phrase);
    if (names.some(({ path, moment }) => path.includes('.') || path === '' || moment !== undefined))
      return undefined;
    const declared = new Map<string, EventDefinition>();
    for (const { path, its, ordinal } of names) {
      if (path === 'signing' && its === undefined && ordinal === undefined) continue;
      if (this.days.has(path)) continue;
      const known = this.events.get(path);
      const repeats = known?.repeats === true || its === true || ordinal !== undefined;
      declared.set(path, {
        // The words are those of the first event: "from the due date until payment".
        title: known?.title ?? eventTitle(path, path === names[0]?.path ? anchor : null),
        ...(repeats && { repeats: true }),
      });
    }
    const plain = names.find(
      ({ path, its, ordinal }) =>
        its !== true && ordinal === undefined && declared.get(path)?.repeats === true,
    );
    const own = names.find(({ its }) => its === true) ?? plain;
    const written = plain === undefined ? phrase : withIts(phrase, plain.path);
    const obligation: Obligation = {
      ...base,
      ...(own !== undefined && { 'for each': own.path }),
      [key]: names.reduce(
        (text, { path }) => (this.days.has(path) ? fromDay(text, path) : text),
        written,
      ),
    };
    if (!this.compiles(obligation, declared)) return undefined;
    for (const [path, event] of declared) this.events.set(path, event);
    this.named.set(obligation.id, [...declared.keys()]);
    return obligation;
  }

  /** Whether the engine takes an entry beside the events and the days that it names, and nothing else. */
  private compiles(obligation: Obligation, events: ReadonlyMap<string, EventDefinition>): boolean {
    const days = this.daysIn(obligation);
    const named = new Map([...days.flatMap((day) => [...this.eventsOf(day)]), ...events]);
    const obligations = [...days, obligation];
    const parties = Object.fromEntries(
      obligations.flatMap(({ obligor }) =>
        typeof obligor === 'string' ? [[obligor, { name: obligor }] as const] : [],
      ),
    );
    return compile({ ...this.frame(), parties, events: Object.fromEntries(named), obligations }).ok;
  }

  /** The named days that an entry counts from, and those that these count from. */
  private daysIn(obligation: Obligation, known = new Set<Obligation>()): Obligation[] {
    for (const key of TIMES) {
      const phrase = obligation[key];
      for (const { path, moment } of phrase === undefined ? [] : namesIn(key, phrase)) {
        const day = moment === 'due' ? this.days.get(path) : undefined;
        if (day === undefined || known.has(day)) continue;
        known.add(day);
        this.daysIn(day, known);
      }
    }
    return [...known];
  }

  private eventsOf({ id }: Obligation): Map<string, EventDefinition> {
    const found = new Map<string, EventDefinition>();
    for (const path of this.named.get(id) ?? []) {
      const event = this.events.get(path);
      if (event !== undefined) found.set(path, event);
    }
    return found;
  }

  private party(name: string): string {
    const known = this.parties.get(plainName(name));
    if (known !== undefined) return known.id;
    const id = this.ids.unique(plainName(name), 'party');
    this.parties.set(plainName(name), { id, party: { name: oneLine(name) } });
    return id;
  }

  private declaredParties(): Record<string, Party> {
    return Object.fromEntries([...this.parties.values()].map(({ id, party }) => [id, party]));
  }

  private frame() {
    const title = oneLine(this.options.title ?? 'Draft');
    return { id: slug(title) ?? 'draft', title, zone: this.options.zone ?? 'UTC' };
  }

  /** An event that turned out to repeat later makes earlier plain names of it ambiguous: they are written for each occurrence. */
  private settled(): Obligation[] {
    return this.obligations.map((obligation) => {
      const events = this.eventsOf(obligation);
      const repeats = [...events.values()].some((event) => event.repeats === true);
      if (!repeats || this.compiles(obligation, events)) return obligation;
      return this.perOccurrence(obligation);
    });
  }

  private perOccurrence(obligation: Obligation): Obligation {
    const { due, falls, holds, opens, 'for each': _, ...rest } = obligation;
    const timing = Object.entries({ due, falls, holds, opens }).find(
      ([, phrase]) => phrase !== undefined,
    );
    const events = this.eventsOf(obligation);
    for (const [path, { repeats }] of timing === undefined ? [] : events) {
      if (repeats !== true || timing?.[1] === undefined) continue;
      const one: Obligation = { ...rest, 'for each': path, [timing[0]]: withIts(timing[1], path) };
      if (this.compiles(one, events)) return one;
    }
    this.undecided.push({
      id: rest.id,
      why: `"${timing?.join(': ') ?? ''}" is ambiguous beside the other entries.`,
    });
    return { ...rest, due: 'undated' };
  }

  result(reading: Reading): Omit<Draft, keyof Reading> {
    const obligations = this.settled();
    const document: AgreementDocument = {
      ...this.frame(),
      status: 'draft, read from a text by rules; every entry is to be compared with its quote',
      ...(this.options.source !== undefined && { sources: [{ title: this.options.source }] }),
      ...(this.parties.size > 0 && { parties: this.declaredParties() }),
      ...(this.events.size > 0 && { events: Object.fromEntries(this.events) }),
      obligations: obligations.length > 0 ? obligations : [PLACEHOLDER],
    };
    const open = reading.flags.map(({ quote, why }) => ({ quote: oneLine(quote), why }));
    const unread = [...(this.options.notices ?? []), ...reading.notices].map((why) => ({ why }));
    const undecided = [...unread, ...this.undecided, ...open];
    return { document, undecided, entryPages: this.entryPages };
  }
}

/** A document has at least one entry; a text of background alone gives this one. */
const PLACEHOLDER: Obligation = {
  id: 'nothing-found',
  title: 'No duty was found in the text',
  due: 'undated',
};

const withIts = (phrase: string, path: string): string =>
  phrase.replace(
    new RegExp(`(^|[ (])(?<!its |\\d(?:st|nd|rd|th) )${path}(?=$|[ )])`, 'g'),
    `$1its ${path}`,
  );

/** A day with a name is an entry, whose date is counted from. */
const fromDay = (phrase: string, path: string): string =>
  phrase.replace(new RegExp(`(^|[ (])${path}(?=$|[ )])`, 'g'), `$1${path}.due`);

const articleOf = (ref: string | undefined): string | undefined => ref?.split(',')[0];

function eventTitle(path: string, anchor: string | null): string {
  const words = path.replaceAll('-', ' ');
  return anchor === null || anchor.length > 160
    ? words.charAt(0).toUpperCase() + words.slice(1)
    : oneLine(anchor);
}

const plainName = (name: string): string =>
  oneLine(name)
    .toLowerCase()
    .replace(/^(?:the|a|an|each|any|every|all|both|either) /, '');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
