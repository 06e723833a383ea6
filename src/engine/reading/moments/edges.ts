import { formatDay, monthLength, toEpochDay } from '../../calendar/epoch-day';
import { printAmount, printOrdinal, WEEKDAYS } from '../../phrase/words';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { PLAIN_ADJECTIVES, WORKING } from '../text/unit-words';
import { readMonth, readMonthDay, weekdayNamed } from '../values/days';
import { askDayOfWhat, askFollowingWhat, askSetYear, askWhoseYear } from './edge-questions';
import { inside, type Moment, type ReadInner } from './moment';
import { EDGE_OF } from './relations';
import { readRough } from './rough-days';

/** Reads the first and last days of months and years, and days that are counted by ordinal numbers. */

const EDGE_UNITS = new Lexicon<string>([
  ['month|months', 'month'],
  ['quarter|quarters', 'quarter'],
  ['half-year|half year|half-years', 'half-year'],
  ['year|years|twelve-month', 'year'],
  ['week|weeks', 'week'],
]);

/** Between a unit and the moment of that unit. */
const OF_UNIT = new Lexicon<'of' | 'after' | 'before'>([
  [
    'of|in which|during which|containing|that contains|in the course of which|when|where|within which|in',
    'of',
  ],
  [
    'following|next following|immediately following|following after|after|subsequent to|from|next after|following upon|that follows|which follows|succeeding|next succeeding|immediately succeeding|next immediately following|immediately next following|immediately after|following immediately after|following immediately upon',
    'after',
  ],
  ['preceding|immediately preceding|before|prior to|next preceding', 'before'],
]);

/**
 * "the last day of the second month following X", "the end of 2027", "the first Monday of June 2027", "the third working
 * day of the month of X", "the second Tuesday after X".
 */
export function readEdge(cursor: TextCursor, inner: ReadInner): Moment | undefined {
  cursor.skipArticles();
  const which = cursor.takeFrom(EDGE_OF) ?? (cursor.takeOne('end') && 'last');
  if (which === undefined) {
    return (
      cursor.attempt(() => readNthOfUnit(cursor, inner)) ??
      cursor.attempt(() => readWeekdayBeside(cursor, inner))
    );
  }
  const end = which === 'last' ? ({ end: true } as const) : {};
  cursor.skipArticles();
  askSetYear(cursor, which);
  const named = readNamedPeriod(cursor, which);
  if (named !== undefined) return { text: named, ...end };
  const own = cursor.attempt(() => readYearOf(cursor, which, inner));
  if (own !== undefined) return { ...own, ...end };
  const from = cursor.position;
  const unit = readUnitOf(cursor, inner);
  if (unit === undefined) return undefined;
  const said = cursor.words.slice(from, cursor.position).map(({ text }) => text);
  askWhoseYear(cursor, { which, unit, said }, from);
  return { text: `${which} day of the ${unit}`, ...end };
}

/** "the beginning of the third year of X" is two years after X begins, its end three years after. */
function readYearOf(
  cursor: TextCursor,
  which: 'first' | 'last',
  inner: ReadInner,
): Moment | undefined {
  const n = cursor.takeOrdinal();
  const unit = ORDINAL_UNITS.get(cursor.peek());
  if (n === undefined || n < 2 || unit === undefined || cursor.peek(1) !== 'of') return undefined;
  if (!ASKED_UNITS.has(unit)) return undefined;
  cursor.position += 2;
  const of = cursor.preferring('starts', inner);
  if (of === undefined || !/^[a-z]/.test(of.text)) return undefined;
  const count = which === 'first' ? n - 1 : n;
  return { text: `${printAmount(count, unit)} after ${inside(of.text)}` };
}

/** A day by its number among the days, working days or weekdays of a month or another unit. */
function readNthOfUnit(cursor: TextCursor, inner: ReadInner): Moment | undefined {
  const day = readNthDay(cursor);
  if (day === undefined) return undefined;
  const side = cursor.takeFrom(OF_UNIT);
  if (side === undefined) return undefined;
  if (side !== 'of') {
    const of = day.weekday ? inner() : undefined;
    return of && { text: `${day.text} ${side} ${inside(of.text)}` };
  }
  const rough = readRough(cursor);
  if (rough !== undefined) return { text: `${day.text} of ${rough.text}` };
  cursor.skipArticles();
  const unit = readUnitOf(cursor, inner);
  return unit === undefined ? undefined : { text: `${day.text} of the ${unit}` };
}

