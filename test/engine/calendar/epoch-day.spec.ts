import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  formatDay,
  monthLength,
  parseDay,
  toCivil,
  toEpochDay,
  weekday,
} from '../../../src/engine/calendar/epoch-day';
import { runs } from '../../support/runs';

const RUNS = runs(5_000, 66_000);
/** 1800-01-01 to 2300-12-31. */
const anyDay = fc.integer({ min: -62_091, max: 120_894 });

describe('civil days as integers', () => {
  it.each([
    ['1970-01-01', 0, 4],
    ['1969-12-31', -1, 3],
    ['2000-02-29', 11_016, 2],
    ['2025-11-27', 20_419, 4],
    ['1900-03-01', -25_508, 4],
  ])('%s is day %d', (text, day, weekdayNumber) => {
    expect(parseDay(text)).toBe(day);
    expect(formatDay(day)).toBe(text);
    expect(weekday(day)).toBe(weekdayNumber);
  });

  it.each([
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '25-01-01',
    '2025-04-31',
    '',
    'today',
  ])('%j is no day', (text) => expect(parseDay(text)).toBeUndefined());

  it('agree with luxon on every part of the date', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = DateTime.fromMillis(day * 86_400_000, { zone: 'utc' });
        expect(toCivil(day)).toEqual({ year: date.year, month: date.month, day: date.day });
        expect(weekday(day)).toBe(date.weekday);
        expect(formatDay(day)).toBe(date.toISODate());
        expect(monthLength(date.year, date.month)).toBe(date.daysInMonth);
      }),
      { numRuns: RUNS },
    );
  });

  it('come back from a civil date unchanged', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { year, month, day: dayOfMonth } = toCivil(day);
        expect(toEpochDay(year, month, dayOfMonth)).toBe(day);
      }),
      { numRuns: RUNS },
    );
  });
});
