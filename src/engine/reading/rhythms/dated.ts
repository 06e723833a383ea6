import { MONTHS, WEEKDAYS } from '../../phrase/words';
import { readNthDay } from '../moments/edges';
import { Asked, type TextCursor } from '../text/text-cursor';
import { type MonthDay, readMonth, readMonthDay, weekdayNamed } from '../values/days';
import { ADVERBS, OF_EACH, QUARTER_DAYS, RELATIONS } from './rhythm-words';

/** Reads repetitions that name their days. A rhythm is the interval of a repetition, such as "every month". */

/** A rhythm with its days: "by 30 April of each year", "on the 15th day of each month", "every Monday". */
export function readDated(cursor: TextCursor): string | undefined {
  takeInAdvance(cursor);
  cursor.takeFrom(RELATIONS);
  const adverb = cursor.attempt(() => cursor.takeFrom(ADVERBS));
  if (adverb !== undefined) return readDaysAfter(cursor, adverb);
  const each = cursor.takeOne('every', 'each') !== undefined;
  const weekday = readWeekdays(cursor, each);
  if (weekday !== undefined) return weekday;
  if (each) {
    const days = readMonthDays(cursor);
    return days && `year on ${days}`;
  }
  const monthly = readDayOfMonth(cursor);
  if (monthly !== undefined) return monthly;
  const days = readMonthDays(cursor);
  if (days === undefined) return undefined;
  cursor.takeOne(',');
  return cursor.takeFrom(OF_EACH) === 'year' ? `year on ${days}` : undefined;
}

/** "in advance" before a rhythm or its days; "in arrears" says that the first is at the end of an interval. */
export function takeInAdvance(cursor: TextCursor): boolean {
  if (cursor.take('in', 'arrears') || cursor.take('in', 'arrear')) return false;
  return cursor.take('in', 'advance');
}

/** The number of days in a year for each rhythm of less than a year. */
const DAYS_OF_YEAR: ReadonlyMap<string, number> = new Map([
  ['1 half-year', 2],
  ['6 months', 2],
  ['1 quarter', 4],
  ['3 months', 4],
  ['1 month', 12],
]);

/** "annually on 30 April", "monthly by the 15th", "weekly on Mondays", "half-yearly on 30 June and 31 December". */
export function readDaysAfter(cursor: TextCursor, rhythm: string): string | undefined {
  cursor.takeOne(',');
  takeInAdvance(cursor);
  cursor.takeOne(',');
  if ((cursor.takeFrom(RELATIONS) ?? cursor.takeOne('each', 'every')) === undefined)
    return undefined;
  const span = /^1 (\S+)$/.exec(rhythm)?.[1];
  const nth = span === undefined ? undefined : cursor.attempt(() => readNthAfter(cursor, span));
  if (nth !== undefined) return nth;
  if (rhythm === '1 week') {
    const weekday = weekdayNamed(cursor.peek());
    if (weekday === undefined) return undefined;
    cursor.position++;
    cursor.attempt(() => (cursor.takeFrom(OF_EACH) === 'week' ? true : undefined));
    return `week on ${WEEKDAYS[weekday - 1]}`;
  }
  if (rhythm === '1 month') {
    cursor.skipArticles();
    const day = readDayNumber(cursor);
    cursor.attempt(() => (cursor.takeFrom(OF_EACH) === 'month' ? true : undefined));
    return day === undefined ? undefined : `month on day ${day}`;
  }
  const days = readMonthDays(cursor);
  if (days === undefined) return undefined;
  cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(OF_EACH) === 'year' ? true : undefined;
  });
  const count = days.split(' and ').length;
  return rhythm === '1 year' || DAYS_OF_YEAR.get(rhythm) === count ? `year on ${days}` : undefined;
}

/** "the first Monday of September" after "every year on". */
function readNthAfter(cursor: TextCursor, span: string): string | undefined {
  const day = readNthDay(cursor);
  if (
    day === undefined ||
    (span === 'month' && day.text.endsWith(' day') && !day.text.includes('working'))
  )
    return undefined;
  const month = cursor.attempt(() => {
    cursor.takeOne('of', 'in');
    return readMonth(cursor);
  });
  if (span === 'day' || (month !== undefined && span !== 'year')) return undefined;
  cursor.attempt(() => (cursor.takeFrom(OF_EACH) === span ? true : undefined));
  return `${span} on ${day.text}${month === undefined ? '' : ` of ${MONTHS[month - 1]}`}`;
}

/** "every Monday", "on Mondays", "on Monday of each week". */
function readWeekdays(cursor: TextCursor, each: boolean): string | undefined {
  const name = cursor.peek();
  const weekday = weekdayNamed(name);
  if (
    weekday === undefined ||
    !(each || name.endsWith('days') || /^(of|in|each|every)$/.test(cursor.peek(1)))
  ) {
    return undefined;
  }
  cursor.position++;
  if (!each)
    cursor.attempt(
      () => (cursor.takeOne('of', 'in'), cursor.takeOne('each', 'every') && cursor.takeOne('week')),
    );
  return `week on ${WEEKDAYS[weekday - 1]}`;
}

