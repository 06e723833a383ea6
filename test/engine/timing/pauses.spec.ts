import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import { simpleCalendar } from '../../../src/engine/calendar/working-calendar';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact, milestoneOf } from '../../support/agreements';
import { tryCases } from '../../support/cases';
import { day } from '../../support/language';

const EVENTS = { storm: { title: 'Storm' }, calm: { title: 'Calm' } };
const CASES = { test: 20, usual: 900, torture: 60_000 };
const HOUR = 3_600_000;

const milestone = (
  timing: Partial<Obligation>,
  facts: readonly Fact[],
  more: Partial<AgreementDocument> = {},
) => milestoneOf(timing, facts, { events: EVENTS, ...more });

const due = (...asked: Parameters<typeof milestone>) => day(milestone(...asked).dueOn);
const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);

/** The three ways to stop a clock between two instants. */
const STOPS = {
  'a fact': (from: string, to: string) => ({
    key: {},
    facts: [fact('a.suspended', from, { tolling: true }), fact('a.resumed', to)],
  }),
  'the whole agreement': (from: string, to: string) => ({
    key: {},
    facts: [fact('*.suspended', from, { tolling: true }), fact('*.resumed', to)],
  }),
  'the text': (from: string, to: string) => ({
    key: { pauses: 'while storm and no calm' },
    facts: [fact('storm', from), fact('calm', to)],
  }),
} as const;
const stop = fc.constantFrom(...Object.values(STOPS));
const start = fc.integer({
  min: parseDay('2020-01-01') as number,
  max: parseDay('2028-12-31') as number,
});
const convention = fc.constantFrom(...CONVENTIONS.keys());

describe('a stop of the clock moves a deadline in its own unit', () => {
  it('by as many days, as if the period were longer by them', () => {
    const property = fc.property(
      convention,
      stop,
      start,
      fc.record({ n: fc.integer({ min: 6, max: 60 }), at: fc.integer({ min: 1, max: 5 }) }),
      fc.integer({ min: 1, max: 40 }),
      (counting, stopped, from, { n, at }, k) => {
        const { key, facts } = stopped(formatDay(from + at), formatDay(from + at + k));
        const signed = fact('signing', formatDay(from));
        const within = (days: number) => ({ due: `within ${days} days of signing` });
        expect(due({ ...within(n), ...key }, [signed, ...facts], { counting })).toBe(
          due(within(n + k), [signed], { counting }),
        );
        const held = (days: number) => ({ holds: `from signing for ${days} days` });
        expect(milestone({ ...held(n), ...key }, [signed, ...facts], { counting }).endsOn).toBe(
          milestone(held(n + k), [signed], { counting }).endsOn,
        );
      },
    );
    tryCases('a pause in days', CASES, property);
  });

  it.each([
    // 5 January and a month is Thursday 5 February; three working days more are Tuesday the 10th.
    ['no stop', [], '2026-02-10'],
    // Stopped during the month: its end moves, and the working days follow, never on a day of rest.
    ['two days in the month', ['2026-01-10', '2026-01-12'], '2026-02-11'],
    ['four days in the month', ['2026-01-15', '2026-01-19'], '2026-02-12'],
    ['over the end of the month', ['2026-02-04', '2026-02-09'], '2026-02-13'],
    // Stopped during the working days: by the working days of the stop.
    ['a weekend among the working days', ['2026-02-07', '2026-02-09'], '2026-02-10'],
    ['a Monday among the working days', ['2026-02-09', '2026-02-10'], '2026-02-11'],
  ])('by the part that runs, of months and working days: %s', (_, stopped, expected) => {
    const [from, to] = stopped;
    const facts =
      from === undefined || to === undefined
        ? []
        : [fact('a.suspended', from, { tolling: true }), fact('a.resumed', to)];
    const timing = { due: 'within 1 month and 3 working days of signing' };
    expect(due(timing, [fact('signing', '2026-01-05'), ...facts])).toBe(expected);
  });

  it('by the working days of the stop', () => {
    const weekdays = simpleCalendar([6, 7]);
    const property = fc.property(
      stop,
      start,
      fc.record({ n: fc.integer({ min: 6, max: 60 }), at: fc.integer({ min: 1, max: 5 }) }),
      fc.integer({ min: 1, max: 40 }),
      (stopped, from, { n, at }, long) => {
        const [first, again] = [from + at, from + at + long];
        const k = weekdays.between(first - 1, again - 1);
        const { key, facts } = stopped(formatDay(first), formatDay(again));
        const signed = fact('signing', formatDay(from));
        const within = (amount: number) => ({ due: `within ${amount} working days of signing` });
        expect(due({ ...within(n), ...key }, [signed, ...facts])).toBe(
          due(within(n + k), [signed]),
        );
      },
    );
    tryCases('a pause in working days', CASES, property);
  });

  it('by the minutes of the stop', () => {
    const property = fc.property(
      stop,
      start,
      fc.record({ n: fc.integer({ min: 2, max: 200 }), at: fc.nat(100) }),
      fc.integer({ min: 1, max: 5_000 }),
      (stopped, from, { n, at }, k) => {
        const begun = luxonZones.instantAt(from, 617, 'Europe/Kyiv');
        const first = begun + at * 60_000;
        const text = (instant: number) => new Date(instant).toISOString();
        const { key, facts } = stopped(text(first), text(first + k * 60_000));
        const signed = fact('signing', text(begun));
        const plain = milestone({ due: `within ${n} hours of signing` }, [signed]).dueAt as number;
        const moved = milestone({ due: `within ${n} hours of signing`, ...key }, [
          signed,
          ...facts,
        ]);
        expect(moved.dueAt).toBe(plain + k * 60_000);
      },
    );
    tryCases('a pause in minutes', CASES, property);
  });
});

