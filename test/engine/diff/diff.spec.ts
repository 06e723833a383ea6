import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { compile } from '../../../src/engine/compile/compile';
import { type ClauseDiff, type Diff, diff } from '../../../src/engine/diff/diff';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact } from '../../support/agreements';
import { anyDocument } from '../../support/any-document';
import { runs } from '../../support/runs';

function side(document: AgreementDocument) {
  const agreement = compiled(document);
  const facts = [fact('signing', '2026-01-10')];
  const { milestones } = schedule(agreement, facts, { zones: luxonZones, derivations: false });
  return { agreement, milestones };
}

function diffOf(before: AgreementDocument, after: AgreementDocument, ids = true): Diff {
  return diff(side(before), side(after), ids);
}

/** One line for each clause: what it is, its path before, its path after, what differs. */
function linesOf({ clauses }: Diff): string[] {
  return clauses.map(({ change, from, to, changes }) =>
    [change, from?.path ?? '-', to?.path ?? '-', ...changes].join(' '),
  );
}

const duty = (id: string, title: string, more: Partial<Obligation> = {}): Obligation => ({
  id,
  title,
  due: 'undated',
  ...more,
});

const PARTIES = { north: { name: 'North' }, south: { name: 'South' } };

function between(before: Obligation[], after: Obligation[], ids = true): Diff {
  const more = { parties: PARTIES };
  return diffOf(documentOf(before, more), documentOf(after, more), ids);
}