/** "30 April and 31 October", or months alone after "the last day of". */
function readMonthDays(cursor: TextCursor): string | undefined {
  cursor.skipArticles();
  askQuarterDays(cursor);
  const last = cursor.attempt(() =>
    cursor.take('last', 'day', 'of') || cursor.take('end', 'of') ? true : undefined,
  );
  const first =
    last === undefined
      ? cursor.attempt(() => (cursor.take('first', 'day', 'of') ? true : undefined))
      : undefined;
  const read = (): MonthDay | undefined => {
    if (last === undefined && first === undefined) return readMonthDay(cursor);
    cursor.takeOne('each', 'every');
    const month = readMonth(cursor);
    return month === undefined ? undefined : { month, day: first ? 1 : lastOf(month) };
  };
  const all: string[] = [];
  /** The day of months that follow without one: "the 15th day of April and October". */
  let shared: number | undefined;
  for (;;) {
    const day = cursor.attempt(() => {
      if (all.length > 0) {
        cursor.takeOne(',');
        cursor.takeOne('and');
        cursor.takeOne('on', 'by');
      }
      return read() ?? (shared === undefined ? undefined : nextMonth(cursor, shared));
    });
    if (day === undefined) break;
    shared =
      cursor.words[cursor.position - 2]?.text === 'of' || shared === day.day ? day.day : undefined;
    all.push(`${day.day} ${MONTHS[day.month - 1]}`);
  }
  return all.length === 0 ? undefined : all.join(' and ');
}

/** "the usual quarter days" are those of a place, or the last days of the quarters. */
function askQuarterDays(cursor: TextCursor): void {
  const from = cursor.position;
  if (cursor.takeFrom(QUARTER_DAYS) === undefined) return;
  throw new Asked('which days are the quarter days', cursor.spanFrom(from), [
    {
      text: '25 March, 24 June, 29 September and 25 December in each year',
      means: 'those of England and Wales',
    },
    {
      text: '31 March, 30 June, 30 September and 31 December in each year',
      means: 'the last days of the quarters',
    },
  ]);
}

function nextMonth(cursor: TextCursor, day: number): MonthDay | undefined {
  const month = readMonth(cursor);
  return month === undefined ? undefined : { month, day };
}

/** The language gives the 29th of February to leap years only, and the 28th to others. */
function lastOf(month: number): number {
  if (month === 2) return 29;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** "the 15th day of each month", "the last working day of every quarter", "the first Monday of September of each year". */
function readDayOfMonth(cursor: TextCursor): string | undefined {
  cursor.attempt(() => askTwoDays(cursor));
  const plain = cursor.attempt(() => {
    cursor.skipArticles();
    const day = readDayNumber(cursor);
    if (day === undefined || cursor.takeFrom(OF_EACH) !== 'month') return undefined;
    return `month on day ${day}`;
  });
  return plain ?? cursor.attempt(() => readNthOfEach(cursor));
}

/** "the first and third Monday of each month": two repetitions. */
function askTwoDays(cursor: TextCursor): undefined {
  cursor.skipArticles();
  const from = cursor.position;
  if (cursor.takeOrdinal() === undefined) return undefined;
  const first = cursor.written(cursor.spanFrom(from));
  cursor.takeOne('day');
  if (cursor.takeOne('and') === undefined) return undefined;
  cursor.skipArticles();
  const second = cursor.position;
  if (cursor.takeOne('last') === undefined && cursor.takeOrdinal() === undefined) return undefined;
  const other = cursor.written(cursor.spanFrom(second));
  const at = cursor.spanFrom(from);
  for (let i = 0; i < 3; i++) {
    if (cursor.takeFrom(OF_EACH) !== undefined) {
      throw new Asked('which of the two repetitions is it', at, [
        { text: first, means: 'one of them; the other is an entry of its own' },
        { text: `${other}${other === 'last' ? ' day' : ''}`, means: 'the other' },
      ]);
    }
    cursor.position++;
  }
  return undefined;
}

function readNthOfEach(cursor: TextCursor): string | undefined {
  const day = readNthDay(cursor);
  if (day === undefined) return undefined;
  const month = cursor.attempt(() => {
    cursor.takeOne('of', 'in');
    return readMonth(cursor);
  });
  const span = cursor.takeFrom(OF_EACH);
  if (span === undefined) return undefined;
  const of = month === undefined ? '' : ` of ${MONTHS[month - 1]}`;
  return `${span} on ${day.text}${of}`;
}

function readDayNumber(cursor: TextCursor): number | undefined {
  if (cursor.take('last', 'calendar', 'day') || cursor.take('last', 'day') || cursor.take('end'))
    return 31;
  const named = cursor.takeOne('day') !== undefined;
  const ordinal = cursor.takeOrdinal() ?? (named ? cursor.takeCardinal() : undefined);
  if (ordinal === undefined || ordinal > 31) return undefined;
  cursor.takeOne('calendar');
  cursor.takeOne('day');
  return ordinal;
}
