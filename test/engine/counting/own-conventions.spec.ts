import fc from 'fast-check';
import { DateTime } from 'luxon';
import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import {
  buildCalendar,
  simpleCalendar,
  type WorkingCalendar,
} from '../../../src/engine/calendar/working-calendar';
import { compile } from '../../../src/engine/compile/compile';
import { conventionsOf } from '../../../src/engine/compile/own-conventions';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import {
  type AgreementDocument,
  type OwnConvention,
  ROLLS,
  type Roll,
} from '../../../src/engine/model/document';
import type { Milestone } from '../../../src/engine/model/milestone';
import { schedule } from '../../../src/engine/schedule/schedule';
import { SENTENCES as RU } from '../../../web/words/ru/sentences';
import { SENTENCES as UK } from '../../../web/words/uk/sentences';
import { compiled, documentOf } from '../../support/agreements';
import { tryCases } from '../../support/cases';

const named = (conventions: Readonly<Record<string, OwnConvention>>, more: object = {}) =>
  documentOf([{ id: 'a', title: 'A', due: 'on signing' }], { conventions, ...more });

function dated(
  document: AgreementDocument,
  calendars: ReadonlyMap<string, WorkingCalendar> = new Map(),
  sentences?: typeof UK,
): Milestone {
  const options = { zones: luxonZones, calendars, ...(sentences && { sentences }) };
  const [milestone] = schedule(compiled(document), [], options).milestones;
  if (milestone === undefined) throw new Error('no milestone');
  return milestone;
}

/** An obligation that is due by a phrase, counted by a convention of the document. */
const dueBy = (due: string, own: OwnConvention, more: Partial<AgreementDocument> = {}) =>
  documentOf([{ id: 'a', title: 'A', due }], { conventions: { own }, counting: 'own', ...more });

const on = (due: string, own: OwnConvention, holidays: readonly string[] = []): string => {
  const days = holidays.map(
    (day) => DateTime.fromISO(day, { zone: 'utc' }).toMillis() / 86_400_000,
  );
  const calendars = new Map([['c', simpleCalendar([6, 7], days)]]);
  const { dueOn } = dated(dueBy(due, own, { calendars: ['c'] }), calendars);
  return dueOn === undefined ? '' : formatDay(dueOn);
};

