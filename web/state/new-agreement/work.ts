import { computed, effect, signal } from '@preact/signals';
import { remembered } from '../../words/format';
import { endingOf, ownZone, type Reading } from './reading';
import {
  type Entry,
  type EntryForm,
  entryOf,
  freeId,
  namesIn,
  type Outline,
  outlineOf,
  partiesOf,
  whoOf,
  withEntry,
  withForm,
  withoutEntry,
  written,
} from './yaml-document';

/** An agreement that is being written. */
export interface Work {
  /** The document as it would be saved: what is accepted. The cards are a view of it. */
  yaml: string;
  /** YYYY-MM-DD, the assumed signing. */
  signing: string;
  /** The text that it is drafted from, and what was read in it. */
  reading: Reading | null;
  /** Ids of proposals, entries and questions that set nothing. */
  dismissed: readonly string[];
  /** The YAML of entries that were taken out again, by id. */
  aside: Readonly<Record<string, string>>;
}

const STORED = 'pacta.new-agreement';
/** UTF-16 units of a draft that the browser keeps; browsers keep 5 million of an origin. */
const MOST_KEPT = 2_000_000;
const REST_MS = 300;

export const work = signal<Work | undefined>(stored());
/** Whether the draft is kept by the browser; not where it is too large or storage is not allowed. */
export const isKept = signal(true);
export const tab = signal<'cards' | 'yaml'>('cards');

