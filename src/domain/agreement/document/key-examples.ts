import { isRecord } from '../../../base/guards';
import {
  caseSchema,
  conventionSchema,
  documentSchema,
  eventSchema,
  obligationSchema,
  partySchema,
  phaseSchema,
  sourceSchema,
} from './document-schema';

/** The shortest valid document. */
export const WHOLE_EXAMPLE =
  '{id: pact, title: Pact, zone: Europe/Kyiv, obligations: [{id: elections, title: Elections, due: within 100 days of signing}]}';

/** An example of each key that is accepted in any document. */
const EXAMPLES: Readonly<Record<string, string>> = {
  id: 'id: prisoner-exchange',
  title: 'title: Exchange of all prisoners',
  status: 'status: Signed and in force',
  titles: 'titles: {en: Exchange of all prisoners}',
  note: 'note: The annex has the maps',
  notes: 'notes: {en: The annex has the maps}',
  names: 'names: {en: Ukraine}',
  ref: 'ref: "24"',
  quote: 'quote: "Elections will be held in 100 days."',
  theme: 'theme: security',
  quantity: 'quantity: 30 %',
  name: 'name: Ukraine',
  groups: 'groups: [states]',
  zone: 'zone: Europe/Kyiv',
  counting: 'counting: agreement-d-plus-n',
  conventions: 'conventions: {isda: {like: exclusive, roll: modified-following}}',
  like: 'like: exclusive',
  source: 'source: Section 4.12 of the definitions',
  'excludes-trigger-day': 'excludes-trigger-day: true',
  'counts-begun-day': 'counts-begun-day: true',
  'month-end': 'month-end: end-of-month',
  'clear-days': 'clear-days: true',
  roll: 'roll: modified-following',
  'roll-forward': 'roll-forward: following',
  'roll-backward': 'roll-backward: preceding',
  'rolls-for': 'rolls-for: all',
  'short-period-days': 'short-period-days: 5',
  'minimum-working-days': 'minimum-working-days: 2',
  'hours-from': 'hours-from: event',
  'hours-roll': 'hours-roll: same-time',
  'keeps-clock': 'keeps-clock: true',
  weekend: 'weekend: [saturday, sunday]',
  calendars: 'calendars: [ua]',
  sources: 'sources: [{title: Text of the agreement, url: "https://example.org/text"}]',
  publisher: 'publisher: United Nations',
  date: 'date: "2025-11-27"',
  url: 'url: https://example.org/text',
  repeats: 'repeats: true',
  invented: 'invented: true',
  due: 'due: within 100 days of signing',
  holds: 'holds: from signing',
  falls: 'falls: 8 years after signing',
  opens: 'opens: 6 months after signing',
  target: 'target: 6 months after signing',
  grace: 'grace: 72 hours',
  when: 'when: signing before 2030-01-01',
  unless: 'unless: no signing by 2030-01-01',
  extends: 'extends: once by at most 6 months',
  pauses: 'pauses: while no signing',
  reverts: 'reverts: on signing',
  cases: 'cases: [{when: signing before 2030-01-01, due: by 2030-06-30}, {due: by 2031-06-30}]',
  phases: 'phases: [{id: stage-1, due: within 30 days of signing}]',
  parties: 'parties: {ukraine: {name: Ukraine}}',
  events: 'events: {entry-into-force: {title: Entry into force}}',
  obligations: 'obligations: [{id: elections, title: Elections, due: within 100 days of signing}]',
};

/** Keys whose values are party ids of the document. */
const PARTY_KEYS = ['obligor', 'beneficiary', 'by', 'for each'];

/**
 * An example of a key that this document accepts; undefined if there is none.
 * @param value the document as parsed, of any shape: examples name its own parties, events and obligations.
 */
export function exampleOf(key: string, value: unknown): string | undefined {
  if (PARTY_KEYS.includes(key)) {
    const party = idIn(value, 'parties');
    return party === undefined ? undefined : `${key}: ${party}`;
  }
  if (key === 'renews') {
    return `renews: for 5 years unless ${idIn(value, 'events') ?? 'signing'} 6 months before`;
  }
  if (key !== 'supersedes') return EXAMPLES[key];
  const first = valueAt(value, ['obligations', 0, 'id']);
  return typeof first === 'string' && ID.test(first) ? `supersedes: ${first}` : undefined;
}

/** The first id among the keys of a mapping of the document. */
function idIn(value: unknown, key: 'parties' | 'events'): string | undefined {
  const mapping = valueAt(value, [key]);
  return isRecord(mapping) ? Object.keys(mapping).find((id) => ID.test(id)) : undefined;
}

/** The value at a path in a parsed document of any shape; undefined if there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Turns any text into an id: "Group A" becomes "group-a". */
export function suggestedId(key: string): string {
  const made = key
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return ID.test(made) ? made : 'group-a';
}

/** The keys that an object of a document may have, by the path to it. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  const [kind] = path.slice(-2);
  const schema = path.length === 0 ? documentSchema : SCHEMAS[String(kind)];
  return Object.keys(schema?.shape ?? {});
}

const SCHEMAS: Readonly<Record<string, { shape: object }>> = {
  parties: partySchema,
  events: eventSchema,
  conventions: conventionSchema,
  sources: sourceSchema,
  obligations: obligationSchema,
  phases: phaseSchema,
  cases: caseSchema,
};
