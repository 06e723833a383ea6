import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import { dateOf } from '../../../src/engine/date-of';
import { parseDue } from '../../../src/engine/phrase/parse';
import { printDue } from '../../../src/engine/phrase/print';
import { schedule } from '../../../src/engine/schedule/schedule';
import { SENTENCES as RU } from '../../../web/words/ru/sentences';
import { SENTENCES as UK } from '../../../web/words/uk/sentences';
import { compiled, documentOf } from '../../support/agreements';
import { tryCases } from '../../support/cases';

function dated(phrase: string, more: Partial<Parameters<typeof dateOf>[0]> = {}) {
  const found = dateOf({ phrase, zone: 'UTC', ...more }, luxonZones);
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.answer;
}

const on = (phrase: string, holidays: string[] = []) =>
  formatDay(dated(phrase, { holidays }).dueOn);

/** All days of a repeated obligation. */
function repeated(due: string): string[] {
  const document = documentOf([{ id: 'a', title: 'A', due }]);
  const { milestones } = schedule(compiled(document), [], { zones: luxonZones });
  return milestones.map(({ dueOn }) => formatDay(dueOn ?? 0));
}

describe('a day among those of its kind', () => {
  it.each<{ phrase: string; day: string; why: string }>([
    { phrase: 'by first Monday of June 2027', day: '2027-06-07', why: '1 June is a Tuesday' },
    { phrase: 'by second Tuesday of June 2027', day: '2027-06-08', why: 'the first is the 1st' },
    { phrase: 'by last Friday of June 2027', day: '2027-06-25', why: 'the 30th is a Wednesday' },
    { phrase: 'by last Wednesday of June 2027', day: '2027-06-30', why: 'the last day itself' },
    { phrase: 'by last working day of May 2025', day: '2025-05-30', why: 'the 31st is a Saturday' },
    {
      phrase: 'by first working day of 2027',
      day: '2027-01-01',
      why: 'a Friday, no holiday given',
    },
    { phrase: 'by 5th working day of March 2026', day: '2026-03-06', why: '1 March is a Sunday' },
    { phrase: 'by 15th day of March 2026', day: '2026-03-15', why: 'a number of a day' },
    { phrase: 'by last day of the first half of 2027', day: '2027-06-30', why: 'a half year' },
    { phrase: 'by last Friday of second quarter of 2027', day: '2027-06-25', why: 'a quarter' },
    { phrase: 'by 3rd Wednesday of the month of 2026-03-02', day: '2026-03-18', why: 'its month' },
    { phrase: 'by first Monday of the 2nd month after 2026-03-02', day: '2026-05-04', why: 'May' },
    {
      phrase: 'by last Sunday of the 1st month before 2026-03-02',
      day: '2026-02-22',
      why: 'February',
    },
    {
      phrase: 'by first Friday of the week of 2026-03-02',
      day: '2026-03-06',
      why: 'weeks begin on Monday',
    },
    {
      phrase: 'by last working day of the year of 2026-03-02',
      day: '2026-12-31',
      why: 'a Thursday',
    },
    {
      phrase: 'by first Monday after 2026-03-02',
      day: '2026-03-09',
      why: 'the day itself is a Monday',
    },
    { phrase: 'by first Tuesday after 2026-03-02', day: '2026-03-03', why: 'the day after' },
    { phrase: 'by 2nd Tuesday after 2026-03-02', day: '2026-03-10', why: 'a week later' },
    { phrase: 'by first Monday on or after 2026-03-02', day: '2026-03-02', why: 'the day itself' },
    { phrase: 'by first Tuesday on or before 2026-03-02', day: '2026-02-24', why: 'backwards' },
    { phrase: 'by first working day on or after 2026-03-07', day: '2026-03-09', why: 'a Saturday' },
    { phrase: 'by first working day on or after 2026-03-09', day: '2026-03-09', why: 'a Monday' },
    { phrase: 'by first working day after 2026-03-09', day: '2026-03-10', why: 'strictly after' },
    {
      phrase: 'by 2nd working day on or before 2026-03-08',
      day: '2026-03-05',
      why: 'Friday is the first',
    },
    { phrase: 'by first Monday before 2026-03-02', day: '2026-02-23', why: 'strictly before' },
    {
      phrase: 'by 2nd Friday before 2026-03-02',
      day: '2026-02-20',
      why: 'the one before the last',
    },
    {
      phrase: 'by 10 days after last working day of May 2025',
      day: '2025-06-09',
      why: 'as an anchor',
    },
  ])('$phrase is $day: $why', ({ phrase, day }) => {
    expect(on(phrase)).toBe(day);
  });

  it.each([
    { phrase: 'by last working day of April 2026', holidays: ['2026-04-30'], day: '2026-04-29' },
    {
      phrase: 'by 2nd working day of April 2026',
      holidays: ['2026-04-01', '2026-04-02'],
      day: '2026-04-06',
    },
    {
      // A week without a working day: the count goes on after it.
      phrase: 'by first working day of the week of 2026-10-07',
      holidays: ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09'],
      day: '2026-10-12',
    },
  ])('$phrase, $holidays off, is $day', ({ phrase, holidays, day }) => {
    expect(on(phrase, holidays)).toBe(day);
  });

  // 2 U.S.C. 7: "the Tuesday next after the 1st Monday in November"; the days on which Congress was elected.
  it.each([
    ['2016', '2016-11-08'],
    ['2018', '2018-11-06'],
    ['2020', '2020-11-03'],
    ['2022', '2022-11-08'],
    ['2024', '2024-11-05'],
  ])('of an election of %s is %s', (year, day) => {
    expect(on(`on first Tuesday after first Monday of November ${year}`)).toBe(day);
  });

  // Civil Procedure Rules, rule 6.26: a posted document is served on the second day, or the next business day. Practice
  // Direction 6A, paragraph 10: posted on a Monday, on the Wednesday; on a bank holiday Monday, on the Wednesday.
  it.each([
    { posted: '2026-06-01', served: '2026-06-03', why: 'Monday' },
    { posted: '2026-06-04', served: '2026-06-08', why: 'Thursday: the second day is a Saturday' },
    { posted: '2026-06-05', served: '2026-06-08', why: 'Friday: the second day is a Sunday' },
    { posted: '2026-05-25', served: '2026-05-27', why: 'a bank holiday Monday' },
    { posted: '2026-05-23', served: '2026-05-26', why: 'Saturday before a bank holiday' },
  ])('of service of what is posted on $posted is $served: $why', ({ posted, served }) => {
    expect(on(`by first working day on or after 2 days after ${posted}`, ['2026-05-25'])).toBe(
      served,
    );
  });

  // Directive 2000/84/EC, articles 2 and 3; the days that the Commission published for 2022 to 2026.
  it('is the day on which summer time begins and ends', () => {
    expect(repeated('every year on last Sunday of March from 2022-01-01 5 times')).toEqual([
      '2022-03-27',
      '2023-03-26',
      '2024-03-31',
      '2025-03-30',
      '2026-03-29',
    ]);
    expect(repeated('every year on last Sunday of October from 2022-01-01 5 times')).toEqual([
      '2022-10-30',
      '2023-10-29',
      '2024-10-27',
      '2025-10-26',
      '2026-10-25',
    ]);
    const begins = dated('at 01:00 on last Sunday of March 2025 in UTC', { zone: 'Europe/Kyiv' });
    const { day, millisecond } = luxonZones.localOf(begins.dueAt, 'Europe/Kyiv');
    expect([formatDay(day), millisecond / 3_600_000]).toEqual(['2025-03-30', 4]);
  });
});