describe('a convention of the document', () => {
  // 31 May 2025 is a Saturday, 1 March 2026 a Sunday; Good Friday and Easter Monday of 2024 are 29 March and 1 April.
  const EASTER = ['2024-03-29', '2024-04-01'];
  it.each<{ due: string; roll: Roll; holidays?: string[]; last: string; why: string }>([
    { due: 'within 1 month of 2025-04-30', roll: 'none', last: '2025-05-30', why: 'a Friday' },
    { due: 'within 30 days of 2025-05-01', roll: 'none', last: '2025-05-31', why: 'not moved' },
    { due: 'within 30 days of 2025-05-01', roll: 'following', last: '2025-06-02', why: 'Monday' },
    {
      due: 'within 30 days of 2025-05-01',
      roll: 'modified-following',
      last: '2025-05-30',
      why: 'Monday is in June',
    },
    { due: 'within 30 days of 2025-05-01', roll: 'preceding', last: '2025-05-30', why: 'Friday' },
    {
      due: 'within 1 month of 2026-02-01',
      roll: 'preceding',
      last: '2026-02-27',
      why: 'the Friday before 1 March',
    },
    {
      due: 'within 1 month of 2026-02-01',
      roll: 'modified-preceding',
      last: '2026-03-02',
      why: 'Friday is in February',
    },
    {
      due: 'by 1 month before 2026-04-01',
      roll: 'modified-preceding',
      last: '2026-03-02',
      why: 'the roll holds in both directions',
    },
    {
      due: 'within 1 month of 2024-02-29',
      roll: 'modified-following',
      holidays: EASTER,
      last: '2024-03-28',
      why: 'Thursday before Easter; Tuesday is in April',
    },
  ])('$due rolls $roll to $last: $why', ({ due, roll, holidays, last }) => {
    expect(on(due, { roll }, holidays)).toBe(last);
  });

  it.each<{ due: string; own: OwnConvention; last: string; why: string }>([
    {
      due: 'within 1 month of 2025-02-28',
      own: { 'month-end': 'end-of-month' },
      last: '2025-03-31',
      why: 'from a last day to a last day',
    },
    {
      due: 'within 1 month of 2024-02-28',
      own: { 'month-end': 'end-of-month' },
      last: '2024-03-28',
      why: 'in a leap year it is not the last',
    },
    {
      due: 'within 1 month of 2025-01-31',
      own: { 'month-end': 'end-of-month' },
      last: '2025-02-28',
      why: 'too short a month',
    },
    {
      due: 'by 6 months before 2025-02-28',
      own: { 'month-end': 'end-of-month' },
      last: '2024-08-31',
      why: 'backwards',
    },
    {
      due: 'within 3 months of 2024-11-30',
      own: { 'month-end': 'end-of-month', roll: 'modified-following' },
      last: '2025-02-28',
      why: 'a Friday',
    },
    {
      due: 'within 6 months of 2024-11-30',
      own: { 'month-end': 'end-of-month', roll: 'modified-following' },
      last: '2025-05-30',
      why: 'the last day is a Saturday',
    },
    {
      due: 'within 3 days of 2026-01-01',
      own: { 'excludes-trigger-day': false },
      last: '2026-01-03',
      why: 'day 1',
    },
    {
      due: 'within 2 days of 2026-01-01',
      own: { 'short-period-days': 5 },
      last: '2026-01-05',
      why: 'working days',
    },
    {
      due: 'within 3 days of 2026-01-01',
      own: { 'minimum-working-days': 2 },
      last: '2026-01-05',
      why: 'two working days',
    },
    {
      due: '3 days before 2025-10-20',
      own: { 'clear-days': true },
      last: '2025-10-16',
      why: 'clear days',
    },
    {
      due: 'within 1 month of 2026-01-31',
      own: { 'month-end': 'round-up' },
      last: '2026-03-01',
      why: 'the next day',
    },
    {
      due: 'within 2 hours of 2026-06-22T10:20:00+03:00',
      own: { 'hours-from': 'next-full-hour' },
      last: '2026-06-22',
      why: 'the same day',
    },
    {
      due: 'within 1 month of 2025-04-30',
      own: { like: 'inclusive' },
      last: '2025-05-29',
      why: 'as its base',
    },
  ])('$due by $own is $last: $why', ({ due, own, last }) => {
    expect(on(due, own)).toBe(last);
  });

  // A published example, derivativepricing.com/blogpage.asp?id=19: of the dates of a swap from 28 February 2008 to
  // 28 February 2011, Modified Following moves the second and the fourth back, and the fifth forward.
  it.each<{ roll: Roll; days: string[] }>([
    {
      roll: 'modified-following',
      days: ['2008-08-28', '2009-02-27', '2009-08-28', '2010-02-26', '2010-08-30', '2011-02-28'],
    },
    {
      roll: 'following',
      days: ['2008-08-28', '2009-03-02', '2009-08-28', '2010-03-01', '2010-08-30', '2011-02-28'],
    },
    {
      roll: 'none',
      days: ['2008-08-28', '2009-02-28', '2009-08-28', '2010-02-28', '2010-08-28', '2011-02-28'],
    },
  ])('moves repeated dates with $roll, where it rolls every date', ({ roll, days }) => {
    const own: OwnConvention = { roll, 'rolls-for': 'every-date' };
    const due = 'every 6 months from 2008-02-28 until 2011-02-28';
    const found = schedule(compiled(dueBy(due, own)), [], { zones: luxonZones }).milestones;
    expect(found.map(({ dueOn }) => formatDay(dueOn ?? 0))).toEqual(days);
  });

  it.each<{ own: OwnConvention; days: string[]; why: string }>([
    { own: { roll: 'following' }, days: ['2026-05-04', '2026-08-03'], why: 'a Saturday each' },
    { own: { roll: 'none' }, days: ['2026-05-02', '2026-08-01'], why: 'no roll' },
    {
      own: { 'excludes-trigger-day': false },
      days: ['2026-05-02', '2026-08-01'],
      why: 'the day of the rhythm is day 0',
    },
  ])('counts $days from the days of a rhythm by $own: $why', ({ own, days }) => {
    const due = '32 days after every quarter on last day from 2025-12-31 2 times';
    const found = schedule(compiled(dueBy(due, own)), [], { zones: luxonZones }).milestones;
    expect(found.map(({ dueOn }) => formatDay(dueOn ?? 0))).toEqual(days);
  });

  it.each<{ due: string; rolls: 'all' | 'every-date'; last: string }>([
    { due: 'by 2025-05-31', rolls: 'all', last: '2025-05-31' },
    { due: 'by 2025-05-31', rolls: 'every-date', last: '2025-05-30' },
    { due: 'by last day of the month of 2025-05-10', rolls: 'every-date', last: '2025-05-30' },
    { due: 'before 2025-06-01', rolls: 'every-date', last: '2025-05-31' },
    { due: 'at 12:00 on 2025-05-31', rolls: 'every-date', last: '2025-05-31' },
  ])('for $rolls, $due is $last', ({ due, rolls, last }) => {
    expect(on(due, { roll: 'modified-following', 'rolls-for': rolls })).toBe(last);
  });

  it('has its calendars, for entries that name none', () => {
    const table = (id: string, day: string) =>
      buildCalendar({
        id,
        title: id,
        version: '1',
        weekend: ['saturday', 'sunday'],
        covers: [{ from: '2026-01-01', to: '2026-12-31' }],
        holidays: { [day]: 'Holiday' },
      });
    const calendars = new Map([
      ['bank', table('bank', '2026-01-06')],
      ['court', table('court', '2026-01-07')],
    ]);
    const own = { like: 'exclusive', calendars: ['bank'] };
    const within = 'within 1 working day of 2026-01-05';
    const plain = dueBy(within, own, { calendars: ['court'] });
    const [entry] = plain.obligations;
    const other = {
      ...plain,
      obligations: [{ ...entry, id: 'a', title: 'A', calendars: ['court'] }],
    };
    const days = [plain, other].map((document) => dated(document, calendars).dueOn ?? 0);
    expect(days.map(formatDay)).toEqual(['2026-01-07', '2026-01-06']);
  });

  it('counts its own weekend where no calendar is named', () => {
    const own: OwnConvention = { roll: 'following', weekend: ['friday', 'saturday'] };
    const { dueOn } = dated(dueBy('within 2 days of 2026-01-07', own));
    expect(formatDay(dueOn ?? 0)).toBe('2026-01-11');
  });

  it('is provisional in both directions where its calendar does not say whether a modified roll is needed', () => {
    const calendar = buildCalendar({
      id: 'c',
      title: 'C',
      version: '1',
      weekend: ['saturday', 'sunday'],
      covers: [{ from: '2026-01-01', to: '2026-01-31' }],
    });
    const calendars = new Map([['c', calendar]]);
    const at = (due: string, roll: Roll) => {
      const { waitsFor, bound } = dated(dueBy(due, { roll }, { calendars: ['c'] }), calendars);
      return [waitsFor, bound];
    };
    const open = ['calendar c for 2026-02-03'];
    expect(at('within 3 days of 2026-01-31', 'following')).toEqual([open, 'earliest']);
    expect(at('within 3 days of 2026-01-31', 'modified-following')).toEqual([open, undefined]);
    // The last day of the calendar is a Saturday: what comes after it is of no interest to a modified roll.
    expect(at('within 5 days of 2026-01-26', 'modified-following')).toEqual([[], undefined]);
  });

  it('equals the convention that it is like, if it says nothing else', () => {
    for (const [name, shipped] of CONVENTIONS) {
      const made = conventionsOf(named({ own: { like: name } }), []).get('own');
      const { name: _, citations: __, ...rules } = shipped;
      expect(made).toMatchObject(rules);
    }
  });
});