describe('two agreements compared clause by clause', () => {
  it.each<[what: string, before: Obligation, after: Obligation, lines: string[]]>([
    ['nothing', duty('a', 'Guns fall silent'), duty('a', 'Guns fall silent'), ['same a a']],
    [
      'blanks and forms of quotation marks in a quote',
      duty('a', 'A', { quote: 'The "line" holds' }),
      duty('a', 'A', { quote: 'The  “line”\nholds' }),
      ['same a a'],
    ],
    [
      'a title',
      duty('a', 'Guns fall silent'),
      duty('a', 'All guns rest'),
      ['changed a a reworded'],
    ],
    [
      'a quote',
      duty('a', 'A', { quote: 'within ten days' }),
      duty('a', 'A', { quote: 'within twelve days' }),
      ['changed a a reworded'],
    ],
    ['a quote that only one has', duty('a', 'A', { quote: 'x' }), duty('a', 'A'), ['same a a']],
    [
      'a period',
      duty('a', 'A', { due: 'within 10 days of signing' }),
      duty('a', 'A', { due: 'within 12 days of signing' }),
      ['changed a a retimed'],
    ],
    [
      'the form of a phrase, but not its meaning',
      duty('a', 'A', { due: 'within 10 days of signing' }),
      duty('a', 'A', { due: 'within  10 days of signing' }),
      ['same a a'],
    ],
    [
      'who owes it',
      duty('a', 'A', { obligor: 'north' }),
      duty('a', 'A', { obligor: ['north', 'south'] }),
      ['changed a a parties'],
    ],
    [
      'the order of parties',
      duty('a', 'A', { obligor: ['south', 'north'] }),
      duty('a', 'A', { obligor: ['north', 'south'] }),
      ['same a a'],
    ],
    [
      'to whom it is owed',
      duty('a', 'A', { beneficiary: 'north' }),
      duty('a', 'A', { beneficiary: 'south' }),
      ['changed a a parties'],
    ],
    [
      'an amount',
      duty('a', 'A', { quantity: '600,000 personnel' }),
      duty('a', 'A', { quantity: '800,000 personnel' }),
      ['changed a a quantity'],
    ],
    ['a number', duty('a', 'A', { ref: '7' }), duty('a', 'A', { ref: '9' }), ['changed a a moved']],
    [
      'notes and themes, which are not compared',
      duty('a', 'A', { note: 'x', theme: 'security' }),
      duty('a', 'A'),
      ['same a a'],
    ],
    [
      'the id alone',
      duty('old', 'Prisoners exchanged'),
      duty('new', 'Prisoners exchanged'),
      ['same old new'],
    ],
    [
      'id and some words',
      duty('old', 'All prisoners of war exchanged'),
      duty('new', 'Prisoners of war and hostages exchanged'),
      ['changed old new reworded'],
    ],
    [
      'everything',
      duty('old', 'Guns fall silent'),
      duty('new', 'Elections held'),
      ['dropped old -', 'added - new'],
    ],
    [
      'the number, words that are alike a little',
      duty('old', 'Withdrawal of all heavy weapons', { ref: 'Article 4' }),
      duty('new', 'Heavy weapons leave the zone of separation', { ref: 'Article 4' }),
      ['changed old new reworded'],
    ],
    [
      'the language, not number and time',
      duty('old', 'Guns fall silent', { ref: '4', due: 'within 3 days of signing' }),
      duty('new', 'Зброя мовчить', { ref: '4', due: 'within 3 days of signing' }),
      ['changed old new reworded'],
    ],
  ])('that differ in %s', (_, before, after, lines) => {
    expect(linesOf(between([before], [after]))).toEqual(lines);
  });

  it('compares titles in a language that both have', () => {
    const titles = { en: 'Guns fall silent', uk: 'Зброя мовчить' };
    const [before, after] = [
      duty('a', titles.uk, { titles }),
      duty('b', titles.en, { titles: { en: titles.en } }),
    ];
    expect(linesOf(between([before], [after]))).toEqual(['same a b']);
  });

  it('takes ids of drafts for nothing', () => {
    const before = [duty('pay', 'Rent is paid'), duty('pay-2', 'Deposit is paid')];
    const after = [duty('pay', 'Deposit is paid'), duty('pay-2', 'Heating is serviced')];
    expect(linesOf(between(before, after, false))).toEqual([
      'dropped pay -',
      'same pay-2 pay',
      'added - pay-2',
    ]);
  });

  it('does not take a number for a clause where the words have nothing in common', () => {
    const before = [duty('a', 'Guns fall silent', { ref: '4' })];
    const after = [duty('b', 'Elections held', { ref: '4' })];
    expect(linesOf(between(before, after))).toEqual(['dropped a -', 'added - b']);
  });

  it('gives equal words the same article first, then each its own', () => {
    const pay = (id: string, ref: string) => duty(id, 'The Tenant pays', { ref });
    const before = [pay('a', '1'), pay('b', '2'), pay('c', '3')];
    const after = [pay('x', '2'), pay('y', '3'), pay('z', '4')];
    expect(linesOf(between(before, after))).toEqual(['same b x', 'same c y', 'changed a z moved']);
  });

  it('says of one clause that was carried past others that it alone is moved', () => {
    const [a, b, c, d] = ['Arms', 'Borders', 'Courts', 'Dams'].map((title) =>
      duty(title.toLowerCase(), title),
    ) as [Obligation, Obligation, Obligation, Obligation];
    expect(linesOf(between([a, b, c, d], [b, c, d, a]))).toEqual([
      'same borders borders',
      'same courts courts',
      'same dams dams',
      'changed arms arms moved',
    ]);
    expect(linesOf(between([a, b, c], [b, a, c]))).toEqual([
      'changed borders borders moved',
      'changed arms arms moved',
      'same courts courts',
    ]);
  });

  it('shows what is dropped behind what it followed', () => {
    const of = (...titles: string[]) => titles.map((title) => duty(title.toLowerCase(), title));
    expect(linesOf(between(of('Arms', 'Borders', 'Courts'), of('Arms', 'Courts', 'Dams')))).toEqual(
      ['same arms arms', 'dropped borders -', 'same courts courts', 'added - dams'],
    );
  });

  it('matches phases below matched obligations, and says when one went elsewhere', () => {
    const of = (id: string, title: string, phases: string[]): Obligation => ({
      id,
      title,
      phases: phases.map((one) => ({ id: one.toLowerCase(), title: one, due: 'undated' })),
    });
    const before = [
      of('relief', 'Sanctions lifted', ['First', 'Second']),
      of('aid', 'Aid', ['First', 'Convoys']),
    ];
    const after = [
      of('easing', 'Sanctions lifted', ['First', 'Convoys']),
      of('aid', 'Aid', ['First']),
    ];
    expect(linesOf(between(before, after))).toEqual([
      'same relief easing',
      'same relief.first easing.first',
      'dropped relief.second -',
      'changed aid.convoys easing.convoys moved',
      'same aid aid',
      'same aid.first aid.first',
    ]);
  });

  it('does not take a phrase for another because an entry or event got another id', () => {
    const before = documentOf(
      [
        duty('withdrawal', 'Troops withdrawn'),
        duty('report', 'Report', {
          due: 'within 5 days of later of (withdrawal.fulfilled and entry)',
        }),
      ],
      { events: { entry: { title: 'Entry into force' } } },
    );
    const after = documentOf(
      [
        duty('pull-back', 'Troops withdrawn'),
        duty('report', 'Report', {
          due: 'within 5 days of later of (pull-back.fulfilled and in-force)',
        }),
      ],
      { events: { 'in-force': { title: 'Entry into force' } } },
    );
    const found = diffOf(before, after);
    expect(linesOf(found)).toEqual(['same withdrawal pull-back', 'same report report']);
    expect(found.terms).toEqual([]);
  });

  it('has the dates under one signing day, also where only an anchor was re-timed', () => {
    const chain = (days: number) => [
      duty('vote', 'Vote', { due: `within ${days} days of signing` }),
      duty('count', 'Count', { due: 'within 2 days of vote.due' }),
    ];
    const { clauses } = between(chain(100), chain(60));
    const shown = clauses.map(({ changes, rules, dates }) => ({
      changes,
      rules,
      days: dates.map(({ which, from = 0, to = 0, days }) => [
        which,
        formatDay(from),
        formatDay(to),
        days,
      ]),
    }));
    expect(shown).toEqual([
      {
        changes: ['retimed'],
        rules: [
          { key: 'due', from: 'within 100 days of signing', to: 'within 60 days of signing' },
        ],
        days: [['due', '2026-04-20', '2026-03-11', -40]],
      },
      { changes: ['retimed'], rules: [], days: [['due', '2026-04-22', '2026-03-13', -40]] },
    ]);
  });

  it('names what the documents as a whole say differently', () => {
    const before = documentOf([duty('a', 'A')], { parties: PARTIES, calendars: ['ua'] });
    const after = documentOf([duty('a', 'A')], {
      zone: 'UTC',
      parties: { nord: { name: 'north' }, east: { name: 'East' } },
      events: { storm: { title: 'A storm' } },
    });
    expect(diffOf(before, after).terms).toEqual([
      { what: 'zone', from: 'Europe/Kyiv', to: 'UTC' },
      { what: 'calendars', from: 'ua' },
      { what: 'party', from: 'South' },
      { what: 'party', to: 'East' },
      { what: 'event', to: 'A storm' },
    ]);
  });
});

