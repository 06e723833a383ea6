import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { findings } from '../../../src/engine/review/findings';
import { schedule } from '../../../src/engine/schedule/schedule';
import { compiled, documentOf, fact, milestoneOf } from '../../support/agreements';
import { tryCases } from '../../support/cases';
import { day } from '../../support/language';

const convention = fc.constantFrom(...CONVENTIONS.keys());
const unit = fc.constantFrom(
  'days',
  'weeks',
  'months',
  'quarters',
  'years',
  'working days',
  'hours',
);
/** Longer than the short periods of any convention. */
const amount = fc.integer({ min: 6, max: 60 });
const start = fc
  .integer({ min: parseDay('2019-01-01') as number, max: parseDay('2028-12-31') as number })
  .map(formatDay);

const EVENTS = { notice: { title: 'Notice' }, leap: { title: 'Birth on a leap day' } };
const AROUND = { test: 20, usual: 900, torture: 60_000 };

const milestone = (timing: Partial<Obligation>, counting: string, facts: readonly Fact[]) =>
  milestoneOf(timing, facts, { counting, events: EVENTS }, false);

function endOf(timing: Partial<Obligation>, counting: string, facts: readonly Fact[] = []) {
  const { endsOn, endsAt, dueOn, dueAt } = milestone(timing, counting, facts);
  return { on: day(endsOn ?? dueOn), at: endsAt ?? dueAt };
}

const extended = (...periods: string[]): Fact[] =>
  periods.map((period, i) => fact('a.extended', `2019-01-0${i + 1}`, { for: period }));

/** One clause in each way to state a duration. */
const CLAUSES: Readonly<Record<string, (period: string, from: string) => Partial<Obligation>>> = {
  'held for': (period, from) => ({ holds: `from ${from} for ${period}` }),
  within: (period, from) => ({ due: `within ${period} of ${from}` }),
  'by a day after': (period, from) => ({ due: `by ${period} after ${from}` }),
  'before a day after': (period, from) => ({ due: `before ${period} after ${from}` }),
  falls: (period, from) => ({ falls: `${period} after ${from}` }),
};
const clause = fc.constantFrom(...Object.keys(CLAUSES)).map((name) => CLAUSES[name]);
const cases = fc.record({
  name: convention,
  from: start,
  clause,
  unit,
  k: amount,
  m: amount,
  n: amount,
});

describe('an extended end', () => {
  it('extended by k and then by m is that extended by k + m, in every unit', () => {
    const property = fc.property(cases, unit, (one, other) => {
      const { name, from, k, m, n } = one;
      const timing = one.clause?.(`${n} ${one.unit}`, from) ?? {};
      const twice = extended(`${k} ${other}`, `${m} ${other}`);
      expect(endOf(timing, name, twice)).toEqual(
        endOf(timing, name, extended(`${k + m} ${other}`)),
      );
    });
    tryCases('extended twice', AROUND, property);
  });

  it('in the units of its own period is counted once, together with it', () => {
    const property = fc.property(cases, ({ name, from, clause: said, unit: of, n, k }) => {
      expect(endOf(said?.(`${n} ${of}`, from) ?? {}, name, extended(`${k} ${of}`))).toEqual(
        endOf(said?.(`${n + k} ${of}`, from) ?? {}, name),
      );
    });
    tryCases('extended and counted once', AROUND, property);
  });

  it('extended by days from a named day counts all of them', () => {
    const property = fc.property(convention, start, amount, (name, until, k) => {
      const { on } = endOf(
        { holds: `from 2018-01-01 until ${until}` },
        name,
        extended(`${k} days`),
      );
      expect(on).toBe(formatDay((parseDay(until) as number) + k));
    });
    tryCases('extended from a day', AROUND, property);
  });

  it('is never earlier than before, however short the periods', () => {
    const property = fc.property(cases, fc.integer({ min: 1, max: 9 }), unit, (one, k, other) => {
      const timing = one.clause?.(`${one.n % 8} ${one.unit}`, one.from) ?? {};
      const before = endOf(timing, one.name).at ?? 0;
      expect(endOf(timing, one.name, extended(`${k} ${other}`)).at).toBeGreaterThanOrEqual(before);
    });
    tryCases('extended, never earlier', AROUND, property);
  });

  it('renewed n times is counted as n + 1 periods at once', () => {
    const property = fc.property(cases, fc.integer({ min: 1, max: 5 }), (one, times) => {
      const { name, from, unit: of, n } = one;
      const renews = `for ${n} ${of} ${times} times unless notice 1 day before`;
      const holds = `from ${from} for ${n} ${of}`;
      expect(endOf({ holds, renews }, name)).toEqual(
        endOf({ holds: `from ${from} for ${n * (times + 1)} ${of}` }, name),
      );
    });
    tryCases('renewed n times', AROUND, property);
  });
});

describe('months that are too short', () => {
  it.each(['inclusive', 'agreement-d-plus-n', 'bgb-187', 'eu-1182-71'])(
    'end a term from 31 January, renewed twice, on 30 April: %s',
    (counting) => {
      const renews = 'for 1 month 2 times unless notice 1 day before';
      expect(endOf({ holds: 'from 2024-01-31 for 1 month', renews }, counting).on).toBe(
        '2024-04-30',
      );
      const twice = extended('1 month', '1 month');
      expect(endOf({ holds: 'from 2024-01-31 for 1 month' }, counting, twice).on).toBe(
        '2024-04-30',
      );
    },
  );
});

