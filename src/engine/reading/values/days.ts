import { formatDay, monthLength, parseDay, toEpochDay, weekday } from '../../calendar/epoch-day';
import { MONTHS, WEEKDAYS } from '../../phrase/words';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';

/** Reads civil days; a day that could be several, or has no year, is a question. */

const SHORT_MONTHS: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((month, i): [string, number][] => [
    [month.toLowerCase(), i + 1],
    [month.slice(0, 3).toLowerCase(), i + 1],
    ...(month === 'September' ? ([['sept', i + 1]] satisfies [string, number][]) : []),
  ]),
);
const WEEKDAY_NAMES: ReadonlyMap<string, number> = new Map(
  WEEKDAYS.flatMap((name, i): [string, number][] => [
    [name.toLowerCase(), i + 1],
    [name.slice(0, 3).toLowerCase(), i + 1],
  ]),
);

/** 1 to 12; undefined where the word is no name of a month. */
export function monthNamed(word: string): number | undefined {
  return SHORT_MONTHS.get(word);
}

/** 1 (Monday) to 7; undefined where the word is no name of a weekday. A plural s is accepted. */
export function weekdayNamed(word: string): number | undefined {
  return WEEKDAY_NAMES.get(word) ?? WEEKDAY_NAMES.get(word.replace(/days$/, 'day'));
}

/** Reads the name of a month and the dot of its short form. */
export function readMonth(cursor: TextCursor): number | undefined {
  const month = monthNamed(cursor.peek());
  if (month === undefined) return undefined;
  const short = cursor.peek().length < 5;
  cursor.position++;
  if (short) cursor.takeOne('.');
  return month;
}

/** A day of a month without its year, such as "30 April" or "April 30th". */
export interface MonthDay {
  month: number;
  day: number;
}

/** Reads "30 April", "the 30th day of April", "April 30th". */
export function readMonthDay(cursor: TextCursor): MonthDay | undefined {
  return cursor.attempt(() => {
    cursor.takeOne('the', 'this');
    const month = readMonth(cursor);
    if (month !== undefined) {
      cursor.takeOne('the');
      const day = cursor.takeOrdinal() ?? takeShort(cursor, /^\d{1,2}$/);
      return day === undefined ? undefined : { month, day };
    }
    const day = cursor.takeOrdinal() ?? takeShort(cursor, /^\d{1,2}$/);
    if (day === undefined) return undefined;
    cursor.takeOne('day');
    cursor.takeOne('of');
    const named = readMonth(cursor);
    return named === undefined ? undefined : { month: named, day };
  });
}

function takeShort(cursor: TextCursor, pattern: RegExp): number | undefined {
  if (!pattern.test(cursor.peek())) return undefined;
  const value = Number(cursor.peek());
  cursor.position++;
  return value;
}

/** Reads a civil day with its year and gives it as YYYY-MM-DD. */
export function readDay(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  return cursor.attempt(() => {
    const named = weekdayNamed(cursor.peek());
    if (named !== undefined) {
      cursor.position++;
      cursor.takeOne(',');
      cursor.takeOne('the');
    }
    const day = readNumericDay(cursor, from) ?? readNamedDay(cursor, from);
    if (day !== undefined && named !== undefined) checkWeekday(cursor, day, named, from);
    return day;
  });
}

/** 24.12.2026, 24/12/2026, 2026-12-24, 2026/12/24, 24-Dec-2026. */
function readNumericDay(cursor: TextCursor, from: number): string | undefined {
  const text = cursor.peek();
  const withName = /^(\d{1,2})[-/.]([a-z]{3,9})[-/.](\d{4}|\d{2})$/.exec(text);
  if (withName !== null) {
    const month = monthNamed(withName[2] ?? '');
    if (month === undefined) return undefined;
    cursor.position++;
    return withYear(cursor, { month, day: Number(withName[1]) }, withName[3] ?? '', from);
  }
  const match = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', , second = '', third = ''] = match;
  cursor.position++;
  if (first.length === 4) {
    return existing(cursor, Number(first), { month: Number(second), day: Number(third) }, from);
  }
  if (first.length > 2 || third.length === 1) return undefined;
  const [a, b] = [Number(first), Number(second)];
  if (a === b || b > 12) return withYear(cursor, { month: a, day: b }, third, from);
  if (a > 12) return withYear(cursor, { month: b, day: a }, third, from);
  const at = cursor.spanFrom(from);
  const year = third.length === 4 ? third : `20${third}`;
  const written = (day: number, month: number): string => `${day} ${MONTHS[month - 1]} ${year}`;
  throw new Asked(`"${cursor.written(at)}": which number is the month`, at, [
    { text: written(a, b), means: `the day first: ${written(a, b)}` },
    { text: written(b, a), means: `the month first: ${written(b, a)}` },
  ]);
}

/** "24 December 2026", "December 24th, 2026", "the 24th day of December, 2026". */
function readNamedDay(cursor: TextCursor, from: number): string | undefined {
  const found = readMonthDay(cursor);
  if (found === undefined) return undefined;
  cursor.attempt(() => {
    cursor.takeOne(',');
    while (cursor.take('of') || cursor.take('in') || cursor.take('the', 'year'));
    return /^\d{4}$/.test(cursor.peek()) ? true : undefined;
  });
  const year = cursor.peek();
  if (/^\d{4}$/.test(year)) {
    cursor.position++;
    return withYear(cursor, found, year, from);
  }
  return undefined;
}

/** A year of two digits is a question. */
function withYear(
  cursor: TextCursor,
  { month, day }: MonthDay,
  year: string,
  from: number,
): string {
  if (year.length === 4) return existing(cursor, Number(year), { month, day }, from);
  const at = cursor.spanFrom(from);
  const written = (century: number): string => `${day} ${MONTHS[month - 1]} ${century}${year}`;
  throw new Asked(`"${cursor.written(at)}": in which century`, at, [
    { text: written(20), means: `in 20${year}` },
    { text: written(19), means: `in 19${year}` },
  ]);
}

function existing(
  cursor: TextCursor,
  year: number,
  { month, day }: MonthDay,
  from: number,
): string {
  if (month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)) {
    return formatDay(toEpochDay(year, month, day));
  }
  const at = cursor.spanFrom(from);
  throw new Unread(
    `"${cursor.written(at)}" does not exist`,
    'a day that exists, such as 2026-02-28',
    at,
  );
}

/** A weekday that is named beside the day has to be its weekday. */
function checkWeekday(cursor: TextCursor, day: string, named: number, from: number): void {
  const epochDay = parseDay(day) ?? 0;
  const actual = weekday(epochDay);
  if (actual === named) return;
  const at = cursor.spanFrom(from);
  // The nearest day before or after that has the named weekday, at most three days away.
  const away = ((named - actual + 10) % 7) - 3;
  const other = formatDay(epochDay + away);
  throw new Asked(`${day} is a ${WEEKDAYS[actual - 1]}, not a ${WEEKDAYS[named - 1]}`, at, [
    { text: day, means: `the day ${day}, a ${WEEKDAYS[actual - 1]}` },
    { text: other, means: `the ${WEEKDAYS[named - 1]} next to it, ${other}` },
  ]);
}
