import fc from 'fast-check';
import { parse } from 'yaml';
import { type Fault, pathOf, Refusal } from '../../src/base/refusal';
import { DEFAULT_LIMITS } from '../../src/config/policy';
import { readSettings } from '../../src/config/settings';
import { readAgreement } from '../../src/domain/agreement/document/loader';
import { readFactList } from '../../src/domain/change/facts/fact-list';
import { readAssumption } from '../../src/domain/what-if/assumption';
import { readQuestion } from '../../src/domain/what-if/question';
import {
  parseCondition,
  parseDue,
  parseExtends,
  parseFalls,
  parseGrace,
  parseHolds,
  parseMoment,
  parseOpens,
  parsePauses,
  parseRenews,
  parseReverts,
} from '../../src/engine/phrase/parse';
import { runs } from '../support/runs';

const RUNS = runs(150, 100_000);

/** A document with every key that a document can have. */
const WHOLE = {
  id: 'pact',
  title: 'Pact',
  status: 'In force',
  note: 'A note',
  zone: 'Europe/Kyiv',
  counting: 'agreement-d-plus-n',
  calendars: ['ua'],
  sources: [
    { title: 'Text', publisher: 'P', date: '2025-11-27', url: 'https://a.example', note: 'N' },
  ],
  parties: { a: { name: 'A', groups: ['states'], zone: 'Europe/Kyiv' }, b: { name: 'B' } },
  events: {
    notice: { title: 'Notice' },
    deposit: { title: 'D', by: 'states', note: 'N' },
    loss: { title: 'L', repeats: true },
  },
  invented: true,
  obligations: [
    {
      id: 'one',
      title: 'One',
      ref: '1',
      quote: 'Q',
      note: 'N',
      theme: 'peace',
      obligor: 'a',
      beneficiary: ['b'],
      counting: 'inclusive',
      zone: 'UTC',
      calendars: ['ua'],
      quantity: '30 %',
      due: 'by 10 days after signing',
      opens: 'signing',
      target: '5 days after signing',
      grace: '72 hours',
      when: 'signing before 2030-01-01',
      unless: 'no signing by 2030-01-01',
      extends: 'once by at most 6 months',
      pauses: 'while notice',
    },
    {
      id: 'two',
      title: 'Two',
      holds: 'from signing for 5 years',
      renews: 'for 5 years unless notice 6 months before',
      reverts: 'on notice',
    },
    { id: 'three', title: 'Three', falls: '8 years after signing', supersedes: 'one' },
    { id: 'four', title: 'Four', 'for each': 'states', due: 'within 5 days of its deposit' },
    {
      id: 'five',
      title: 'Five',
      cases: [{ title: 'C', when: 'notice', due: 'by 2030-06-30' }, { due: 'by 2031-06-30' }],
    },
    {
      id: 'six',
      title: 'Six',
      phases: [
        { id: 'p', title: 'P', due: 'on signing' },
        { id: 'q', due: 'undated' },
      ],
    },
  ],
};

const SMALL = { id: 'small', title: 'Small', zone: 'UTC', events: { notice: { title: 'N' } } };

function faultsOf(document: unknown): readonly Fault[] {
  try {
    readAgreement(JSON.stringify(document), 'It');
  } catch (error) {
    if (error instanceof Refusal) return error.faults;
    throw error;
  }
  return [];
}

/** Every place of a value, as the path to it. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const inner = Object.entries(value).flatMap(([key, one]) => placesIn(one, [...path, key]));
  return path.length === 0 ? inner : [[...path], ...inner];
}

type Holder = Record<string, unknown>;
const PLACES = placesIn(WHOLE);

/** The object or list that holds what a path names; undefined if there is none. */
function holderOf(document: unknown, path: readonly string[]): Holder | undefined {
  let holder = document as Holder | undefined;
  for (const key of path.slice(0, -1)) holder = holder?.[key] as Holder | undefined;
  return holder;
}

