import { Document, isMap, isScalar, isSeq, parseDocument, stringify, YAMLSeq } from 'yaml';

/** The timing keys that the form offers; others are written as YAML. */
export const KEYS = ['due', 'falls', 'holds', 'opens', 'target'] as const;
export type Key = (typeof KEYS)[number];

/** An entry as the cards show it. */
export interface Entry {
  /** Its place among the obligations; -1 of one that is not in the document. */
  index: number;
  id: string;
  title: string;
  ref: string;
  quote: string;
  /** The ids of its parties. */
  obligors: readonly string[];
  key: Key | '';
  phrase: string;
}

/** What the form of an entry sets. */
export interface EntryForm {
  title: string;
  ref: string;
  /** Names of parties, separated by commas. */
  who: string;
  key: Key;
  phrase: string;
}

export interface Outline {
  id: string;
  title: string;
  zone: string;
  parties: ReadonlyMap<string, string>;
  events: ReadonlySet<string>;
  entries: readonly Entry[];
}

export type Keyed = Readonly<Record<string, unknown>>;
const isKeyed = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text, also where it is written in several languages: then the first one. */
function textOf(value: unknown): string {
  if (isKeyed(value)) return textOf(Object.values(value)[0]);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The entry that a value of a document describes. */
export function entryOf(value: unknown, index = -1): Entry {
  const from = isKeyed(value) ? value : {};
  const key = KEYS.find((one) => from[one] !== undefined) ?? '';
  return {
    index,
    id: textOf(from.id),
    title: textOf(from.title),
    ref: textOf(from.ref),
    quote: textOf(from.quote),
    obligors: listOf(from.obligor).map(textOf),
    key,
    phrase: key === '' ? '' : textOf(from[key]),
  };
}

/** The value of a document; undefined where its aliases multiply beyond measure. */
function valueOf(doc: Document): unknown {
  try {
    return doc.toJS();
  } catch {
    return undefined;
  }
}

/** What the cards show of a document; undefined where its YAML cannot be read. */
export function outlineOf(yaml: string): Outline | undefined {
  const doc = parseDocument(yaml);
  if (doc.errors.length > 0) return undefined;
  const value = valueOf(doc);
  if (value !== null && !isKeyed(value)) return undefined;
  const from = value ?? {};
  const parties = isKeyed(from.parties) ? from.parties : {};
  const events = isKeyed(from.events) ? from.events : {};
  return {
    id: textOf(from.id),
    title: textOf(from.title),
    zone: textOf(from.zone),
    parties: new Map(partiesOf(Object.entries(parties))),
    events: new Set(Object.keys(events)),
    entries: listOf(from.obligations).map((one, i) => entryOf(one, i)),
  };
}

/** Ids and names of parties, as a document writes them. */
export const partiesOf = (entries: readonly [string, unknown][]): [string, string][] =>
  entries.map(([id, one]) => [id, (isKeyed(one) ? textOf(one.name) : textOf(one)) || id]);

/** A document as YAML; long texts stay on one line. */
export const written = (value: unknown): string => stringify(value, { lineWidth: 0 });

/** Changes a document and keeps its comments. */
function edited(yaml: string, change: (doc: Document) => void): string {
  const doc: Document = parseDocument(yaml);
  if (!isMap(doc.contents)) doc.contents = doc.createNode({});
  change(doc);
  return doc.toString({ lineWidth: 0 });
}

export const withField = (yaml: string, key: 'id' | 'title' | 'zone', value: string): string =>
  edited(yaml, (doc) => doc.set(key, value));

/** A name of letters, digits and hyphens that nothing in the document has; of a text in other letters, `fallback`. */
export function freeId(text: string, fallback: string, taken: ReadonlySet<string>): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const base = (/^[a-z]/.test(words[0] ?? '') ? words.slice(0, 6).join('-') : '') || fallback;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}

export const namesIn = ({ parties, events, entries }: Outline): Set<string> =>
  new Set([...parties.keys(), ...events, ...entries.map(({ id }) => id)]);

/** What an entry needs of a draft: parties and events that the document may lack. */
interface Declared {
  parties: Keyed;
  events: Keyed;
}

const obligationsOf = (doc: Document): YAMLSeq => {
  const found = doc.get('obligations');
  if (isSeq(found)) return found;
  const list = new YAMLSeq();
  // Something else in their place is a fault, which is for the person to mend.
  if (found === undefined || found === null) doc.set('obligations', list);
  return list;
};

const indexOf = (list: YAMLSeq, id: string): number =>
  list.items.findIndex((one) => isMap(one) && textOf(one.get('id')) === id);

/**
 * Adds an entry.
 * @param source its YAML, with comments.
 * @param before ids: it is placed after the last of them.
 */