function stored(): Work | undefined {
  try {
    // The page wrote it itself.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an older form of it has another name
    return (JSON.parse(remembered('new-agreement')) as Work) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(): void {
  clearTimeout(resting);
  const text = work.peek() === undefined ? '' : JSON.stringify(work.peek());
  try {
    if (text === '' || text.length > MOST_KEPT) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, text);
    isKept.value = text.length <= MOST_KEPT;
  } catch {
    isKept.value = false;
  }
}

let resting: ReturnType<typeof setTimeout> | undefined;
let isFirst = true;
effect(() => {
  const changed = work.value;
  // What was just read from the storage is not written back.
  if (isFirst) isFirst = false;
  else if (changed === undefined) keep();
  else {
    clearTimeout(resting);
    resting = setTimeout(keep, REST_MS);
  }
});
addEventListener('pagehide', () => {
  if (work.peek() !== undefined) keep();
});

export function change(patch: Partial<Work>): void {
  if (work.peek() !== undefined) work.value = { ...required(), ...patch };
}

function required(): Work {
  const now = work.peek();
  if (now === undefined) throw new Error('There is no draft');
  return now;
}

const todayText = (): string => new Date().toLocaleDateString('sv');

function begin(yaml: string, reading: Reading | null, first: 'cards' | 'yaml' = 'cards'): void {
  tab.value = first;
  work.value = { yaml, signing: todayText(), reading, dismissed: [], aside: {} };
}

/** Begins with what was read in a text. Only entries of high confidence that no question touches are in the document. */
export function beginReading(reading: Reading): void {
  begin(written({ ...reading.frame, obligations: [] }), reading);
  for (const { id, confidence } of reading.proposals)
    if (confidence === 'high' && questionsOf(reading, id).length === 0) accept(id);
}

export const beginYaml = (yaml: string): void =>
  begin(yaml, null, outlineOf(yaml) === undefined ? 'yaml' : 'cards');

export const beginForm = (title: string): void => {
  const id = freeId(title, 'agreement', new Set());
  begin(written({ id, title, zone: ownZone(), obligations: [] }), null);
};

/** Begins with the document of another agreement, under an id of its own. */
export function beginFrom(document: { id: string }): void {
  begin(written({ ...document, id: `${document.id}-copy` }), null);
}

export const isYaml = (name: string): boolean => ['yaml', 'yml', 'json'].includes(endingOf(name));

export const discard = (): void => {
  work.value = undefined;
};

const yaml = computed(() => work.value?.yaml ?? '');
/** The document as the cards show it; undefined where its YAML cannot be read. */
export const outline = computed(() => outlineOf(yaml.value));

export type State = 'accepted' | 'undecided' | 'dismissed';

/** A card of the review. */
export interface Card {
  id: string;
  state: State;
  entry: Entry;
  /** Its proposal, or the question that no proposal answers. */
  proposal?: Reading['proposals'][number];
  /** What the text leaves open about it. */
  questions: readonly string[];
  /** Where it is in the text; of an entry that no text gave it is absent. */
  start?: number;
}

const QUESTION = 'question-';

/** The id of the card of a question that no proposal answers. */
export const idOfFlag = ({ start }: { start: number }): string => `${QUESTION}${start}`;

/** The questions inside the sentence of a proposal's own words. */
function questionsOf(reading: Reading, id: string): readonly string[] {
  const own = reading.proposals.find((one) => one.id === id);
  if (own === undefined) return [];
  return reading.flags.filter((flag) => touches(own, flag)).map(({ why }) => why);
}

export const touches = (
  a: { start: number; end: number },
  b: { start: number; end: number },
): boolean => a.start < b.end && b.start < a.end;

export const cards = computed((): readonly Card[] => {
  const now = work.value;
  const shown = outline.value;
  if (now === undefined || shown === undefined) return [];
  return [...cardsOfText(now, shown), ...otherCards(now, shown)];
});

const stateOf = ({ dismissed }: Work, id: string, entry: Entry | undefined): State =>
  entry !== undefined ? 'accepted' : dismissed.includes(id) ? 'dismissed' : 'undecided';

function cardsOfText(now: Work, { entries }: Outline): Card[] {
  const { reading, aside } = now;
  if (reading === null) return [];
  const byId = new Map(entries.map((one) => [one.id, one]));
  const asked = reading.flags.filter(
    (flag) => !reading.proposals.some((one) => touches(one, flag)),
  );
  /** A card with the entry of the document, else with the one that was taken out, else with what the text gives. */
  const cardOf = (id: string, given: Entry): Pick<Card, 'id' | 'state' | 'entry'> => {
    const entry = byId.get(id);
    const source = aside[id];
    const last = source === undefined ? given : outlineEntry(source);
    return { id, state: stateOf(now, id, entry), entry: entry ?? last };
  };
  const proposed = reading.proposals.map((proposal): Card => {
    const { id, start } = proposal;
    const questions = questionsOf(reading, id);
    return { ...cardOf(id, entryOf(reading.entries[id])), proposal, questions, start };
  });
  const questions = asked.map((flag): Card => {
    const id = idOfFlag(flag);
    const said = entryOf({ id, title: flag.quote.replaceAll(/\s+/g, ' '), quote: flag.quote });
    return { ...cardOf(id, said), questions: [flag.why], start: flag.start };
  });
  return [...proposed, ...questions].sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}

/** Entries that no text gave, and those of them that were taken out. */
function otherCards(now: Work, { entries }: Outline): Card[] {
  const { reading, aside } = now;
  const known = new Set(reading?.proposals.map(({ id }) => id));
  for (const flag of reading?.flags ?? []) known.add(idOfFlag(flag));
  const own = entries.filter(({ id }) => !known.has(id));
  for (const { id } of own) known.add(id);
  const out = Object.keys(aside).filter((id) => !known.has(id));
  return [
    ...own.map((entry): Card => ({ id: entry.id, state: 'accepted', entry, questions: [] })),
    ...out.map((id): Card => {
      const entry = outlineEntry(aside[id] ?? '');
      return { id, state: 'dismissed', entry, questions: [] };
    }),
  ];
}

const outlineEntry = (source: string): Entry =>
  outlineOf(`obligations:\n${source.replaceAll(/^/gm, '  ').replace(/^ {2}/, '- ')}`)?.entries.map(
    (one) => ({ ...one, index: -1 }),
  )[0] ?? entryOf(undefined);

/** Names of the document's parties, and of those that only the draft has so far. */
export const partyNames = computed((): ReadonlyMap<string, string> => {
  const drafted = Object.entries(work.value?.reading?.parties ?? {});
  return new Map([...partiesOf(drafted), ...(outline.value?.parties ?? [])]);
});

export const openCards = computed(() => cards.value.filter(({ state }) => state === 'undecided'));

const declaredBy = (reading: Reading | null) => ({
  parties: reading?.parties ?? {},
  events: reading?.events ?? {},
});

/** The document with an entry that it lacks; unchanged where it has it. */
function included(now: Work, id: string): string {
  if (outlineOf(now.yaml)?.entries.some((one) => one.id === id) !== false) return now.yaml;
  const { reading } = now;
  const given = reading?.entries[id];
  const source = now.aside[id] ?? written(given ?? { id, title: '', due: 'undated' });
  const all = cards.peek();
  const at = all.findIndex((card) => card.id === id);
  const before = at < 0 ? all : all.slice(0, at);
  const ids = before.map((card) => card.id);
  return withEntry(
    now.yaml,
    source,
    reading === null || at < 0 ? [] : ['', ...ids],
    declaredBy(reading),
  );
}

/** Puts a proposal, or an entry that was taken out, into the document. */
export function accept(id: string): void {
  const now = required();
  change({
    yaml: included(now, id),
    dismissed: now.dismissed.filter((one) => one !== id),
    aside: without(now.aside, id),
  });
}

const without = (map: Work['aside'], id: string): Work['aside'] =>
  Object.fromEntries(Object.entries(map).filter(([one]) => one !== id));

/** Says that a proposal or a question is no duty. An entry leaves the document and can come back as it was. */
export function dismiss(id: string): void {
  const now = required();
  const { yaml: rest, taken } = withoutEntry(now.yaml, id, declaredBy(now.reading));
  const aside = taken === '' ? now.aside : { ...now.aside, [id]: taken };
  change({ yaml: taken === '' ? now.yaml : rest, aside, dismissed: [...now.dismissed, id] });
}

/** Back to what is to be decided. */
export function reopen(id: string): void {
  const { dismissed, reading } = required();
  const isRead = reading?.proposals.some((one) => one.id === id) ?? false;
  if (isRead || id.startsWith(QUESTION)) {
    change({ dismissed: dismissed.filter((one) => one !== id) });
  } else accept(id);
}

/** The document as it would be with what a form has. */
export const withFormOf = (id: string, form: EntryForm): string =>
  withForm(included(withQuestion(required(), id), id), id, form);

/** A question that becomes an entry keeps its words. */
function withQuestion(now: Work, id: string): Work {
  const card = cards.peek().find((one) => one.id === id);
  if (card === undefined || card.proposal !== undefined || now.aside[id] !== undefined) return now;
  const { title, quote } = card.entry;
  const source = written({ id, title, quote: quote.replaceAll(/\s+/g, ' '), due: 'undated' });
  return { ...now, aside: { ...now.aside, [id]: source } };
}

export function applyForm(id: string, form: EntryForm): void {
  const now = required();
  change({
    yaml: withFormOf(id, form),
    dismissed: now.dismissed.filter((one) => one !== id),
    aside: without(now.aside, id),
  });
}

/** Chooses another reading of a proposal. */
export function choose({ id, entry }: Card, key: EntryForm['key'], phrase: string): void {
  accept(id);
  const { title, ref } = entry;
  const who = whoOf(entry, partyNames.peek());
  const each = required().reading?.entries[id]?.['for each'];
  const own = typeof each === 'string' ? withIts(phrase, each) : phrase;
  applyForm(id, { title, ref, who, key, phrase: own });
}

/** A phrase of an entry that exists once for each occurrence of an event: it names its own occurrence. */
const withIts = (phrase: string, event: string): string =>
  phrase.replace(
    new RegExp(`(?<![\\w-]|its |\\d(?:st|nd|rd|th) )${event}(?![\\w-])`, 'g'),
    `its ${event}`,
  );

/** An id for an entry that is written by hand. */
export const newEntryId = (title: string): string => {
  const shown = outline.peek();
  const taken = shown === undefined ? new Set<string>() : namesIn(shown);
  return freeId(title, 'entry', new Set([...taken, ...cards.peek().map(({ id }) => id)]));
};
