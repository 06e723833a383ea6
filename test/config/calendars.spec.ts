import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { formatDay, parseDay, toEpochDay, weekday } from '../../src/engine/calendar/epoch-day';
import {
  buildCalendar,
  type CalendarDocument,
  describeCoverage,
} from '../../src/engine/calendar/working-calendar';

const FOLDER = join(__dirname, '..', '..', 'config', 'calendars');
const documents = readdirSync(FOLDER).map((name): [string, CalendarDocument] => [
  name,
  parse(readFileSync(join(FOLDER, name), 'utf8')),
]);

const day = (text: string): number => parseDay(text) as number;

function calendar(id: string) {
  const [, document] = documents.find(([name]) => name === `${id}.yaml`) as (typeof documents)[0];
  return buildCalendar(document);
}

describe('every shipped calendar', () => {
  it.each(documents)('%s names itself as its file does and gives its sources', (name, document) => {
    expect(`${document.id}.yaml`).toBe(name);
    expect(parseDay(document.version)).toBeDefined();
    expect(document.sources?.length).toBeGreaterThan(0);
  });

  it.each(documents)('%s speaks only for the years it covers', (_, document) => {
    const built = buildCalendar(document);
    const listed = [
      ...Object.keys(document.holidays ?? {}),
      ...Object.keys(document.workdays ?? {}),
    ];
    expect(listed.filter((text) => built.uncovered(day(text), day(text)) !== undefined)).toEqual(
      [],
    );
  });

  it.each(documents)('%s moves work to weekends only', (_, document) => {
    const moved = Object.keys(document.workdays ?? {});
    expect(moved.filter((text) => weekday(day(text)) < 6)).toEqual([]);
  });
});

describe('days off and days of work', () => {
  it.each([
    // A Saturday holiday is observed on the Friday before, also across the year's end.
    ['us-federal', '2021-12-31', "New Year's Day (observed)"],
    ['us-federal', '2021-06-18', 'Juneteenth (observed)'],
    ['us-federal', '2020-06-19', undefined],
    ['us-federal', '2022-12-26', 'Christmas Day (observed)'],
    ['us-federal', '2025-11-27', 'Thanksgiving Day'],
    ['gb-eng-wls', '2022-09-19', 'State Funeral of Queen Elizabeth II'],
    ['gb-eng-wls', '2023-05-08', 'Coronation of King Charles III'],
    ['gb-eng-wls', '2020-05-04', undefined],
    ['gb-eng-wls', '2026-12-28', 'Boxing Day (substitute day)'],
    ['gb-eng-wls', '2027-12-27', 'Christmas Day (substitute day)'],
    ['gb-eng-wls', '2028-01-03', "New Year's Day (substitute day)"],
    ['gb-eng-wls', '2029-03-30', 'Good Friday'],
    ['de', '2017-10-31', 'Reformationstag (500. Jahrestag)'],
    ['de', '2018-10-31', undefined],
    ['be', '2026-04-03', undefined],
    ['be', '2026-04-06', 'Easter Monday'],
    ['eu-institutions', '2023-12-29', 'End-of-year day'],
    ['eu-institutions', '2023-11-02', "All Souls' Day"],
    // Days off moved by decree, and the Saturdays worked for them.
    ['ru', '2026-01-09', 'day off moved from 3 January'],
    ['ru', '2024-04-29', 'day off moved from 27 April'],
    ['ru', '2024-04-27', undefined],
    ['ru', '2025-11-01', undefined],
    ['ru', '2025-02-24', undefined],
    ['ru', '2027-05-10', 'day off moved from 9 May (Labour Code art. 112)'],
    ['ru', '2030-02-25', 'day off moved from 23 February (Labour Code art. 112)'],
    // Under martial law holidays are worked and weekends are not.
    ['ua', '2021-08-24', 'Independence Day'],
    ['ua', '2021-05-04', 'Easter, day off moved'],
    ['ua', '2022-03-08', "International Women's Day"],
    ['ua', '2022-08-24', undefined],
    ['ua', '2025-08-25', undefined],
    ['ua', '2024-05-08', undefined],
    ['ua', '2024-07-15', undefined],
    ['ua', '2025-08-24', 'weekend'],
    ['ua-peacetime', '2026-08-24', 'Independence Day'],
    ['ua-peacetime', '2027-05-04', 'Easter, day off moved (Labour Code art. 67)'],
    ['ua-peacetime', '2026-05-09', 'weekend'],
  ])('%s on %s: %s', (id, text, reason) => {
    expect(calendar(id).reason(day(text))).toBe(reason);
  });

  it.each([
    ['ru', '2026-12-01', '2031-01-31', '2031-01-01'],
    ['ua', '2026-04-01', '2026-05-31', '2026-05-04'],
    ['eu-institutions', '2024-08-01', '2024-09-30', '2024-08-16'],
    ['gb-eng-wls', '2026-01-01', '2030-12-31', undefined],
    ['ua-peacetime', '2026-05-01', '2030-12-31', undefined],
  ])('%s from %s to %s is silent from %s', (id, from, to, first) => {
    const gap = calendar(id).uncovered(day(from), day(to));
    expect(gap === undefined ? undefined : formatDay(gap)).toBe(first);
  });
});