describe('an extension in other units than the clause', () => {
  const of = (period: string, by: string, counting: string) =>
    endOf({ holds: `from 2026-01-05 for ${period}` }, counting, extended(by)).on;

  it.each([
    ['30 days', '1 month', 'agreement-d-plus-n', '2026-03-04'],
    ['30 days', '1 month', 'inclusive', '2026-03-03'],
    ['26 days', '1 month', 'inclusive', '2026-02-28'],
    ['1 month', '10 days', 'inclusive', '2026-02-14'],
    ['5 days', '3 working days', 'agreement-d-plus-n', '2026-01-14'],
    ['1 month and 3 days', '2 days', 'agreement-d-plus-n', '2026-02-10'],
  ])('%s, extended by %s, %s: %s', (period, by, counting, expected) => {
    expect(of(period, by, counting)).toBe(expected);
  });
});

describe('an entry that follows an interval', () => {
  it.each([...CONVENTIONS.keys()])('begins on the day after its last: %s', (counting) => {
    for (const holds of ['from signing for 12 days', 'from signing until 2026-01-16']) {
      const document = documentOf(
        [
          { id: 'a', title: 'A', holds },
          { id: 'b', title: 'B', holds: 'from 1 day after a.ends for 10 days' },
          { id: 'c', title: 'C', opens: '1 day after a.ends' },
        ],
        { counting },
      );
      const agreement = compiled(document);
      const options = { zones: luxonZones, derivations: false };
      for (const signing of ['2026-01-05', '2026-01-06', '2026-01-09']) {
        const facts = [fact('signing', signing)];
        const [a, b, c] = schedule(agreement, facts, options).milestones;
        expect(b?.startsOn).toBe((a?.endsOn ?? 0) + 1);
        expect(c?.opensOn).toBe((a?.endsOn ?? 0) + 1);
        const kinds = findings(agreement, facts, options).map(({ kind }) => kind);
        expect(kinds).not.toContain('periods-touch');
      }
    }
  });

  it('counts the last day of the interval as day 0 in both directions, also inclusively', () => {
    const document = documentOf(
      [
        { id: 'a', title: 'A', holds: 'from 2026-01-01 until 2026-02-28' },
        { id: 'after', title: 'B', due: 'within 10 days of a.ends' },
        { id: 'month', title: 'C', due: 'within 1 month of a.ends' },
        { id: 'before', title: 'D', due: '10 days before a.ends' },
        { id: 'either', title: 'E', due: 'within 3 days of later of (2026-01-01 and a.ends)' },
        { id: 'event', title: 'F', due: 'within 10 days of 2026-02-28' },
      ],
      { counting: 'inclusive' },
    );
    const { milestones } = schedule(compiled(document), [], { zones: luxonZones });
    expect(milestones.slice(1).map(({ path, dueOn }) => `${path} ${day(dueOn)}`)).toEqual([
      'after 2026-03-10',
      'month 2026-03-31',
      'before 2026-02-18',
      'either 2026-03-03',
      'event 2026-03-09',
    ]);
  });
});

describe('a term from the beginning of a day, by the German Civil Code', () => {
  const of = (timing: Partial<Obligation>, facts: readonly Fact[] = []) =>
    endOf(timing, 'bgb-187', facts).on;

  it.each<[Partial<Obligation>, string]>([
    [{ holds: 'from 2022-11-01 for 6 months' }, '2023-04-30'],
    [{ holds: 'from 2022-11-01 for 14 days' }, '2022-11-14'],
    [{ holds: 'from 2022-11-01 for 2 weeks' }, '2022-11-14'],
    [{ holds: 'from 2023-01-31 for 1 month' }, '2023-02-28'],
    [{ holds: 'from first day of the 1st month after signing for 1 month' }, '2022-11-30'],
    [{ holds: 'from signing for 6 months' }, '2023-04-15'],
    [{ holds: 'from 10:00 on 2022-11-01 for 6 months' }, '2023-05-01'],
    [{ due: 'within 1 month of 2001-04-05' }, '2001-05-07'],
    [{ due: 'within 1 month of 00:00 on 2001-04-05' }, '2001-05-04'],
    [{ falls: '6 months after 2022-11-01' }, '2023-05-01'],
    [{ falls: '18 years after 2004-02-29' }, '2022-03-01'],
    [{ falls: '1 month after signing' }, '2022-11-15'],
    [{ falls: '18 years after 00:00 on leap' }, '2022-03-01'],
    [{ falls: '18 years after 24:00 on 2004-02-28' }, '2022-03-01'],
    [{ falls: '18 years after leap' }, '2022-02-28'],
  ])('%j ends on %s', (timing, expected) => {
    const facts = [fact('signing', '2022-10-15'), fact('leap', '2004-02-29')];
    expect(of(timing, facts)).toBe(expected);
  });

  it('begins with the start of another term, and after the end of another', () => {
    const document = documentOf(
      [
        { id: 'a', title: 'A', holds: 'from 2022-11-01 for 6 months' },
        { id: 'same', title: 'S', holds: 'from a.starts for 1 year' },
        { id: 'next', title: 'N', holds: 'from 1 day after a.ends for 1 year' },
        { id: 'force', title: 'F', falls: '2022-11-01' },
        { id: 'in-force', title: 'I', holds: 'from force.due for 1 year' },
      ],
      { counting: 'bgb-187' },
    );
    const { milestones } = schedule(compiled(document), [], { zones: luxonZones });
    expect(milestones.map(({ path, endsOn }) => `${path} ${day(endsOn)}`)).toEqual([
      'a 2023-04-30',
      'same 2023-10-31',
      'next 2024-04-30',
      'force undefined',
      'in-force 2023-10-31',
    ]);
  });
});