/** The keys and values that an example is of: a phrase is the value of the key that is at fault. */
function linesOf(key: string, example: string): Holder {
  const read: unknown = PARSERS[key]?.(example).ok === true ? example : parse(example);
  return typeof read === 'string' ? { [key]: read } : (read as Holder);
}

/** What is misshapen in any place: another type, nothing, too much, or another name. */
const wrong = fc.oneof(
  fc.constantFrom<unknown>(5, true, null, '', [], {}, [5], { x: 1 }, 'x'.repeat(5_000), '€'),
  fc.constant(undefined),
);
const spoilt = fc
  .tuple(fc.constantFrom(...PLACES), wrong, fc.constantFrom('value', 'key', 'more'))
  .map(([path, put, how]) => {
    const document = structuredClone(WHOLE) as unknown as Holder;
    const holder = holderOf(document, path) ?? {};
    const key = path.at(-1) as string;
    const value = holder[key];
    if (how === 'value' && put !== undefined) holder[key] = put;
    else if (how === 'more' && !Array.isArray(holder)) holder['some key'] = 'x';
    else if (!Array.isArray(holder)) delete holder[key];
    if (how === 'key' && !Array.isArray(holder)) holder[`${key} X`] = value;
    return document;
  });

/** The document with the example of a fault in the place that the fault is about. */
function corrected(document: Holder, { pointer, example, detail }: Fault): void {
  const path = pathOf(pointer);
  const key = path.at(-1) ?? '';
  const lines = Object.entries(linesOf(key, example ?? ''));
  const [name, value] = lines[0] ?? [];
  // An earlier example has replaced the list that held it.
  if (holderOf(document, path) === undefined) return;
  if (lines.length > 1) {
    // The example is of keys that go together, instead of those that do not.
    const holder = holderOf(document, path) ?? {};
    for (const timing of ['due', 'holds', 'falls', 'cases', key]) delete holder[timing];
    Object.assign(holder, Object.fromEntries(lines));
    return;
  }
  if (/^(unknown key|its name|.* is not an id$)/.test(detail))
    delete holderOf(document, path)?.[key];
  if (name === undefined) throw new Error(`no key in ${example}`);
  if (name === 'parties' || name === 'events') {
    const known = document[name];
    const more = typeof known === 'object' && !Array.isArray(known) ? known : {};
    document[name] = { ...more, ...(value as Holder) };
    return;
  }
  // The example is of a key that the pointer has, or a line of the object that it names or that holds its key.
  const at = path.lastIndexOf(name);
  const own = at < 0 ? holderOf(document, path)?.[key] : undefined;
  const names = typeof own === 'object' && own !== null && !Array.isArray(own);
  const holder = names
    ? (own as Holder)
    : (holderOf(document, at < 0 ? path : path.slice(0, at + 1)) ?? {});
  holder[name] = value;
}

const PARSERS: Readonly<Record<string, (text: string) => { ok: boolean }>> = {
  due: parseDue,
  holds: parseHolds,
  falls: parseFalls,
  opens: parseOpens,
  target: parseMoment,
  grace: parseGrace,
  when: parseCondition,
  unless: parseCondition,
  renews: parseRenews,
  extends: parseExtends,
  pauses: parsePauses,
  reverts: parseReverts,
};

const word = fc.constantFrom(
  ...'within 30 days of after before by on at signing monthly every 6 months from until 3 times first day the year no later than not earlier (x and y) but 2020-01-01 30 April 25:00 day 0 its while for unless notice'.split(
    ' ',
  ),
);