describe('a stop of the clock', () => {
  const signed = fact('signing', '2026-01-05T08:00:00Z');
  const stopped = (from: string, to: string) => STOPS['a fact'](from, to).facts;

  it.each(Object.entries(STOPS))('of 20 minutes across midnight, by %s', (_name, by) => {
    const { key, facts } = by('2026-01-06T21:50:00Z', '2026-01-06T22:10:00Z');
    const { dueAt, derivation } = milestone({ due: 'within 72 hours of signing', ...key }, [
      signed,
      ...facts,
    ]);
    expect(iso(dueAt)).toBe('2026-01-08T08:20');
    expect(derivation.find(({ rule }) => rule === 'pause')).toMatchObject({
      toAt: dueAt,
      by: { added: '20 minutes' },
    });
  });

  it.each(Object.entries(STOPS))('of some hours within a day, by %s', (_name, by) => {
    const { key, facts } = by('2026-01-06T08:00:00Z', '2026-01-06T14:30:00Z');
    const of = (phrase: string) => milestone({ due: phrase, ...key }, [signed, ...facts]);
    expect(iso(of('within 72 hours of signing').dueAt)).toBe('2026-01-08T14:30');
    expect(day(of('within 10 days of signing').dueOn)).toBe('2026-01-15');
    expect(day(of('within 5 working days of signing').dueOn)).toBe('2026-01-12');
    expect(of('within 72 hours of signing').outcome.suspensions).toEqual([
      { from: Date.parse('2026-01-06T08:00Z'), to: Date.parse('2026-01-06T14:30Z') },
    ]);
  });

  it('over a weekend alone moves no working days', () => {
    const weekend = stopped('2026-01-10', '2026-01-12');
    expect(due({ due: 'within 10 working days of signing' }, [signed, ...weekend])).toBe(
      '2026-01-19',
    );
    expect(due({ due: 'within 10 days of signing' }, [signed, ...weekend])).toBe('2026-01-17');
  });

  it('counts only between the beginning and the end of the period', () => {
    const before = stopped('2026-01-01', '2026-01-05T09:30:00Z');
    expect(iso(milestone({ due: 'within 72 hours of signing' }, [signed, ...before]).dueAt)).toBe(
      '2026-01-08T09:30',
    );
    const after = stopped('2026-01-08T08:00:00Z', '2026-01-09T08:00:00Z');
    expect(iso(milestone({ due: 'within 72 hours of signing' }, [signed, ...after]).dueAt)).toBe(
      '2026-01-08T08:00',
    );
  });

  it('keeps the time of day of a deadline with a time', () => {
    const days = stopped('2026-03-27', '2026-03-30');
    const at = (phrase: string, facts: Fact[]) => iso(milestone({ due: phrase }, facts).dueAt);
    // The clocks are put forward in between.
    expect(at('at 10:00 on 2026-03-28', days)).toBe('2026-03-31T07:00');
    const minutes = stopped('2026-03-27T10:00:00Z', '2026-03-27T10:20:00Z');
    expect(at('at 10:00 on 2026-03-28', minutes)).toBe('2026-03-28T08:20');
  });

  it('that overlaps another is not counted twice', () => {
    const text = { due: 'within 10 days of signing', pauses: 'while storm and no calm' };
    const facts = [
      fact('storm', '2026-01-08'),
      fact('calm', '2026-01-12'),
      fact('a.suspended', '2026-01-06', { tolling: true }),
      fact('a.resumed', '2026-01-10'),
    ];
    expect(due(text, [signed, ...facts])).toBe('2026-01-21');
  });

  it('restarts the period at the end of the stop if the text says so', () => {
    const text = {
      due: 'within 72 hours of signing',
      pauses: 'while storm and no calm restarting',
    };
    const facts = [fact('storm', '2026-01-06T08:00:00Z'), fact('calm', '2026-01-06T14:30:00Z')];
    expect(iso(milestone(text, [signed, ...facts]).dueAt)).toBe('2026-01-09T14:30');
    const days = { ...text, due: 'within 10 days of signing' };
    expect(due(days, [signed, ...facts])).toBe('2026-01-16');
  });

  it('during an extension moves the end, too', () => {
    const facts = [
      fact('a.extended', '2026-01-06', { for: '10 days' }),
      ...stopped('2026-01-20', '2026-01-23'),
    ];
    expect(due({ due: 'within 10 days of signing' }, [signed, ...facts])).toBe('2026-01-28');
    const other = [
      fact('a.extended', '2026-01-06', { for: '1 month' }),
      ...stopped('2026-01-20', '2026-01-23'),
    ];
    expect(due({ due: 'within 10 days of signing' }, [signed, ...other])).toBe('2026-02-18');
  });

  it('that is assumed makes the date hypothetical', () => {
    const facts = stopped('2026-01-08', '2026-01-10').map((one) => ({
      ...one,
      hypothetical: true,
    }));
    expect(milestone({ due: 'within 10 days of signing' }, [signed, ...facts])).toMatchObject({
      hypothetical: true,
    });
  });

  it('of an hour moves occurrences counted in hours by an hour', () => {
    const phrase = 'every 24 hours from signing 3 times';
    const facts = stopped('2026-01-07T10:00:00Z', '2026-01-07T11:00:00Z');
    const document = documentOf([{ id: 'a', title: 'A', due: phrase }]);
    const dates = (given: Fact[]) =>
      schedule(compiled(document), [signed, ...given], { zones: luxonZones }).milestones.map(
        ({ dueAt }) => dueAt as number,
      );
    const [plain, moved] = [dates([]), dates(facts)];
    expect(moved.map((at, i) => (at - (plain[i] as number)) / HOUR)).toEqual([0, 0, 1]);
  });
});
