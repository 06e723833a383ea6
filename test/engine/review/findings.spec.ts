import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones } from '../../../src/base/zones';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { parseDue, parseExtends, parseHolds } from '../../../src/engine/phrase/parse';
import { FINDINGS, type Finding, type FindingKind } from '../../../src/engine/review/finding';
import { findings } from '../../../src/engine/review/findings';
import { compiled, documentOf, fact } from '../../support/agreements';

const calendar = buildCalendar({
  id: 'short',
  title: 'A short calendar',
  version: '1',
  weekend: ['saturday', 'sunday'],
  covers: [{ from: '2025-01-01', to: '2025-12-31' }],
  holidays: { '2025-12-25': 'Christmas Day' },
});
const context = { zones: luxonZones, calendars: new Map([['short', calendar]]) };
const signed = [fact('signing', '2025-11-27')];

/** Two states, each with a deposit, and events of other kinds. */
const partiesAndEvents: Partial<AgreementDocument> = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    mali: { name: 'Mali', groups: ['states'] },
    un: { name: 'United Nations' },
  },
  events: {
    ratification: { title: 'Ratification' },
    deposit: { title: 'Deposit', by: 'states' },
    guarantee: { title: 'Guarantee', by: ['chad', 'mali'] },
    war: { title: 'War' },
  },
};

function found(
  obligations: readonly Obligation[],
  facts: readonly Fact[] = signed,
  more: Partial<AgreementDocument> = {},
): Finding[] {
  return findings(
    compiled(documentOf(obligations, { ...partiesAndEvents, ...more })),
    facts,
    context,
  );
}

const one = (timing: Partial<Obligation>): Obligation[] => [{ id: 'a', title: 'A', ...timing }];
const alongside = (timing: Partial<Obligation>, other: Partial<Obligation>): Obligation[] => [
  ...one(timing),
  { id: 'b', title: 'B', ...other },
];

interface Fault {
  obligations: readonly Obligation[];
  facts?: readonly Fact[];
  more?: Partial<AgreementDocument>;
  /** Where the first of the kind points to; the first entry unless given. */
  at?: string;
  says: string;
  todo: string;
}