export function withEntry(
  yaml: string,
  source: string,
  before: readonly string[],
  declared: Declared,
): string {
  return edited(yaml, (doc) => {
    const list = obligationsOf(doc);
    const own = parseDocument(source);
    const entry = entryOf(own.toJS());
    const at = Math.max(-1, ...before.map((id) => indexOf(list, id)));
    list.items.splice(before.length === 0 ? list.items.length : at + 1, 0, own.contents);
    list.flow = false;
    declare(doc, entry, declared);
  });
}

function declare(doc: Document, { obligors, phrase }: Entry, { parties, events }: Declared): void {
  for (const id of obligors)
    if (parties[id] !== undefined && !doc.hasIn(['parties', id]))
      declareOne(doc, 'parties', id, parties[id]);
  for (const [id, event] of Object.entries(events))
    if (names(phrase, id) && !doc.hasIn(['events', id])) declareOne(doc, 'events', id, event);
}

/** Adds a party or an event; the list of them stands before the obligations. */
function declareOne(doc: Document, list: 'parties' | 'events', id: string, value: unknown): void {
  const { contents } = doc;
  if (!doc.has(list) && isMap(contents)) {
    const at = contents.items.findIndex(
      ({ key }) => textOf(isScalar(key) ? key.value : key) === 'obligations',
    );
    const pair = doc.createPair(list, {});
    contents.items.splice(at < 0 ? contents.items.length : at, 0, pair);
  }
  const found = doc.get(list);
  if (isMap(found)) found.set(id, doc.createNode(value));
}

const names = (phrase: string, id: string): boolean =>
  new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(phrase);

/** Takes an entry out, with the parties and events of the draft that no other entry names. */
export function withoutEntry(
  yaml: string,
  id: string,
  declared: Declared,
): { yaml: string; taken: string } {
  let taken = '';
  const rest = edited(yaml, (doc) => {
    const list = obligationsOf(doc);
    const at = indexOf(list, id);
    if (at < 0) return;
    const [node] = list.items.splice(at, 1);
    taken = new Document(node).toString({ lineWidth: 0 });
    const others = JSON.stringify(list.toJS(doc));
    for (const [map, ids] of Object.entries({ parties: declared.parties, events: declared.events }))
      for (const one of Object.keys(ids)) if (!names(others, one)) remove(doc, map, one);
  });
  return { yaml: rest, taken };
}

function remove(doc: Document, map: string, id: string): void {
  const list = doc.get(map);
  if (!isMap(list)) return;
  list.delete(id);
  if (list.items.length === 0) doc.delete(map);
}

/** Sets what a form has of an entry that is in the document. Names that are no party yet become parties. */
export function withForm(yaml: string, id: string, form: EntryForm): string {
  const outline = outlineOf(yaml);
  if (outline === undefined) return yaml;
  return edited(yaml, (doc) => {
    const at = indexOf(obligationsOf(doc), id);
    const before = outline.entries[at];
    if (before === undefined) return;
    const path = ['obligations', at];
    doc.setIn([...path, 'title'], form.title);
    put(doc, [...path, 'ref'], form.ref);
    if (form.who !== whoOf(before, outline.parties)) {
      const ids = partyIds(doc, outline, form.who);
      put(doc, [...path, 'obligor'], ids.length > 1 ? doc.createNode(ids) : (ids[0] ?? ''));
    }
    if (before.key !== '' && before.key !== form.key) doc.deleteIn([...path, before.key]);
    doc.setIn([...path, form.key], form.phrase);
  });
}

function put(doc: Document, path: readonly unknown[], value: unknown): void {
  if (value === '') doc.deleteIn(path);
  else doc.setIn(path, value);
}

export const whoOf = ({ obligors }: Entry, parties: ReadonlyMap<string, string>): string =>
  obligors.map((id) => parties.get(id) ?? id).join(', ');

function partyIds(doc: Document, outline: Outline, who: string): string[] {
  const taken = namesIn(outline);
  const given = who.split(',').map((name) => name.trim());
  return given
    .filter((name) => name !== '')
    .map((name) => {
      const lower = name.toLowerCase();
      const known = [...outline.parties].find(
        ([id, called]) => id === name || called.toLowerCase() === lower,
      );
      if (known !== undefined) return known[0];
      const id = freeId(name, 'party', taken);
      taken.add(id);
      declareOne(doc, 'parties', id, { name });
      return id;
    });
}

/** Declares an event that a phrase names. */
export const withEvent = (yaml: string, id: string): string =>
  edited(yaml, (doc) => {
    const words = id.replaceAll('-', ' ');
    const title = words.charAt(0).toUpperCase() + words.slice(1);
    declareOne(doc, 'events', id, { title });
  });