describe('a repetition on such a day', () => {
  it.each<{ due: string; days: string[] }>([
    {
      due: 'every month on second Tuesday from 2026-01-13 3 times',
      days: ['2026-02-10', '2026-03-10', '2026-04-14'],
    },
    {
      due: 'every month on second Tuesday starting on 2026-01-13 2 times',
      days: ['2026-01-13', '2026-02-10'],
    },
    {
      due: 'every month on last working day from 2026-01-01 until 2026-05-31',
      days: ['2026-01-30', '2026-02-27', '2026-03-31', '2026-04-30', '2026-05-29'],
    },
    {
      due: 'every quarter on first Monday from 2026-02-01 3 times',
      days: ['2026-04-06', '2026-07-06', '2026-10-05'],
    },
    {
      due: 'every half-year on last day from 2026-02-01 2 times',
      days: ['2026-06-30', '2026-12-31'],
    },
    {
      due: 'every year on 3rd working day from 2026-02-01 2 times',
      days: ['2027-01-05', '2028-01-05'],
    },
    {
      due: 'every week on last working day from 2026-01-07 2 times',
      days: ['2026-01-09', '2026-01-16'],
    },
    {
      due: 'every year on first Monday of September from 2026-09-07 2 times',
      days: ['2027-09-06', '2028-09-04'],
    },
  ])('$due', ({ due, days }) => {
    expect(repeated(due)).toEqual(days);
  });
});

