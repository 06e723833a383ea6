import { MONTHS, WEEKDAYS } from '../../phrase/words';
import { readNthDay } from '../moments/edges';
import { inside } from '../moments/moment';
import { readPlain } from '../moments/moments';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { PLAIN_ADJECTIVES, UNIT_FORMS } from '../text/unit-words';
import { type MonthDay, readMonth, readMonthDay, weekdayNamed } from '../values/days';
import { readLength } from '../values/lengths';
import { LATEST } from './deadline-words';
import {
  ADVERBS,
  EVERY,
  LEADS,
  OF_EACH,
  RELATIONS,
  STARTING,
  THEREAFTER,
  TWO_RHYTHMS,
} from './rhythm-words';

/** A repetition, with "every" at its beginning; undefined where the text is none. */
export function readEvery(cursor: TextCursor): string | undefined {
  const rhythm =
    cursor.attempt(() => readDated(cursor)) ?? cursor.attempt(() => readRhythm(cursor));
  if (rhythm === undefined) return undefined;
  cursor.stops = new Set(['to', 'through', 'for', 'times', 'over']);
  cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(LATEST);
  });
  const advance = readInAdvance(cursor);
  const early = readTimes(cursor);
  const start = readStart(cursor);
  if (start === undefined) askOrigin(cursor);
  const end = readUntil(cursor, start) ?? readTimes(cursor) ?? early ?? '';
  const begins = advance ? start.replace(/^from /, 'starting on ') : start;
  return `every ${rhythm} ${begins}${end}`;
}

/** "in advance": the first is at the beginning; "in arrears": at the end of the first interval. */
function readInAdvance(cursor: TextCursor): boolean {
  if (cursor.take('in', 'arrears') || cursor.take('in', 'arrear')) return false;
  return cursor.take('in', 'advance');
}

/** A rhythm with its days: "by 30 April of each year", "on the 15th day of each month", "every Monday". */
function readDated(cursor: TextCursor): string | undefined {
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

/** "annually on 30 April", "monthly by the 15th", "weekly on Mondays". */
function readDaysAfter(cursor: TextCursor, rhythm: string): string | undefined {
  cursor.takeOne(',');
  if (cursor.takeFrom(RELATIONS) === undefined) return undefined;
  const span = /^1 (\S+)$/.exec(rhythm)?.[1];
  const nth = span === undefined ? undefined : cursor.attempt(() => readNthAfter(cursor, span));
  if (nth !== undefined) return nth;
  if (rhythm === '1 week') {
    const weekday = weekdayNamed(cursor.peek());
    if (weekday === undefined) return undefined;
    cursor.position++;
    return `week on ${WEEKDAYS[weekday - 1]}`;
  }
  if (rhythm === '1 month') {
    cursor.skipArticles();
    const day = readDayNumber(cursor);
    return day === undefined ? undefined : `month on day ${day}`;
  }
  const days = readMonthDays(cursor);
  return days !== undefined && rhythm === '1 year' ? `year on ${days}` : undefined;
}

/** "the first Monday of September" after "every year on". */
function readNthAfter(cursor: TextCursor, span: string): string | undefined {
  const day = readNthDay(cursor);
  if (day === undefined || (span === 'month' && /^\d+\w\w day$/.test(day.text))) return undefined;
  const month = cursor.attempt(() => {
    cursor.takeOne('of', 'in');
    return readMonth(cursor);
  });
  if (span === 'day' || (month !== undefined && span !== 'year')) return undefined;
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
  for (;;) {
    const day = cursor.attempt(() => {
      if (all.length > 0) {
        cursor.takeOne(',');
        cursor.takeOne('and');
        cursor.takeOne('on', 'by');
      }
      return read();
    });
    if (day === undefined) break;
    all.push(`${day.day} ${MONTHS[day.month - 1]}`);
  }
  return all.length === 0 ? undefined : all.join(' and ');
}

/** The language gives the 29th of February to leap years only, and the 28th to others. */
function lastOf(month: number): number {
  if (month === 2) return 29;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** "the 15th day of each month", "the last working day of every quarter", "the first Monday of September of each year". */
function readDayOfMonth(cursor: TextCursor): string | undefined {
  const plain = cursor.attempt(() => {
    cursor.skipArticles();
    const day = readDayNumber(cursor);
    if (day === undefined || cursor.takeFrom(OF_EACH) !== 'month') return undefined;
    return `month on day ${day}`;
  });
  return plain ?? cursor.attempt(() => readNthOfEach(cursor));
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

/** "every six months", "annually", "at six-monthly intervals". */
function readRhythm(cursor: TextCursor): string | undefined {
  cursor.takeFrom(LEADS);
  const from = cursor.position;
  const two = cursor.takeFrom(TWO_RHYTHMS);
  if (two !== undefined) {
    const [each, twice, unit] = two;
    const at = cursor.spanFrom(from);
    throw new Asked(`does "${cursor.written(at)}" leave equal intervals`, at, [
      { text: `every ${each}`, means: `one interval after another, each of ${each}` },
      {
        text: `every ${twice}`,
        means: `days of each ${unit} that are named: write them instead of these`,
      },
    ]);
  }
  const adverb = cursor.takeFrom(ADVERBS);
  if (adverb !== undefined) return adverb;
  const intervals = readIntervals(cursor) ?? readUnitIntervals(cursor);
  if (intervals !== undefined) return intervals;
  const after =
    cursor.takeFrom(EVERY) !== undefined ||
    cursor.peek(-1) === 'of' ||
    cursor.peek(-1) === 'exceeding';
  if (!after) return undefined;
  const ordinal = cursor.attempt(() => {
    const nth = cursor.takeOrdinal();
    const unit = UNIT_FORMS.get(cursor.peek());
    if (nth === undefined || unit === undefined) return undefined;
    cursor.position++;
    return `${nth * unit.times} ${unit.unit}s`;
  });
  if (ordinal !== undefined) return ordinal;
  const length = readLength(cursor);
  if (length?.bound === 'least') refuseLeast(cursor);
  if (length !== undefined) return length.text;
  while (PLAIN_ADJECTIVES.has(cursor.peek())) cursor.position++;
  const unit = UNIT_FORMS.get(cursor.peek());
  if (unit === undefined) return cursor.missed('a period such as 6 months');
  cursor.position++;
  return `${unit.times} ${unit.unit}${unit.times === 1 ? '' : 's'}`;
}

const LY: Readonly<Record<string, string>> = {
  daily: 'days',
  weekly: 'weeks',
  monthly: 'months',
  yearly: 'years',
  hourly: 'hours',
};

/** "six-monthly", "at three-monthly intervals". */
function readIntervals(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne('at', 'in');
    const count = cursor.takeCardinal();
    const unit = LY[cursor.peek()];
    if (count === undefined || unit === undefined) return undefined;
    cursor.position++;
    cursor.takeOne('intervals');
    return `${count} ${unit}`;
  });
}

/** "at six-month intervals", "at intervals of six months". */
function readUnitIntervals(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => {
    if (cursor.takeOne('at', 'in') === undefined) return undefined;
    const length = readLength(cursor);
    if (length === undefined || cursor.takeOne('intervals') === undefined) return undefined;
    return length.bound === 'least' ? refuseLeast(cursor) : length.text;
  });
}