/** Titles of few words, so that entries are alike, equal and different. */
const anyTitle = fc
  .array(fc.constantFrom('guns', 'troops', 'leave', 'the', 'north', 'vote', 'council', 'report'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(' '));

const anyObligation = fc.record(
  {
    title: anyTitle,
    ref: fc.constantFrom('1', '2', '3'),
    quote: anyTitle,
    due: fc.constantFrom('undated', 'within 5 days of signing', 'within 9 days of signing'),
    obligor: fc.constantFrom('north', 'south'),
  },
  { requiredKeys: ['title', 'due'] },
);

const anyText: fc.Arbitrary<AgreementDocument> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...'abcdefghijkl'), anyObligation), {
    minLength: 1,
    maxLength: 9,
    selector: ([id]) => id,
  })
  .map((entries) =>
    documentOf(
      entries.map(([id, rest]) => ({ id, ...rest })),
      { parties: PARTIES },
    ),
  );

const anySound = fc.oneof(
  anyText,
  anyDocument.filter((document) => compile(document).ok),
);
const anyPair = fc.tuple(anySound, anySound, fc.boolean());

/** A clause without its direction: what is first is what the named side of the comparison says. */
function asSeen({ change, from, to, rules, dates, ...rest }: ClauseDiff, first: 'from' | 'to') {
  const sides = <T>(was: T, is: T): (T | null)[] =>
    (first === 'from' ? [was, is] : [is, was]).map((one) => one ?? null);
  return {
    ...rest,
    change: change === 'added' || change === 'dropped' ? 'alone' : change,
    sides: sides(from, to),
    rules: rules.map((one) => [one.key, ...sides(one.from, one.to)]),
    dates: dates
      .map((one) => [
        `${one.clock} ${one.which}`,
        ...sides(one.from, one.to),
        ...sides(one.fromAt, one.toAt),
        first === 'from' ? one.days : one.days && -one.days,
      ])
      .sort(([a], [b]) => String(a).localeCompare(String(b))),
  };
}