describe('phrases that cannot name one', () => {
  it.each([
    ['by 5th Monday of June 2027', 'not every month has a 5th Monday'],
    ['by 29th day of the month of signing', 'not every month has a 29th day'],
    ['by second Monday of the week of signing', 'not every week has a 2nd Monday'],
    ['by 21st working day of June 2027', 'not every month has a 21st working day'],
    ['every year on 5th Friday of June from signing', 'not every month has a 5th Friday'],
    ['by last Fryday of June 2027', '"Fryday" does not fit here'],
    ['by last working week of June 2027', '"week" does not fit here'],
  ])('%s', (phrase, detail) => {
    const read = parseDue(phrase);
    expect(read.ok ? '' : read.fault.detail).toBe(detail);
    const example = read.ok ? undefined : read.fault.example;
    if (example !== undefined) expect(parseDue(example).ok).toBe(true);
  });
});

describe('the canonical form', () => {
  it.each([
    ['by second Tuesday of June 2027', 'by 2nd Tuesday of June 2027'],
    ['by 1st working day on or after signing', 'by first working day on or after signing'],
    ['by 1st Monday of the month of June 2027', 'by first Monday of June 2027'],
    ['by last working day of the year of 2027', 'by last working day of 2027'],
    ['at the end of 2026-06-30', 'at 24:00 on 2026-06-30'],
    ['at start of signing in Europe/Kyiv', 'at 00:00 on signing in Europe/Kyiv'],
    ['by the end of last day of June 2027', 'by at 24:00 on last day of June 2027'],
  ])('of “%s” is “%s”', (phrase, canonical) => {
    const read = parseDue(phrase);
    expect(read.ok && printDue(read.tree)).toBe(canonical);
  });
});

describe('the start and the end of a day', () => {
  it.each<{ phrase: string; on: string; at: string }>([
    { phrase: 'at the end of 2026-06-30', on: '2026-06-30', at: '2026-07-01T00:00Z' },
    { phrase: 'at the start of 2026-06-30', on: '2026-06-29', at: '2026-06-30T00:00Z' },
    { phrase: 'within 36 hours of start of 2026-06-30', on: '2026-07-01', at: '2026-07-01T12:00Z' },
  ])('$phrase is $at', ({ phrase, on: day, at }) => {
    const { dueOn, dueAt } = dated(phrase);
    expect([formatDay(dueOn), dueAt]).toEqual([day, Date.parse(at)]);
  });

  it('needs a single day', () => {
    const read = parseDue('at the end of June 2027');
    expect(read.ok ? '' : read.fault.detail).toBe('"June 2027" is no single day');
  });
});