describe('against an independent calendar', () => {
  const holiday = fc.integer({ min: 0, max: 40 });
  const question = fc.record({
    from: fc.integer({ min: 10_000, max: 30_000 }).map(formatDay),
    amount: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('days', 'weeks', 'months', 'years'),
    back: fc.boolean(),
    roll: fc.constantFrom(...ROLLS),
    endOfMonth: fc.boolean(),
    away: fc.uniqueArray(holiday, { maxLength: 12 }),
  });

  const isOff = (day: DateTime, holidays: readonly string[]) =>
    day.weekday > 5 || holidays.includes(day.toISODate() as string);

  /** The nearest working day in a direction, one day after the other. */
  function next(day: DateTime, by: number, holidays: readonly string[]): DateTime {
    let at = day;
    while (isOff(at, holidays)) at = at.plus({ days: by });
    return at;
  }

  function rolledByHand(day: DateTime, roll: Roll, holidays: readonly string[]): DateTime {
    const later = next(day, 1, holidays);
    const earlier = next(day, -1, holidays);
    if (roll === 'none') return day;
    if (roll === 'following') return later;
    if (roll === 'preceding') return earlier;
    if (roll === 'modified-following') return later.month === day.month ? later : earlier;
    return earlier.month === day.month ? earlier : later;
  }

  it('every roll and the end-of-month rule give luxon’s day', () => {
    tryCases(
      'rolls against luxon',
      { usual: 3_000, torture: 300_000 },
      fc.property(question, ({ from, amount, unit, back, roll, endOfMonth, away }) => {
        const start = DateTime.fromISO(from, { zone: 'utc' });
        const months = unit === 'months' || unit === 'years';
        const plain = start.plus({ [unit]: back ? -amount : amount });
        const last = start.day === start.daysInMonth && endOfMonth && months;
        const end = last ? plain.endOf('month').startOf('day') : plain;
        const holidays = away.map((days) => end.plus({ days: days - 20 }).toISODate() as string);
        const own: OwnConvention = { roll, ...(endOfMonth && { 'month-end': 'end-of-month' }) };
        const period = `${amount} ${unit}`;
        const due = back ? `by ${period} before ${from}` : `within ${period} of ${from}`;
        const byHand = rolledByHand(end, roll, holidays).toISODate();
        if (on(due, own, holidays) !== byHand) expect(on(due, own, holidays)).toBe(byHand);
      }),
    );
  });
});