const sortedClauses = (clauses: readonly object[]): string[] =>
  clauses
    .map((one) => JSON.stringify(one, (_, value) => (isPlain(value) ? sortedKeys(value) : value)))
    .sort();

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sortedKeys = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('a comparison', () => {
  it('of an agreement with itself finds every clause the same', () => {
    fc.assert(
      fc.property(anySound, fc.boolean(), (document, ids) => {
        const { clauses, terms } = diffOf(document, document, ids);
        expect(clauses.filter(({ change }) => change !== 'same')).toEqual([]);
        expect(clauses.map(({ from }) => from)).toEqual(clauses.map(({ to }) => to));
        expect(terms).toEqual([]);
      }),
      { numRuns: runs(100, 20_000) },
    );
  });

  it('has every clause of both sides once, and is mirrored when the sides are swapped', () => {
    fc.assert(
      fc.property(anyPair, ([before, after, ids]) => {
        const there = diffOf(before, after, ids);
        const paths = (of: 'from' | 'to') => there.clauses.flatMap((one) => one[of]?.path ?? []);
        expect(paths('from').sort()).toEqual(pathsOf(before));
        expect(paths('to').sort()).toEqual(pathsOf(after));
        const back = diffOf(after, before, ids);
        expect(sortedClauses(back.clauses.map((one) => asSeen(one, 'to')))).toEqual(
          sortedClauses(there.clauses.map((one) => asSeen(one, 'from'))),
        );
      }),
      { numRuns: runs(150, 20_000) },
    );
  });

  it('of entries in another order differs in what is moved only', () => {
    const shuffled = anyText.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.shuffledSubarray([...text.obligations], { minLength: text.obligations.length }),
      ),
    );
    fc.assert(
      fc.property(anyText, shuffled, fc.boolean(), (before, [after, obligations], ids) => {
        const still = ({ clauses }: Diff) =>
          sortedClauses(
            clauses.map(({ change, changes, ...rest }) => ({
              ...rest,
              isAlone: change === 'added' || change === 'dropped',
              changes: changes.filter((one) => one !== 'moved'),
            })),
          );
        expect(still(diffOf(before, { ...after, obligations }, ids))).toEqual(
          still(diffOf(before, after, ids)),
        );
      }),
      { numRuns: runs(150, 20_000) },
    );
  });
});

function pathsOf({ obligations }: AgreementDocument): string[] {
  return obligations
    .flatMap(({ id, phases = [] }) => [id, ...phases.map((phase) => `${id}.${phase.id}`)])
    .sort();
}
