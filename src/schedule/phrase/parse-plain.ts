import { monthLength, parseDay, toEpochDay } from '../epoch-day';
import type { Cursor } from './cursor';
import {
  type MomentName,
  type Period,
  type Plain,
  RECORDED_MOMENTS,
  type Ref,
  SCHEDULED_MOMENTS,
  type Unit,
} from './tree';

const MOMENT_NAMES: readonly string[] = [...SCHEDULED_MOMENTS, ...RECORDED_MOMENTS];

/** How deep a phrase may nest; the longest of real agreements needs four. */
const DEPTH = 20;

/** Longer than any agreement; dates stay within what calendars and clocks can show. */
const LONGEST_YEARS = 1_000;

/** Roughly how many years one of a unit is. */
const YEARS: Readonly<Record<Unit, number>> = {
  minute: 1 / 525_600,
  hour: 1 / 8_760,
  day: 1 / 365,
  'working day': 1 / 250,
  week: 1 / 52,
  month: 1 / 12,
  quarter: 1 / 4,
  'half-year': 1 / 2,
  year: 1,
};

const INTEGER = /^\d{1,5}$/;
const CLOCK = /^([01]\d|2[0-4]):([0-5]\d)$/;
const PATH = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const UNIT_WORDS: Readonly<Record<string, Unit>> = {
  minute: 'minute',
  minutes: 'minute',
  hour: 'hour',
  hours: 'hour',
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
  quarter: 'quarter',
  quarters: 'quarter',
  'half-year': 'half-year',
  'half-years': 'half-year',
  year: 'year',
  years: 'year',
};

export const A_MOMENT =
  'a moment: an event, a day, an obligation’s moment such as elections.fulfilled, or a period after or before one';

export function parsePlain(cursor: Cursor, depth = 0): Plain {
  if (depth > DEPTH) cursor.fail(`at most ${DEPTH} levels`, 'the phrase nests too deeply');
  if (cursor.take('(') !== undefined) {
    const inner = parsePlain(cursor, depth + 1);
    cursor.expect(')');
    return inner;
  }
  const first = cursor.peek() ?? '';
  if (first === 'at' || CLOCK.test(first)) return parseClock(cursor, depth);
  if (first === 'later' || first === 'earlier') return parsePick(cursor, depth);
  if (first === 'exactly' || isPeriod(cursor)) return parseShift(cursor, depth);
  return parseDate(cursor) ?? parseRef(cursor);
}

function isPeriod(cursor: Cursor): boolean {
  if (!INTEGER.test(cursor.peek() ?? '')) return false;
  const unit = cursor.peek(1) ?? '';
  return unit in UNIT_WORDS || unit === 'working';
}

function parseClock(cursor: Cursor, depth: number): Plain {
  cursor.take('at');
  const clock = cursor.takeMatching(CLOCK) ?? cursor.fail('a clock time such as 00:00');
  const [, hours, minutes] = CLOCK.exec(clock) as RegExpExecArray;
  const minute = Number(hours) * 60 + Number(minutes);
  if (minute > 1_440) cursor.fail('a clock time up to 24:00', undefined, '24:00', 1);
  cursor.expect('on');
  const of = parsePlain(cursor, depth + 1);
  if (cursor.take('in') === undefined) return { type: 'clock', minute, of };
  const zone =
    cursor.takeMatching(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/) ??
    cursor.fail('a zone such as Europe/Kyiv');
  return { type: 'clock', minute, of, zone };
}

function parsePick(cursor: Cursor, depth: number): Plain {
  const which = cursor.expect('later', 'earlier') as 'later' | 'earlier';
  cursor.expect('of');
  cursor.expect('(');
  const of = [parsePlain(cursor, depth + 1)];
  while (cursor.take('and') !== undefined) of.push(parsePlain(cursor, depth + 1));
  cursor.expect(')', 'and');
  if (of.length < 2) cursor.fail('two moments joined by "and"', 'there is nothing to choose from');
  return { type: 'pick', which, of };
}

function parseShift(cursor: Cursor, depth: number): Plain {
  const period = parsePeriod(cursor);
  const direction = cursor.expect('after', 'before') as 'after' | 'before';
  return { type: 'shift', period, direction, of: parsePlain(cursor, depth + 1) };
}

/** A period such as `100 days`, `1 year and 6 months` or `exactly 30 days`. */
export function parsePeriod(cursor: Cursor): Period {
  const exactly = cursor.take('exactly') !== undefined;
  const parts: { amount: number; unit: Unit }[] = [];
  do {
    const amount =
      cursor.takeMatching(INTEGER) ?? cursor.fail('a whole number and a unit, such as 100 days');
    parts.push({ amount: Number(amount), unit: parseUnit(cursor) });
  } while (continues(cursor));
  const years = parts.reduce((sum, { amount, unit }) => sum + amount * YEARS[unit], 0);
  if (years > LONGEST_YEARS)
    cursor.fail(`a period of at most ${LONGEST_YEARS} years`, undefined, undefined, 1);
  return { exactly, parts };
}

/** An `and` belongs to the period only if another amount with a unit follows it. */
function continues(cursor: Cursor): boolean {
  const unit = cursor.peek(2) ?? '';
  const more = INTEGER.test(cursor.peek(1) ?? '') && (unit in UNIT_WORDS || unit === 'working');
  return cursor.peek() === 'and' && more && cursor.take('and') !== undefined;
}

function parseUnit(cursor: Cursor): Unit {
  if (cursor.take('working') !== undefined) {
    cursor.expect('day', 'days');
    return 'working day';
  }
  const word = cursor.peek() ?? '';
  const unit = UNIT_WORDS[word];
  if (unit === undefined || !Object.hasOwn(UNIT_WORDS, word)) {
    return cursor.fail(
      'minutes, hours, days, working days, weeks, months, quarters, half-years or years',
    );
  }
  cursor.take(word);
  return unit;
}

function parseDate(cursor: Cursor): Plain | undefined {
  const iso = cursor.peek() ?? '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) {
    const day =
      parseDay(iso) ?? cursor.fail('a day that exists', `${iso} is no day of the calendar`);
    cursor.take(iso);
    return { type: 'day', day };
  }
  if (INSTANT.test(iso)) {
    const instant = Date.parse(iso);
    if (Number.isNaN(instant)) cursor.fail('an instant that exists');
    cursor.take(iso);
    return { type: 'instant', instant, text: iso };
  }
  const month = MONTHS.indexOf((cursor.peek(1) ?? '').toLowerCase()) + 1;
  if (month === 0 || !/^\d{1,2}$/.test(iso) || !/^\d{4}$/.test(cursor.peek(2) ?? ''))
    return undefined;
  const [day, year] = [Number(iso), Number(cursor.peek(2))];
  if (day < 1 || day > monthLength(year, month)) cursor.fail('a day that exists');
  for (let i = 0; i < 3; i++) cursor.takeMatching(/./);
  return { type: 'day', day: toEpochDay(year, month, day) };
}

function parseRef(cursor: Cursor): Ref {
  const path =
    cursor.takeMatching(PATH) ?? cursor.fail(A_MOMENT, undefined, 'within 100 days of signing');
  const dot = path.lastIndexOf('.');
  const last = path.slice(dot + 1);
  if (dot < 0 || !MOMENT_NAMES.includes(last)) return { type: 'ref', path };
  return { type: 'ref', path: path.slice(0, dot), moment: last as MomentName };
}
