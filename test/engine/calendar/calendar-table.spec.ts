import {
  formatDay,
  isLeapYear,
  monthLength,
  parseDay,
  toCivil,
  toEpochDay,
  weekday,
} from '../../../src/engine/calendar/epoch-day';
import {
  buildCalendar,
  type CalendarDocument,
  combineCalendars,
  simpleCalendar,
} from '../../../src/engine/calendar/working-calendar';
import { workingDayCounter } from '../../../src/engine/calendar/working-day-counter';
import { dayOfUnit } from '../../../src/engine/counting/arithmetic';

const day = (text: string): number => parseDay(text) as number;

describe('a civil day', () => {
  it.each([
    [-719_528, '0000-01-01', 6],
    [-719_468, '0000-03-01', 3],
    [-719_469, '0000-02-29', 2],
    [-719_529, '-000001-12-31', 5],
    [-141_427, '1582-10-15', 5],
    [-25_509, '1900-02-28', 3],
    [-25_508, '1900-03-01', 4],
    [0, '1970-01-01', 4],
    [10_956, '1999-12-31', 5],
    [10_957, '2000-01-01', 6],
    [11_016, '2000-02-29', 2],
    [11_017, '2000-03-01', 3],
    [20_453, '2025-12-31', 3],
    [47_540, '2100-02-28', 7],
    [47_541, '2100-03-01', 1],
    [157_113, '2400-02-29', 2],
    [2_932_896, '9999-12-31', 5],
    [2_932_897, '+010000-01-01', 6],
  ])('%d is %s, weekday %d', (at, text, number) => {
    expect([formatDay(at), weekday(at)]).toEqual([text, number]);
    const { year, month, day: dayOfMonth } = toCivil(at);
    expect(toEpochDay(year, month, dayOfMonth)).toBe(at);
    if (text.length === 10) expect(parseDay(text)).toBe(at);
  });

  it.each([
    '2025-00-01',
    '2025-13-01',
    '2025-01-00',
    '2025-01-32',
    '2025-04-31',
    '2025-02-29',
    '1900-02-29',
    ' 2025-01-01',
    '2025-01-01 ',
    '02025-01-01',
    '2025-01-011',
    '2025-1-01',
    'x2025-01-01',
    '2025/01/01',
    '',
  ])('%j is none', (text) => expect(parseDay(text)).toBeUndefined());

  it('may end a month of every length, leap years by the rule of four hundred', () => {
    const lengths = (year: number) =>
      Array.from({ length: 12 }, (_, i) => monthLength(year, i + 1));
    expect(lengths(2025)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect(lengths(2024)).toEqual([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect([1900, 2000, 2023, 2024, 2100].filter(isLeapYear)).toEqual([2000, 2024]);
  });
});

describe('an edge of a unit', () => {
  type Row = ['first' | 'last', string, number | undefined, 'after' | 'before', string, string];
  it.each<Row>([
    ['first', 'week', undefined, 'after', '2026-01-07', '2026-01-05'],
    ['last', 'week', undefined, 'after', '2026-01-07', '2026-01-11'],
    ['first', 'week', undefined, 'after', '2026-01-05', '2026-01-05'],
    ['last', 'week', undefined, 'after', '2026-01-11', '2026-01-11'],
    ['first', 'week', 2, 'after', '2026-01-07', '2026-01-19'],
    ['last', 'week', 2, 'before', '2026-01-07', '2025-12-28'],
    ['first', 'month', undefined, 'after', '2026-03-31', '2026-03-01'],
    ['last', 'month', undefined, 'after', '2026-02-01', '2026-02-28'],
    ['first', 'month', 1, 'after', '2026-12-31', '2027-01-01'],
    ['last', 'month', 1, 'before', '2026-01-31', '2025-12-31'],
    ['first', 'quarter', undefined, 'after', '2026-05-15', '2026-04-01'],
    ['last', 'quarter', undefined, 'after', '2026-05-15', '2026-06-30'],
    ['last', 'quarter', 3, 'after', '2026-05-15', '2027-03-31'],
    ['first', 'half-year', undefined, 'after', '2026-06-30', '2026-01-01'],
    ['last', 'half-year', undefined, 'after', '2026-07-01', '2026-12-31'],
    ['first', 'half-year', 1, 'before', '2026-06-30', '2025-07-01'],
    ['first', 'year', undefined, 'after', '2026-06-30', '2026-01-01'],
    ['last', 'year', 10, 'after', '2026-06-30', '2036-12-31'],
  ])('%s day of the %s, %s %s that of %s: %s', (which, unit, nth, direction, of, expected) => {
    const at = { type: 'day', day: day(of) } as const;
    const plain = { type: 'edge', which, unit, direction, of: at, ...(nth && { nth }) };
    expect(formatDay(dayOfUnit(plain as Parameters<typeof dayOfUnit>[0], day(of)).day)).toBe(
      expected,
    );
  });
});

describe('working days counted', () => {
  /** Counts by every third day, and how often it was asked whether a day is one. */
  function thirds() {
    let asked = 0;
    const isWorking = (at: number): boolean => {
      asked++;
      return ((at % 3) + 3) % 3 === 0;
    };
    const count = workingDayCounter(isWorking);
    const askedBy = (question: () => number): [number, number] => {
      const before = asked;
      return [question(), asked - before];
    };
    return { count, askedBy };
  }
  const FIRST = day('1980-01-01');
  const LAST = day('2060-12-31');
  const TABLE = LAST - FIRST + 1;

  it('are walked one by one while few are asked for', () => {
    const { count, askedBy } = thirds();
    expect(askedBy(() => count.between(18_000, 18_030))).toEqual([10, 30]);
    expect(askedBy(() => count.between(18_000, 18_000))).toEqual([0, 0]);
    expect(askedBy(() => count.between(18_001, 18_003))).toEqual([1, 2]);
    expect(askedBy(() => count.add(18_000, 2))).toEqual([18_006, 6]);
    expect(askedBy(() => count.add(18_000, -2))).toEqual([17_994, 6]);
    expect(askedBy(() => count.add(18_001, 0))).toEqual([18_001, 0]);
  });

  it('are put into a table once more than 5,000 were asked for, and asked for no more', () => {
    const { count, askedBy } = thirds();
    expect(askedBy(() => count.between(15_000, 18_000))).toEqual([1_000, 3_000]);
    // An nth working day is counted as twice as far.
    expect(askedBy(() => count.add(15_000, 900))).toEqual([17_700, 2_700]);
    expect(askedBy(() => count.add(15_000, -100))).toEqual([14_700, 300]);
    expect(askedBy(() => count.between(18_000, 18_001))).toEqual([0, TABLE]);
    expect(askedBy(() => count.between(15_000, 18_000))).toEqual([1_000, 0]);
    expect(askedBy(() => count.add(15_000, 0))).toEqual([15_000, 0]);
    expect(askedBy(() => count.add(15_000, 1))).toEqual([15_003, 0]);
    expect(askedBy(() => count.add(15_001, 1))).toEqual([15_003, 0]);
    expect(askedBy(() => count.add(15_000, 900))).toEqual([17_700, 0]);
    // Backwards it asks whether the day itself is one.
    expect(askedBy(() => count.add(15_000, -1))).toEqual([14_997, 1]);
    expect(askedBy(() => count.add(15_001, -1))).toEqual([15_000, 1]);
    expect(askedBy(() => count.add(15_001, -100))).toEqual([14_703, 1]);
  });

  it('are walked beyond the ends of the table', () => {
    const { count, askedBy } = thirds();
    expect(askedBy(() => count.between(FIRST, LAST))).toEqual([9_862, TABLE]);
    expect(askedBy(() => count.between(FIRST, FIRST + 9))).toEqual([3, 0]);
    expect(askedBy(() => count.between(LAST - 9, LAST))).toEqual([3, 0]);
    expect(askedBy(() => count.between(FIRST - 1, FIRST + 9))).toEqual([3, 10]);
    expect(askedBy(() => count.between(LAST - 9, LAST + 1))).toEqual([3, 10]);
    expect(askedBy(() => count.add(LAST + 1, 1))[1]).toBe(2);
    expect(askedBy(() => count.add(FIRST, -1))).toEqual([3_651, 2]);
    expect(askedBy(() => count.add(LAST, 1))).toEqual([33_240, 3]);
  });
});

const document: CalendarDocument = {
  id: 'ua',
  title: 'Ukraine',
  version: '2026-01-01',
  weekend: ['saturday', 'Sunday'],
  covers: [
    { from: '2026-01-01', to: '2026-06-30' },
    { from: '2026-07-01', to: '2026-08-31' },
    { from: '2026-10-01', to: '2026-12-31' },
  ],
  suspended: [{ from: '2026-06-01', to: '2026-06-30', title: 'Martial law' }],
  holidays: { '2026-05-01': 'Labour Day', '2026-06-01': 'None', '2026-05-02': 'On a weekend' },
  workdays: { '2026-05-03': 'for 1 May', '2026-06-07': 'None' },
};

describe('a working calendar', () => {
  const calendar = buildCalendar(document);

  it.each([
    ['2026-04-30', undefined],
    ['2026-05-01', 'Labour Day'],
    ['2026-05-02', 'weekend'],
    ['2026-05-03', undefined],
    ['2026-05-09', 'weekend'],
    ['2026-05-10', 'weekend'],
    ['2026-05-31', 'weekend'],
    ['2026-06-01', undefined],
    ['2026-06-06', 'weekend'],
    ['2026-06-07', 'weekend'],
  ])('is off on %s for %s', (text, reason) => {
    expect(calendar.reason(day(text))).toBe(reason);
    expect(calendar.isWorking(day(text))).toBe(reason === undefined);
  });

  it('suspends its holidays on the first and the last day of a suspension, and not beside', () => {
    const holidays = { '2026-05-29': 'A', '2026-06-01': 'B', '2026-06-30': 'C', '2026-07-01': 'D' };
    const off = buildCalendar({ ...document, holidays });
    expect(Object.keys(holidays).map((text) => off.reason(day(text)))).toEqual([
      'A',
      undefined,
      undefined,
      'D',
    ]);
  });

  it.each([
    ['2026-01-01', '2026-08-31', undefined],
    ['2026-06-15', '2026-07-15', undefined],
    ['2025-12-31', '2026-01-05', '2025-12-31'],
    ['2026-08-31', '2026-09-01', '2026-09-01'],
    ['2026-09-30', '2026-10-02', '2026-09-30'],
    ['2026-12-31', '2027-01-01', '2027-01-01'],
    ['2026-12-31', '2026-12-31', undefined],
    ['2026-09-02', '2026-09-01', undefined],
  ])('from %s to %s does not speak first for %s', (from, to, expected) => {
    const open = calendar.uncovered(day(from), day(to));
    expect(open && formatDay(open)).toBe(expected);
  });

  it('tells what it is', () => {
    const { id, title, version } = calendar;
    expect([id, title, version]).toEqual(['ua', 'Ukraine', '2026-01-01']);
    const given = simpleCalendar([6, 7]);
    expect([given.id, given.title, given.version]).toEqual(['given', 'weekends only', '1']);
    const listed = simpleCalendar([6, 7], [day('2026-01-12')]);
    expect(listed.title).toBe('weekends and the holidays given');
    expect(listed.reason(day('2026-01-12'))).toBe('holiday');
    expect(given.uncovered(day('1500-01-01'), day('2900-01-01'))).toBeUndefined();
  });

  it('may say no more than its weekend', () => {
    const { suspended: _, holidays: __, workdays: ___, ...least } = document;
    const bare = buildCalendar({ ...least, weekend: ['monday'] });
    expect(['2026-05-04', '2026-05-05'].map((text) => bare.reason(day(text)))).toEqual([
      'weekend',
      undefined,
    ]);
  });

  it.each<[Partial<CalendarDocument>, string]>([
    [{ weekend: ['Samstag'] }, '"Samstag" is not a weekday such as saturday'],
    [{ holidays: { '2026-02-29': 'None' } }, '"2026-02-29" is not a day such as 2025-11-27'],
    [
      {
        weekend: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      },
      'a calendar needs at least one working weekday',
    ],
  ])('refuses %j', (wrong, message) => {
    expect(() => buildCalendar({ ...document, ...wrong })).toThrow(new RangeError(message));
  });
});

describe('several calendars together', () => {
  const ours = buildCalendar(document);
  const theirs = buildCalendar({
    ...document,
    id: 'gb',
    title: 'England',
    version: '2026-02-02',
    weekend: ['sunday'],
    holidays: { '2026-05-01': 'Own name', '2026-05-05': 'Bank holiday' },
    workdays: {},
    covers: [{ from: '2026-02-01', to: '2026-12-31' }],
  });
  const both = combineCalendars([ours, theirs]);

  it('are one by name', () => {
    expect([both.id, both.title, both.version]).toEqual([
      'ua+gb',
      'Ukraine and England',
      '2026-01-01+2026-02-02',
    ]);
  });

  it.each([
    ['2026-05-01', 'Labour Day'],
    ['2026-05-02', 'weekend'],
    ['2026-05-03', 'weekend'],
    ['2026-05-04', undefined],
    ['2026-05-05', 'Bank holiday'],
  ])('are off on %s for %s, the first reason counting', (text, reason) => {
    expect(both.reason(day(text))).toBe(reason);
    expect(both.isWorking(day(text))).toBe(reason === undefined);
  });

  it('count the days that all of them work', () => {
    expect(both.between(day('2026-04-30'), day('2026-05-07'))).toBe(3);
    expect(formatDay(both.add(day('2026-04-30'), 2))).toBe('2026-05-06');
  });

  it.each([
    ['2026-01-31', '2026-02-05', '2026-01-31'],
    ['2026-01-31', '2026-09-30', '2026-01-31'],
    ['2026-08-31', '2026-09-30', '2026-09-01'],
    ['2025-12-31', '2026-09-30', '2025-12-31'],
    ['2026-02-01', '2026-08-31', undefined],
  ])('from %s to %s do not speak first for %s', (from, to, expected) => {
    const open = both.uncovered(day(from), day(to));
    expect(open && formatDay(open)).toBe(expected);
  });

  it('are put together once, in the order given; one alone is itself', () => {
    expect(combineCalendars([ours, theirs])).toBe(both);
    expect(combineCalendars([theirs, ours]).id).toBe('gb+ua');
    expect(combineCalendars([ours, theirs, simpleCalendar([6])]).id).toBe('ua+gb+given');
    expect(combineCalendars([ours])).toBe(ours);
    expect(() => combineCalendars([])).toThrow(new RangeError('at least one calendar is needed'));
  });
});