describe('where the days of a year come from', () => {
  it.each(documents)('%s says it of every span', (_, { covers }) => {
    expect(
      covers.filter(({ origin, basis }) => origin === undefined || basis === undefined),
    ).toEqual([]);
  });

  it.each([
    ['be', '2000-01-01 to 2035-12-31 (computed from the rule)'],
    [
      'gb-eng-wls',
      '2017-01-01 to 2026-12-31 (published), 2027-01-01 to 2030-12-31 (computed from the rule)',
    ],
    [
      'ru',
      '2023-01-01 to 2026-12-31 (published), 2027-01-01 to 2030-12-31 (computed from the rule)',
    ],
  ])('%s: %s', (id, reach) => {
    expect(describeCoverage(calendar(id).coverage)).toBe(reach);
  });
});

describe('years computed from a rule follow it', () => {
  /** The Sunday of Easter by the Gregorian computus (Meeus, Jones and Butcher). */
  function easter(year: number): number {
    const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
    const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
    const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
    const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
    const m = Math.floor((a + 11 * h + 22 * l) / 451);
    const month = Math.floor((h + l - 7 * m + 114) / 31);
    return toEpochDay(year, month, ((h + l - 7 * m + 114) % 31) + 1);
  }

  /** The Sunday of Easter by the Julian reckoning, as a Gregorian day of the years 1900 to 2099. */
  function orthodoxEaster(year: number): number {
    const d = (19 * (year % 19) + 15) % 30;
    const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    return toEpochDay(year, Math.floor((d + e + 114) / 31), ((d + e + 114) % 31) + 1) + 13;
  }

  const years = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);

  it.each(years(2027, 2030))('gb-eng-wls in %d: Easter, and Mondays of May and August', (year) => {
    const { reason } = calendar('gb-eng-wls');
    expect(reason(easter(year) - 2)).toBe('Good Friday');
    expect(reason(easter(year) + 1)).toBe('Easter Monday');
    const mondays = (month: number) =>
      years(1, 31)
        .map((date) => toEpochDay(year, month, date))
        .filter((one) => weekday(one) === 1);
    expect(reason(mondays(5)[0] ?? 0)).toBe('Early May bank holiday');
    expect(reason(mondays(5).at(-1) ?? 0)).toBe('Spring bank holiday');
    expect(reason(mondays(8).at(-1) ?? 0)).toBe('Summer bank holiday');
  });

  it.each(years(2000, 2035))('be and de in %d: the days that move with Easter', (year) => {
    const sunday = easter(year);
    expect(calendar('be').reason(sunday + 39)).toContain('Ascension Day');
    expect(calendar('de').reason(sunday - 2)).toContain('Karfreitag');
    expect(calendar('de').reason(sunday + 50)).toContain('Pfingstmontag');
  });

  it.each(years(2024, 2030))(
    'ua-peacetime in %d: the working day after Easter and Trinity',
    (year) => {
      const { reason } = calendar('ua-peacetime');
      const off = (from: number) => years(from + 1, from + 3).map((one) => reason(one) ?? '');
      expect(off(orthodoxEaster(year)).join()).toContain('Easter, day off moved');
      expect(off(orthodoxEaster(year) + 49).join()).toContain('Trinity, day off moved');
    },
  );

  it.each(years(2027, 2030))(
    'ru in %d: one day off for each holiday on a weekend outside January',
    (year) => {
      const { reason, isWorking } = calendar('ru');
      const fixed = [
        [2, 23],
        [3, 8],
        [5, 1],
        [5, 9],
        [6, 12],
        [11, 4],
      ].map(([month = 1, date = 1]) => toEpochDay(year, month, date));
      const moved = years(toEpochDay(year, 1, 9), toEpochDay(year, 12, 31)).filter(
        (one) => !isWorking(one) && reason(one)?.startsWith('day off moved'),
      );
      expect(moved.length).toBe(fixed.filter((one) => weekday(one) > 5).length);
    },
  );
});