describe('every example that a fault shows', () => {
  it('is accepted where the fault is, for documents misshapen in any place', () => {
    let shown = 0;
    let told = 0;
    expect(faultsOf(WHOLE)).toEqual([]);
    fc.assert(
      fc.property(spoilt, (document) => {
        const faults = faultsOf(document);
        told += faults.length;
        const right = structuredClone(document);
        expect(JSON.stringify(faults)).not.toContain('unnamed-');
        const examples = faults.filter(({ example }) => example !== undefined);
        shown += examples.length;
        for (const fault of examples) {
          corrected(right, fault);
        }
        const left = faultsOf(right).map(({ pointer, detail }) => `${pointer} ${detail}`);
        const before = examples.map(({ pointer, detail }) => `${pointer} ${detail}`);
        expect(left.filter((one) => before.includes(one))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(shown).toBeGreaterThan(0.8 * told);
  });

  it('parses as what it stands for, for phrases of any words', () => {
    let shown = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(PARSERS)),
        fc.array(word, { minLength: 1, maxLength: 10 }).map((words) => words.join(' ')),
        (key, text) => {
          const one = { id: 'one', title: 'One', due: 'on signing', [key]: text };
          const document = { ...SMALL, obligations: [one] };
          for (const { pointer, example } of faultsOf(document)) {
            if (!pointer.endsWith(`/${key}`) || example === undefined) continue;
            shown += 1;
            const phrase = linesOf(key, example)[key] as string;
            expect([example, PARSERS[key]?.(phrase).ok]).toEqual([example, true]);
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(shown).toBeGreaterThan(RUNS / 10);
  });

  it('is a list of facts that is read', () => {
    const texts = ['[]', '5', '- 5', '- {event: signing}', '{"was": 5}\n{"x": 1}'];
    for (const text of texts) {
      let faults: readonly Fault[];
      try {
        faults = readFactList(text, 'It', DEFAULT_LIMITS).faults;
      } catch (error) {
        faults = (error as Refusal).faults;
      }
      expect(faults.length).toBeGreaterThan(0);
      for (const { example } of faults) {
        expect(readFactList(example ?? '', 'It', DEFAULT_LIMITS).faults).toEqual([]);
      }
    }
  });

  it('is a question that is understood', () => {
    const agreement = readAgreement(JSON.stringify(WHOLE), 'It');
    for (const text of ['', 'x', 'one:someday', 'one.fulfilled:2026-02-30', 'nothing:2026-01-01']) {
      const read = readAssumption(text, agreement, '/assume/0');
      if (!('faults' in read)) throw new Error(text);
      for (const { example } of read.faults) {
        if (example === undefined) continue;
        expect([example, readAssumption(example, agreement, '')]).toMatchObject([
          example,
          { assumption: {} },
        ]);
      }
    }
    const faults: Fault[] = [];
    readQuestion({ signing: [], assume: [], blackout: ['x'] }, agreement, 0, faults);
    const again: Fault[] = [];
    const blackout = faults.map(({ example }) => example as string);
    expect(readQuestion({ signing: [], assume: [], blackout }, agreement, 0, again)).toBeDefined();
  });

  it('is a setting that is taken', () => {
    const names = [
      'PACTA_PORT',
      'PACTA_HOST',
      'PACTA_PUBLIC_READ',
      'PACTA_TRUSTED_PROXIES',
      'PACTA_DRAIN_SECONDS',
      'DATABASE_URL',
      'PACTA_SIGNING',
      'PACTA_WEBHOOK_ALLOWED_NETWORKS',
      'PACTA_SECRET_KEY',
      'PACTA_SHIPPED_AGREEMENTS',
    ];
    const nothing = { PACTA_CONFIG: 'config/agreements/../pacta.yaml' };
    let shown = 0;
    for (const name of names) {
      try {
        readSettings({ ...nothing, [name]: 'none of these' });
        throw new Error(`${name} is taken`);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        for (const { example } of error.faults) {
          if (example === undefined) continue;
          shown += 1;
          const [variable = '', value] = example.split(/=(.*)/s);
          expect(() => readSettings({ ...nothing, [variable]: value })).not.toThrow();
        }
      }
    }
    expect(shown).toBe(names.length - 1);
  });
});