describe('the derivation', () => {
  const isda: OwnConvention = {
    like: 'exclusive',
    source: '2021 ISDA Definitions, section 2.3',
    roll: 'modified-following',
    'month-end': 'end-of-month',
  };
  const document = dueBy('within 3 months of 2025-02-28', isda, {
    conventions: { isda, loan: { like: 'isda', 'minimum-working-days': 2 } },
    counting: 'isda',
  });

  it('cites the convention as the document’s own, and what it has from another', () => {
    const { derivation } = dated(document);
    expect(derivation.map(({ rule, citation }) => [rule, citation])).toEqual([
      ['fixed-date', 'the text of the agreement'],
      [
        'exclude-trigger-day',
        'convention isda of this agreement, like exclusive: exclusive, rule 2: counting begins on the day after the event',
      ],
      [
        'add-period',
        'convention isda of this agreement, like exclusive: month-end: end-of-month, 2021 ISDA Definitions, section 2.3',
      ],
      [
        'roll',
        'convention isda of this agreement, like exclusive: roll: modified-following, 2021 ISDA Definitions, section 2.3',
      ],
      [
        'end-of-day',
        'convention isda of this agreement, like exclusive: exclusive, rule 2: counting begins on the day after the event',
      ],
    ]);
  });

  it('says where the convention goes back, and why the month ends so', () => {
    const { derivation } = dated(document);
    const text = (rule: string) => derivation.find((step) => step.rule === rule)?.text;
    expect(text('add-period')).toBe(
      'Counting 3 months forward gives Saturday 31 May 2025. It is counted from the last day of a month, so it ends on the last day of one.',
    );
    expect(text('roll')).toBe(
      'Saturday 31 May 2025 cannot be the last day (2025-05-31 weekend); Monday 2 June 2025 is in another month, so the last day is Friday 30 May 2025.',
    );
  });

  it('names the whole line of conventions that one is like', () => {
    const { derivation } = dated({ ...document, counting: 'loan' });
    const roll = derivation.find((step) => step.rule === 'roll');
    expect(roll?.citation).toBe(
      'convention loan of this agreement, like isda, like exclusive: minimum-working-days: 2',
    );
    expect(derivation.find((step) => step.rule === 'add-period')?.citation).toBe(
      'convention loan of this agreement, like isda, like exclusive: month-end: end-of-month, 2021 ISDA Definitions, section 2.3',
    );
  });

  it.each([
    [
      'uk',
      UK,
      'правило відліку isda цієї угоди, як exclusive: roll: modified-following',
      'інший місяць',
    ],
    [
      'ru',
      RU,
      'правило счёта isda этого соглашения, как exclusive: roll: modified-following',
      'другой месяц',
    ],
  ])('is in the language %s', (_, words, citation, month) => {
    const roll = dated(document, new Map(), words).derivation.find((step) => step.rule === 'roll');
    expect(roll?.citation).toContain(citation);
    expect(roll?.text).toContain(month);
  });
});