/** "at intervals of not less than three months": nothing is ever late by it. */
function refuseLeast(cursor: TextCursor): never {
  throw new Unread(
    'the words give the shortest interval, and a repetition has an exact one',
    'an interval without "at least", such as every 3 months from signing',
    { start: 0, end: cursor.text.length },
  );
}

function readStart(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    cursor.takeOne('thereafter');
    const start = cursor.takeFrom(STARTING);
    if (start === undefined) return undefined;
    cursor.takeOne('on');
    const of = readPlain(cursor, 1);
    return of && `${start} ${inside(of.text)}`;
  });
}

function readUntil(cursor: TextCursor, start: string | undefined): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    if (cursor.takeOne('for', 'over', 'during') !== undefined) {
      const length = readLength(cursor);
      const of = start?.replace(/^(?:from|starting on) /, '');
      return length && ` until ${length.text} after ${of}`;
    }
    cursor.takeOne('and', 'but');
    if (cursor.takeOne('until', 'till', 'through', 'to') === undefined && !cursor.take('up', 'to'))
      return undefined;
    cursor.take('and', 'including');
    const until = readPlain(cursor, 1);
    return until && ` until ${inside(until.text)}`;
  });
}

function readTimes(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    cursor.takeOne('for');
    if (cursor.takeOne('twice') !== undefined) return ' 2 times';
    const count = cursor.takeCardinal();
    if (
      count === undefined ||
      cursor.takeOne('times', 'time', 'occurrences', 'instalments', 'installments') === undefined
    )
      return undefined;
    return ` ${count} times`;
  });
}

/** "and every three years thereafter", after a first deadline: the phrase without its "every". */
export function readThereafter(cursor: TextCursor, first: string): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    if (cursor.takeOne('and', 'then') === undefined) return undefined;
    cursor.takeOne('then');
    const before = cursor.takeOne('thereafter', 'subsequently');
    cursor.takeOne(',');
    const rhythm = readRhythm(cursor);
    if (rhythm === undefined) return undefined;
    const after = cursor.takeFrom(THEREAFTER);
    if (before === undefined && after === undefined) return undefined;
    const until = readUntil(cursor, `from ${first}`) ?? readTimes(cursor) ?? '';
    return `every ${rhythm} starting on ${first}${until}`;
  });
}

/** "every six months": from when? */
function askOrigin(cursor: TextCursor): never {
  const end = cursor.words[cursor.position - 1]?.end ?? cursor.text.length;
  const instead = cursor.names.samples.map((sample) => ({
    text: ` from ${sample}`,
    means: `the first is one interval after ${sample}`,
  }));
  throw new Asked('from which moment do the intervals run', { start: end, end }, instead);
}