const BESIDE = new Lexicon<'after' | 'before' | 'on or after' | 'on or before'>([
  [
    'after|following|next following|immediately following|next after|immediately after|that follows|first following|thereafter following',
    'after',
  ],
  [
    'on or after|on or next following|falling on or after|falling on or immediately after',
    'on or after',
  ],
  ['before|preceding|immediately preceding|immediately before|prior to|next preceding', 'before'],
  ['on or before|falling on or before|on or immediately before', 'on or before'],
]);

/** "the Friday following X", "the next Monday on or after X", "the Thursday before X". */
function readWeekdayBeside(cursor: TextCursor, inner: ReadInner): Moment | undefined {
  cursor.skipArticles();
  cursor.takeOne('next', 'nearest');
  if (cursor.peek(-1) === 'nearest') return undefined;
  const day = weekdayNamed(cursor.peek());
  if (day === undefined) return undefined;
  cursor.position++;
  const sideAt = cursor.position;
  const side = cursor.takeFrom(BESIDE);
  if (side === undefined) return undefined;
  if (cursor.atEnd) {
    throw new Asked(
      `${side} which day`,
      cursor.spanFrom(sideAt),
      cursor.names.samples.map((sample) => ({
        text: `${side} ${sample}`,
        means: `${side} ${sample}`,
      })),
    );
  }
  const of = inner();
  return of && { text: `first ${WEEKDAYS[day - 1]} ${side} ${inside(of.text)}` };
}

/** A day by its number: "the last working day", "the first Monday", "the 15th day". */
export interface NthDay {
  text: string;
  weekday: boolean;
}

/** Reads a day by its number, without what it is a day of. */
export function readNthDay(cursor: TextCursor): NthDay | undefined {
  return cursor.attempt(() => {
    cursor.skipArticles();
    const last = cursor.takeOne('last', 'final') !== undefined;
    const n = last ? undefined : cursor.takeOrdinal();
    if (!last && n === undefined) return undefined;
    const nth = n === undefined ? 'last' : printOrdinal(n);
    cursor.skip(PLAIN_ADJECTIVES);
    const weekday = weekdayNamed(cursor.peek());
    if (weekday !== undefined) {
      cursor.position++;
      return { text: `${nth} ${WEEKDAYS[weekday - 1]}`, weekday: true };
    }
    const working = WORKING.has(cursor.peek());
    cursor.skip(WORKING);
    if (cursor.takeOne('day') === undefined) return undefined;
    return { text: `${nth} ${working ? 'working day' : 'day'}`, weekday: false };
  });
}

/** "1 January of the second year following X", "30 June of the year after that of X". */
export function readDayOfYear(cursor: TextCursor, inner: ReadInner): Moment | undefined {
  const date = readMonthDay(cursor);
  if (date === undefined) return undefined;
  const newYear = cursor.attempt(() => {
    cursor.takeOne('next', 'immediately', 'first');
    if (date.month !== 1 || date.day !== 1 || cursor.takeOne('following', 'after') === undefined)
      return undefined;
    return inner();
  });
  if (newYear !== undefined)
    return { text: `first day of the 1st year after ${inside(newYear.text)}` };
  cursor.takeOne('of', 'in');
  cursor.skipArticles();
  const unit = readUnitOf(cursor, inner);
  const [, nth = '', of = ''] = /^(?:(\d+)\w\w )?year (?:after|of) (.*)$/.exec(unit ?? '') ?? [];
  if (of === '') return undefined;
  if (date.month === 12 && date.day === 31) return { text: `last day of the ${unit}` };
  if (date.month === 1 && date.day === 1) return { text: `first day of the ${unit}` };
  // Its month is counted from the last month of the year before.
  const year = Number(nth === '' ? 0 : nth) - 1;
  const before =
    year < 0
      ? `1st year before ${of}`
      : year === 0
        ? `year of ${of}`
        : `${printOrdinal(year)} year after ${of}`;
  const ofMonth = `the ${printOrdinal(date.month)} month after last day of the ${before}`;
  if (date.month !== 2 && date.day === monthLength(2001, date.month))
    return { text: `last day of ${ofMonth}` };
  if (date.day > 28) return { text: `day ${date.day} of first day of ${ofMonth}` };
  return { text: `${printOrdinal(date.day)} day of ${ofMonth}` };
}