describe('faults of own conventions', () => {
  const faultsOf = (document: AgreementDocument) => {
    const result = compile(document);
    return result.ok ? [] : result.faults;
  };

  it.each<{ what: string; document: AgreementDocument; pointer: string; detail: string }>([
    {
      what: 'an unknown base',
      document: named({ isda: { like: 'exclusve' } }),
      pointer: '/conventions/isda/like',
      detail: 'there is no counting convention "exclusve"; did you mean "exclusive"?',
    },
    {
      what: 'an inherited name of objects',
      document: named({ isda: { like: 'constructor' } }),
      pointer: '/conventions/isda/like',
      detail: 'there is no counting convention "constructor"',
    },
    {
      what: 'a circle',
      document: named({ a: { like: 'b' }, b: { like: 'c' }, c: { like: 'b' } }),
      pointer: '/conventions/c/like',
      detail: 'circular: b is like c is like b',
    },
    {
      what: 'itself',
      document: named({ a: { like: 'a' } }),
      pointer: '/conventions/a/like',
      detail: 'circular: a is like a',
    },
    {
      what: 'a shipped name',
      document: named({ inclusive: { roll: 'following' } }),
      pointer: '/conventions/inclusive',
      detail: '"inclusive" is the name of a convention that Pacta has',
    },
    {
      what: 'a month end beside an inclusive count',
      document: named({ a: { like: 'inclusive', 'month-end': 'end-of-month' } }),
      pointer: '/conventions/a/month-end',
      detail: '"month-end" has no effect where the day of the event is day 1',
    },
    {
      what: 'a weekend beside calendars',
      document: named({ a: { weekend: ['friday'], calendars: ['ua'] } }),
      pointer: '/conventions/a/weekend',
      detail: '"weekend" has no effect beside "calendars": a calendar has its own weekend',
    },
    {
      what: 'a use of one that does not exist',
      document: named({ isda: {} }, { counting: 'isad' }),
      pointer: '/counting',
      detail: 'there is no counting convention "isad"; did you mean "isda"?',
    },
    {
      what: 'a longer chain than the limit',
      document: named(
        Object.fromEntries(
          Array.from({ length: 30 }, (_, i) => [`c${i}`, i === 29 ? {} : { like: `c${i + 1}` }]),
        ),
      ),
      pointer: '/conventions/c19/like',
      detail: '"c0" is like a convention that is like another, 20 times over',
    },
  ])('$what is refused once, at $pointer', ({ document, pointer, detail }) => {
    const faults = faultsOf(document);
    expect(faults.map((fault) => [fault.pointer, fault.detail])).toEqual([[pointer, detail]]);
    expect(faults[0]?.example).toEqual(expect.any(String));
  });

  it('accepts names that only look circular', () => {
    expect(faultsOf(named({ a: { like: 'b' }, b: { like: 'c' }, c: { like: 'bgb-187' } }))).toEqual(
      [],
    );
  });
});