/** One document of each kind, as small as it can be. */
const FAULTS: Readonly<Record<FindingKind, Fault>> = {
  'never-due': {
    obligations: one({ holds: 'from 2026-01-01 until 2025-06-01' }),
    says: 'ends on 2025-06-01, before it starts on 2026-01-01',
    todo: 'an end after the start',
  },
  'opens-after-it-closes': {
    obligations: one({ opens: '60 days after signing', due: 'within 30 days of signing' }),
    says: 'opens on 2026-01-26, after its deadline on 2025-12-27',
    todo: 'an earlier "opens" or a later "due"',
  },
  'goal-out-of-reach': {
    obligations: one({ target: '60 days after signing', due: 'within 30 days of signing' }),
    says: 'aims for 2026-01-26, after its deadline on 2025-12-27',
    todo: 'an earlier "target"',
  },
  'due-before-what-it-depends-on': {
    obligations: alongside(
      { due: 'within 90 days of signing' },
      { due: 'by earlier of (a.due and 2025-12-01)' },
    ),
    at: '/obligations/1',
    says: 'due on 2025-12-01, but depends on "a", which is due only on 2026-02-25',
    todo: '"due: within 30 days of a.fulfilled"',
  },
  'month-end': {
    obligations: one({ due: 'within 3 months of 2025-11-30' }),
    says: 'it would be Sunday 1 March 2026',
    todo: 'Write the day itself',
  },
  'inclusive-count': {
    obligations: one({ due: 'within 10 days of signing' }),
    says: 'the date is 2025-12-07. Counted inclusively',
    todo: '"due: by day 10 of signing"',
  },
  'zones-differ': {
    obligations: one({ due: 'within 100 days of signing' }),
    facts: [fact('signing', '2026-01-14T23:30:00-05:00')],
    more: { parties: { us: { name: 'United States', zone: 'America/New_York' } } },
    says: 'By the clock of United States (America/New_York), it would be Friday 24 April 2026',
    todo: '"zone: Europe/Kyiv"',
  },
  'non-working-day': {
    obligations: one({ due: 'by 2025-12-25', calendars: ['short'] }),
    says: 'a day off in A short calendar (Christmas Day)',
    todo: 'a convention that rolls',
  },
  'unrecorded-anchor': {
    obligations: one({ due: 'within 100 days of ratification' }),
    says: 'which is not recorded, and "by" names nobody who brings it about',
    todo: 'Record "ratification"',
  },
  'undated-duty': {
    obligations: [{ id: 'a', title: 'A', phases: [{ id: 'x', due: 'undated' }] }],
    at: '/obligations/0/phases/0',
    says: 'gives this obligation no date',
    todo: 'Keep "undated" if that is so',
  },
  'beyond-calendar': {
    obligations: one({ due: 'within 40 working days of signing', calendars: ['short'] }),
    says: 'no calendar short for 2026',
    todo: 'Extend the calendar’s file',
  },
  'calendar-missing': {
    obligations: one({ due: 'within 3 working days of signing', calendars: ['other'] }),
    says: 'there is no calendar "other"',
    todo: 'Add the file other.yaml',
  },
  'over-extended': {
    obligations: one({ due: 'within 100 days of signing', extends: 'once by at most 30 days' }),
    facts: [...signed, fact('a.extended', '2026-03-01', { for: '60 days' })],
    says: 'past 2026-04-06, the last day that the text allows',
    todo: '"extends: once by at most 30 days"',
  },
  'days-or-months': {
    obligations: one({ due: 'within 90 days of signing', quote: 'within three months' }),
    says: 'the quotation says "three months"',
    todo: 'Write "three months" in the phrase as well',
  },
  'hours-from-a-day': {
    obligations: one({ due: 'within 72 hours of signing' }),
    says: 'The hours run from the midnight that ends the day of “signing”',
    todo: 'Record the event with its time',
  },
  'periods-touch': {
    obligations: alongside(
      { holds: 'from signing until 30 days after signing' },
      { holds: 'from a.ends until 60 days after signing' },
    ),
    at: '/obligations/1',
    says: 'starts on 2025-12-27, which is the last day of "a"',
    todo: 'from 1 day after a.ends',
  },
};

const PARSERS: Readonly<Record<string, (text: string) => { ok: boolean }>> = {
  due: parseDue,
  holds: parseHolds,
  extends: parseExtends,
};

describe('a finding', () => {
  it.each(Object.entries(FAULTS) as [FindingKind, Fault][])(
    'of the kind %s is found, with its severity, its place and what to do',
    (kind, { obligations, facts, more, at = '/obligations/0', says, todo }) => {
      const own = found(obligations, facts, more).find((finding) => finding.kind === kind);
      expect(own).toMatchObject({ severity: FINDINGS[kind].severity, pointer: at });
      expect(own?.detail).toContain(says);
      expect(own?.advice).toContain(todo);
    },
  );

  it('advises phrases, conventions and zones that exist', () => {
    const advice = Object.values(FAULTS).flatMap(({ obligations, facts, more }) =>
      found(obligations, facts, more).map((finding) => finding.advice),
    );
    const examples = advice.flatMap((text) => [...text.matchAll(/"([a-z]+): ([^"]+)"/g)]);
    const invalid = examples.filter(([, key = '', value = '']) => {
      if (key === 'zone') return !luxonZones.known(value);
      return key === 'counting' ? !CONVENTIONS.has(value) : !PARSERS[key]?.(value).ok;
    });
    expect(invalid.map(([text]) => text)).toEqual([]);
    const keys = examples.map(([, key]) => key);
    expect(new Set(keys)).toEqual(new Set(['due', 'holds', 'extends', 'counting', 'zone']));
  });

  it.each(Object.keys(FINDINGS) as FindingKind[])(
    'of the kind %s is a row of docs/language.md',
    (kind) => {
      const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'language.md'), 'utf8');
      const { severity, asks } = FINDINGS[kind];
      expect(page).toContain(`| \`${kind}\` | ${severity} | ${asks} |`);
    },
  );
});