describe('a calendar', () => {
  const calendar = buildCalendar({
    id: 'c',
    title: 'C',
    version: '1',
    weekend: ['saturday', 'sunday'],
    covers: [{ from: '2026-01-01', to: '2026-06-15' }],
    holidays: { '2026-05-29': 'Holiday' },
  });
  const at = (due: string) => {
    const document = documentOf([{ id: 'a', title: 'A', due, calendars: ['c'] }]);
    const calendars = new Map([['c', calendar]]);
    return schedule(compiled(document), [], { zones: luxonZones, calendars }).milestones[0];
  };

  it('that ends before the last working day leaves it open to the earlier side', () => {
    const found = at('by last working day of June 2026');
    expect(found).toMatchObject({ waitsFor: ['calendar c for 2026-06-30'], bound: 'latest' });
    expect(at('by first working day of July 2026')).toMatchObject({ bound: 'earliest' });
    expect(at('by last working day of May 2026')).toMatchObject({ waitsFor: [] });
  });

  it('that ends before a repetition leaves that date open', () => {
    const document = documentOf([
      {
        id: 'a',
        title: 'A',
        due: 'every month on last working day from 2026-05-01 2 times',
        calendars: ['c'],
      },
    ]);
    const calendars = new Map([['c', calendar]]);
    const { milestones } = schedule(compiled(document), [], { zones: luxonZones, calendars });
    expect(milestones.map(({ waitsFor }) => waitsFor)).toEqual([[], ['calendar c for 2026-06-30']]);
  });

  it('that does not exist leaves it undated', () => {
    const document = documentOf([
      { id: 'a', title: 'A', due: 'by last working day of May 2026', calendars: ['none'] },
    ]);
    const { milestones } = schedule(compiled(document), [], { zones: luxonZones });
    expect(milestones[0]).toMatchObject({ waitsFor: ['calendar none'] });
  });

  it('explains which days were passed over, in every language', () => {
    const document = documentOf([
      { id: 'a', title: 'A', due: 'by last working day of May 2026', calendars: ['c'] },
    ]);
    const texts = [undefined, UK, RU].map((sentences) => {
      const options = { zones: luxonZones, calendars: new Map([['c', calendar]]) };
      const found = schedule(compiled(document), [], {
        ...options,
        ...(sentences && { sentences }),
      });
      return found.milestones[0]?.derivation.find(({ rule }) => rule === 'edge')?.text;
    });
    expect(texts).toEqual([
      'The last working day of the month that contains Sunday 31 May 2026 is Thursday 28 May 2026. Not counted: 2026-05-29 Holiday; 2026-05-30 weekend; 2026-05-31 weekend.',
      'Останній робочий день місяця, на який припадає 31 травня 2026 року: четвер, 28 травня 2026 року. Не рахуються: 2026-05-29 Holiday; 2026-05-30 weekend; 2026-05-31 weekend.',
      'Последний рабочий день месяца, на который приходится 31 мая 2026 года: четверг, 28 мая 2026 года. Не считаются: 2026-05-29 Holiday; 2026-05-30 weekend; 2026-05-31 weekend.',
    ]);
  });
});

const DAY_MS = 86_400_000;
const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe('against an independent calendar', () => {
  const question = fc.record({
    of: fc.integer({ min: 5_000, max: 40_000 }).map(formatDay),
    unit: fc.constantFrom('month' as const, 'quarter' as const, 'year' as const),
    which: fc.constantFrom('first', '2nd', '3rd', '4th', 'last'),
    kind: fc.constantFrom('day', 'working day', 'Monday', 'Wednesday', 'Friday', 'Sunday'),
    off: fc.uniqueArray(fc.nat(27), { maxLength: 6 }),
  });

  it('the nth day of a unit is the one that a list of its days shows', () => {
    tryCases(
      'nth days against lists',
      { usual: 3_000, torture: 300_000 },
      fc.property(question, ({ of, unit, which, kind, off }) => {
        const [year = 0, month = 1] = of.split('-').map(Number);
        const length = { month: 1, quarter: 3, year: 12 }[unit];
        const start = month - 1 - ((month - 1) % length);
        const holidays = off.map((n) => iso(Date.UTC(year, month - 1, 1 + n)));
        const days: string[] = [];
        for (
          let at = Date.UTC(year, start, 1);
          at < Date.UTC(year, start + length, 1);
          at += DAY_MS
        ) {
          const named = NAMES[new Date(at).getUTCDay()];
          const rests = named?.startsWith('S') === true || holidays.includes(iso(at));
          const fits = kind === 'working day' ? !rests : named === kind;
          if (kind === 'day' || fits) days.push(iso(at));
        }
        const place = which === 'last' ? -1 : which === 'first' ? 0 : Number(which[0]) - 1;
        expect(on(`by ${which} ${kind} of the ${unit} of ${of}`, holidays)).toBe(days.at(place));
      }),
    );
  });

  it('keeps the order of moments: a later day never has an earlier first Monday', () => {
    const days = fc.tuple(fc.integer({ min: 5_000, max: 40_000 }), fc.nat(500));
    fc.assert(
      fc.property(days, question, ([from, later], { unit, which, kind }) => {
        const at = (day: number) =>
          dated(`by ${which} ${kind} of the ${unit} of ${formatDay(day)}`).dueOn;
        expect(at(from)).toBeLessThanOrEqual(at(from + later));
      }),
      { numRuns: 200 },
    );
  });
});