/** "the second month following the month in which X": `2nd month after X`; "the year of X": `year of X`. */
function readUnitOf(cursor: TextCursor, inner: ReadInner): string | undefined {
  cursor.skip(PLAIN_ADJECTIVES);
  const from = cursor.position;
  const following = cursor.takeOne('following', 'next', 'preceding', 'previous');
  const nth = cursor.takeOrdinal();
  cursor.skip(PLAIN_ADJECTIVES);
  const unit = cursor.takeFrom(EDGE_UNITS);
  if (unit === undefined) return cursor.missed('"month", "quarter", "half-year", "year" or "week"');
  const side = cursor.takeFrom(OF_UNIT);
  if (side === undefined && following !== undefined && cursor.atEnd)
    askFollowingWhat(cursor, unit, following, from);
  if (side === undefined) return cursor.missed('"of", "after" or "before" and a moment');
  cursor.attempt(() => {
    cursor.skipArticles();
    cursor.takeOne('that');
    cursor.skip(PLAIN_ADJECTIVES);
    return cursor.takeFrom(EDGE_UNITS) && cursor.takeFrom(OF_UNIT) === 'of' ? true : undefined;
  });
  cursor.attempt(() =>
    cursor.take('that', 'of') || cursor.take('that', 'in', 'which') ? true : undefined,
  );
  const of = inner();
  if (of === undefined) return undefined;
  if (side === 'of' && following === undefined && nth === undefined)
    return `${unit} of ${inside(of.text)}`;
  if (side === 'of' && nth !== undefined) return undefined;
  const way =
    side === 'before' || following === 'preceding' || following === 'previous' ? 'before' : 'after';
  return `${printOrdinal(nth ?? 1)} ${unit} ${way} ${inside(of.text)}`;
}

const QUARTERS = new Lexicon<number>([
  ['q1|first quarter', 1],
  ['q2|second quarter', 2],
  ['q3|third quarter', 3],
  ['q4|fourth quarter|last quarter', 4],
]);
const HALVES = new Lexicon<number>([
  ['first half|h1', 1],
  ['second half|h2', 2],
]);

/** The first or last day of a period with a name: "2027", "June 2027", "the first quarter of 2027", "Q3 2026". */
function readNamedPeriod(cursor: TextCursor, which: 'first' | 'last'): string | undefined {
  return cursor.attempt(() => {
    const quarter = cursor.takeFrom(QUARTERS);
    const half = quarter === undefined ? cursor.takeFrom(HALVES) : undefined;
    const month = quarter === undefined && half === undefined ? readMonth(cursor) : undefined;
    cursor.takeOne(',');
    cursor.takeOne('of', 'in');
    cursor.skipArticles();
    cursor.skip(PLAIN_ADJECTIVES);
    cursor.takeOne('year');
    const year = /^[12]\d{3}$/.test(cursor.peek()) ? Number(cursor.peek()) : undefined;
    if (year === undefined) return undefined;
    cursor.position++;
    const [from, to] = monthsOf(quarter, half, month);
    return which === 'first'
      ? formatDay(toEpochDay(year, from, 1))
      : formatDay(toEpochDay(year, to, monthLength(year, to)));
  });
}

function monthsOf(quarter?: number, half?: number, month?: number): readonly [number, number] {
  if (quarter !== undefined) return [quarter * 3 - 2, quarter * 3];
  if (half !== undefined) return [half * 6 - 5, half * 6];
  return month === undefined ? [1, 12] : [month, month];
}