describe('what can never fall due', () => {
  const report = { due: 'every 6 months from signing 3 times' };
  it.each<[string, readonly Obligation[], string]>([
    ['the third of two guarantees', one({ falls: '30 days after 3rd guarantee' }), '2 at most'],
    ['a report that is not owed', alongside(report, { due: 'on 4th a.due' }), '3 at most'],
    [
      'the deposit of a party that deposits nothing',
      one({ 'for each': ['chad', 'un'], due: 'within 30 days of its deposit' }),
      'un cannot',
    ],
    [
      'the end of what has none',
      alongside({ holds: 'from signing' }, { due: 'within 30 days of a.ends' }),
      '"a" has no end',
    ],
    [
      'the limit of an extension without one',
      alongside(
        { due: 'within 9 days of signing', extends: 'by agreement' },
        { due: 'on a.latest' },
      ),
      'has no limit',
    ],
    [
      'what its own anchor discharges',
      one({ due: 'within 30 days of war', unless: 'ratification or war' }),
      'is what discharges it',
    ],
    [
      'what is owed only before its anchor',
      one({ due: 'within 30 days of war', when: 'ratification and no war' }),
      'while that has not happened',
    ],
    [
      'a clock that its own anchor stops for good',
      one({ due: 'within 30 days of war', pauses: 'while war' }),
      'stops for good',
    ],
    ['a condition and its opposite', one({ due: 'on signing', when: 'war and no war' }), 'nothing'],
    [
      'after a day and before it',
      one({ due: 'on signing', when: 'war after 2026-01-01 and war before 2026-01-02' }),
      'nothing can meet',
    ],
    [
      'when and unless the same',
      one({ due: 'on signing', when: 'war', unless: 'war' }),
      'have the same condition',
    ],
  ])('%s', (_name, obligations, says) => {
    const own = found(obligations).filter(({ kind }) => kind === 'never-due');
    expect(own.map(({ detail }) => detail).join()).toContain(says);
    for (const { severity, advice } of own) {
      expect([severity, advice.length > 10]).toEqual(['error', true]);
    }
  });

  it.each<[string, readonly Obligation[]]>([
    ['the second of two guarantees', one({ falls: '30 days after 2nd guarantee' })],
    ['the 40th of a group that is open to others', one({ falls: '30 days after 40th deposit' })],
    ['one alternative of two', one({ due: 'by earlier of (3rd guarantee and 2026-01-01)' })],
    [
      'a pause that something ends',
      one({ due: 'on war', pauses: 'while war and no ratification' }),
    ],
    ['a condition on another event', one({ due: 'within 30 days of war', when: 'ratification' })],
    [
      'two days apart',
      one({ due: 'on signing', when: 'war after 2026-01-01 and war by 2026-01-02' }),
    ],
    ['a moment that a fact dates', alongside({ holds: 'from signing' }, { due: 'on a.ended' })],
  ])('is not %s', (_name, obligations) => {
    expect(found(obligations).filter(({ kind }) => kind === 'never-due')).toEqual([]);
  });
});