const ORDINAL_UNITS: ReadonlyMap<string, string> = new Map([
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
  ['year', 'year'],
  ['hour', 'hour'],
  ['anniversary', 'year'],
  ['quarter', 'quarter'],
]);

const SIDES_OF_DAY = new Lexicon<'after' | 'before' | 'of' | 'month'>([
  [
    'after|following|next following|immediately following|from|subsequent to|next after|following after|that follows|which follows|immediately after',
    'after',
  ],
  ['before|preceding|prior to|immediately preceding|next preceding|immediately before', 'before'],
  ['of', 'of'],
]);

/** "the thirtieth day after X", "the day following X", "the fifth anniversary of X", "the third working day after X". */
export function readOrdinalDay(cursor: TextCursor, inner: ReadInner): Moment | undefined {
  const from = cursor.position;
  cursor.skipArticles();
  if (cursor.take('eve', 'of')) {
    const of = inner();
    return of && { text: `1 day before ${inside(of.text)}` };
  }
  const next = cursor.takeOne('next') !== undefined;
  const nth = cursor.takeOrdinal();
  cursor.skip(PLAIN_ADJECTIVES);
  const working = WORKING.has(cursor.peek());
  cursor.skip(WORKING);
  const name = cursor.peek();
  const unit = ORDINAL_UNITS.get(name);
  if (unit === undefined || (working && unit !== 'day')) return undefined;
  cursor.position++;
  if (name === 'anniversary' && cursor.takeOne('thereof') !== undefined)
    return anniversary(cursor, nth ?? 1);
  const side = cursor.takeFrom(SIDES_OF_DAY);
  if (side === undefined && cursor.atEnd && unit === 'day')
    askDayOfWhat(cursor, { n: nth, next, working }, from);
  if (side === undefined) return undefined;
  if (side === 'of' && (nth === undefined || working)) return undefined;
  if (nth === undefined && unit !== 'day' && !next) return undefined;
  const of = inner();
  if (of === undefined) return undefined;
  const n = nth ?? 1;
  if (side === 'of' && name === 'anniversary')
    return { text: `${printAmount(n, 'year')} after ${inside(of.text)}` };
  if (side === 'of') return unit === 'day' ? { text: `day ${n} of ${inside(of.text)}` } : undefined;
  if (side === 'after' && nth !== undefined && ASKED_UNITS.has(name))
    askWhichEnd(cursor, { n, unit, of: inside(of.text) }, from);
  const counted = working ? 'working day' : unit;
  return { text: `${printAmount(n, counted)} ${side} ${inside(of.text)}` };
}

const ASKED_UNITS: ReadonlySet<string> = new Set(['week', 'month', 'quarter', 'year']);

/** "the fourth year after X" begins three years after X and ends four years after it. */
function askWhichEnd(
  cursor: TextCursor,
  { n, unit, of }: { n: number; unit: string; of: string },
  from: number,
): never {
  const during = /^(?:in|during)$/.test(cursor.words[from - 1]?.text ?? '');
  const at = cursor.spanFrom(during ? from - 1 : from);
  const after = (count: number): string =>
    count === 0 ? of : `${printAmount(count, unit)} after ${of}`;
  const begins = after(n - 1);
  const lead = during ? 'by ' : '';
  throw new Asked(`is it the beginning or the end of that ${unit}`, at, [
    {
      text: `${lead}${after(n)}`,
      means: during ? `its end; its beginning stands beside it as "opens: ${begins}"` : 'its end',
    },
    { text: `${lead}${begins}`, means: 'its beginning' },
  ]);
}

/** "the second anniversary thereof". */
function anniversary(cursor: TextCursor, n: number): Moment {
  const of = cursor.antecedent;
  if (of !== undefined) return { text: `${printAmount(n, 'year')} after ${inside(of)}` };
  const at = cursor.spanFrom(cursor.position - 1);
  const instead = cursor.names.samples.map((sample) => ({
    text: `of ${sample}`,
    means: `of ${sample}`,
  }));
  throw new Asked('the anniversary of what', at, instead);
}