describe('what opens too late or ends too early', () => {
  const signing = [fact('signing', '2026-01-10')];
  const severity = (timing: Partial<Obligation>, facts: readonly Fact[] = signing) =>
    found(
      [
        ...one(timing),
        { id: 'talks', title: 'Talks', due: 'within 10 days of signing', extends: 'by agreement' },
        { id: 'on', title: 'On', falls: '20 days after signing' },
      ],
      facts,
    ).find(({ kind, path }) => path === 'a' && kind !== 'inclusive-count')?.severity;

  it.each<[string, Partial<Obligation>]>([
    ['both from one event', { opens: '9 days after signing', due: 'within 5 days of signing' }],
    ['both from days', { opens: '2026-03-01', due: 'by 2026-02-01' }],
    ['through what others count', { opens: '1 day after on.due', due: 'within 9 days of signing' }],
    ['an interval', { holds: 'from 9 days after signing until 5 days after signing' }],
    ['an interval of days', { holds: 'from 2026-03-01 until 2026-02-01' }],
  ])('is an error where the text alone cannot work: %s', (_name, timing) => {
    expect(severity(timing)).toBe('error');
  });

  const fulfilled = [...signing, fact('talks.fulfilled', '2026-03-01')];
  it.each<[string, Partial<Obligation>, readonly Fact[]]>([
    ['a review that opens late', { opens: 'talks.fulfilled', due: 'by 2026-02-01' }, fulfilled],
    ['a signing too late', { opens: '9 days after signing', due: 'by 2026-01-12' }, signing],
    [
      'a signing too early for one day and too late for the other',
      {
        opens: 'later of (signing and 2026-01-01)',
        due: 'by earlier of (2026-01-05 and 2 days after signing)',
      },
      signing,
    ],
    ['an interval', { holds: 'from signing until 2026-01-05' }, signing],
    [
      'an extension of what only one counts from',
      { opens: 'talks.due', due: 'within 11 days of signing' },
      [...signing, fact('talks.extended', '2026-01-12', { for: '30 days' })],
    ],
  ])('is a note where facts made it so: %s', (_name, timing, facts) => {
    expect(severity(timing, facts)).toBe('note');
  });
});

describe('a moment that the ledger refuses', () => {
  const calm = { id: 'calm', title: 'Calm', holds: 'from signing' };
  const staged = {
    id: 'staged',
    title: 'Staged',
    phases: [
      { id: 'one', due: 'within 5 days of signing' },
      { id: 'two', holds: 'from signing for 1 year' },
    ],
  };
  it.each<[string, Partial<Obligation>, string]>([
    ['due', { due: 'within 2 weeks of calm.fulfilled' }, 'it waits for'],
    ['falls', { falls: 'calm.fulfilled' }, 'it waits for'],
    ['opens', { opens: 'calm.fulfilled' }, 'it opens only at'],
    ['the start', { holds: 'from calm.fulfilled' }, 'it waits for'],
    ['the end', { holds: 'from signing until calm.fulfilled' }, 'its end waits for'],
    ['a condition', { due: 'on signing', when: 'calm.fulfilled' }, 'it is owed only when'],
    ['all phases of which one lasts', { due: 'on staged.fulfilled' }, 'it waits for'],
  ])('is never due: %s', (_name, timing, says) => {
    const only = found([calm, staged, ...one(timing)]).find(({ kind }) => kind === 'never-due');
    expect(only).toMatchObject({ severity: 'error', path: 'a' });
    expect(only?.detail).toContain(says);
    expect(only?.advice).toMatch(/\.starts/);
  });

  it.each<[string, Partial<Obligation>]>([
    ['what lasts may be ended', { due: 'within 2 weeks of calm.ended' }],
    ['or broken', { due: 'within 2 weeks of calm.breached' }],
    ['one of two alternatives', { due: 'by earlier of (calm.fulfilled and 2026-05-01)' }],
    ['a condition that it is not so', { due: 'on signing', when: 'no calm.fulfilled' }],
    ['one of two conditions', { due: 'on signing', when: 'calm.fulfilled or war' }],
  ])('is not reported where %s', (_name, timing) => {
    const reported = found([calm, ...one(timing)]).filter(({ kind }) => kind === 'never-due');
    expect(reported).toEqual([]);
  });
});

describe('no finding is reported', () => {
  it('for a plain deadline or interval', () => {
    expect(found(one({ due: 'within 100 days of signing' }))).toEqual([]);
    expect(found(one({ holds: 'from signing until 2 years after signing' }))).toEqual([]);
  });

  it('for a signing at noon, or an extension by agreement', () => {
    const parties = { us: { name: 'United States', zone: 'America/New_York' } };
    const due = 'within 100 days of signing';
    expect(found(one({ due }), [fact('signing', '2026-01-14T12:00:00Z')], { parties })).toEqual([]);
    const used = [...signed, fact('a.extended', '2026-03-01', { for: '60 days' })];
    expect(found(one({ due, extends: 'by agreement' }), used)).toEqual([]);
    expect(found(one({ due }), used)).toMatchObject([{ kind: 'over-extended' }]);
  });
});
