import { parseDay, toCivil, weekday } from '../../calendar/epoch-day';
import { MONTHS, printAmount, WEEKDAYS } from '../../phrase/words';
import { inside } from '../moments/moment';
import { readPlain } from '../moments/moments';
import { LATEST } from '../moments/relations';
import { endsHere } from '../moments/tails';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { PLAIN_ADJECTIVES, UNIT_FORMS, UNIT_MONTHS, WORKING } from '../text/unit-words';
import { readClock } from '../values/clocks';
import { readLength } from '../values/lengths';
import { MOST_NOUNS, noteSubject, readFirst } from './beside';
import { readDated, readDaysAfter, takeInAdvance } from './dated';
import { readEdgeOfEach, readShifted, type Shifted } from './each';
import { askCalendarUnit, askTimesAYear, askTwoRhythms } from './rhythm-questions';
import { ADVERBS, EVERY, LEADS, RELATIONS, STARTING, THEREAFTER } from './rhythm-words';

/** A repetition, beginning with "every"; undefined if the text is none. */
export function readEvery(cursor: TextCursor): string | undefined {
  const parts = cursor.attempt(() => readInstalments(cursor));
  if (parts === undefined) cursor.attempt(() => askClock(cursor));
  const found = parts ?? readDays(cursor);
  if (found === undefined) return undefined;
  const { rhythm, lead, early, edge } = found;
  cursor.stops = new Set(['to', 'through', 'for', 'times', 'over']);
  cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(LATEST);
  });
  const advance = takeInAdvance(cursor) && /^\d/.test(rhythm);
  const count = early ?? readTimes(cursor);
  noteSubject(cursor);
  const start = readStart(cursor, rhythm);
  if (start === undefined && !endsHere(cursor))
    return cursor.missed('"from" or "starting on" and a moment');
  if (start === undefined) askOrigin(cursor, rhythm);
  const end = readUntil(cursor, start.of) ?? readTimes(cursor) ?? count ?? '';
  const begun = edge ?? (advance ? 'first' : undefined);
  const way = begun === undefined ? start.way : begun === 'first' ? 'starting on' : 'from';
  return `${lead}every ${rhythm} ${way} ${start.of}${end}`;
}

/** A rhythm, the period between its days and the dates, and the number of dates if it precedes them. */
interface Days extends Shifted {
  early?: string | undefined;
}

function readDays(cursor: TextCursor): Days | undefined {
  const shifted =
    cursor.attempt(() => readShifted(cursor)) ??
    cursor.attempt(() => readAdverbAndDays(cursor)) ??
    cursor.attempt(() => readDaysOfUnits(cursor));
  if (shifted !== undefined) return shifted;
  const rhythm =
    cursor.attempt(() => readDated(cursor)) ??
    cursor.attempt(() => {
      const relation = cursor.takeFrom(RELATIONS);
      return relation !== undefined && !/^(?:each|every)$/.test(cursor.peek())
        ? undefined
        : readRhythm(cursor);
    }) ??
    cursor.attempt(() => readRhythm(cursor));
  return rhythm === undefined ? undefined : { rhythm, lead: '' };
}

/** "on the last day of each calendar quarter". */
function readDaysOfUnits(cursor: TextCursor): Days | undefined {
  cursor.takeFrom(RELATIONS);
  return readEdgeOfEach(cursor);
}

/** "quarterly in arrears on the last day of each quarter": the days decide, if they are as many. */
function readAdverbAndDays(cursor: TextCursor): Days | undefined {
  const adverb = cursor.takeFrom(ADVERBS);
  if (adverb === undefined) return undefined;
  cursor.takeOne(',');
  takeInAdvance(cursor);
  cursor.takeOne(',');
  const found = cursor.attempt(() => readDaysOfUnits(cursor)) ?? readShifted(cursor);
  return found !== undefined && monthsOf(found.rhythm) === monthsOf(adverb) ? found : undefined;
}

/** The months between two dates of a rhythm; the rhythm itself if it is shorter than a month. */
function monthsOf(rhythm: string): number | string {
  const [, amount, unit = ''] =
    /^(?:(\d+) )?(month|quarter|half-year|year)s?(?= on |$)/.exec(rhythm) ?? [];
  const of = UNIT_MONTHS.get(unit);
  if (of === undefined) return rhythm;
  if (amount !== undefined) return of * Number(amount);
  return of / rhythm.split(' and ').length;
}

/** "no later than 17:00 on the fifth working day of each month": a repetition has days only. */
function askClock(cursor: TextCursor): undefined {
  cursor.takeFrom(RELATIONS);
  cursor.takeOne('at');
  const from = cursor.position;
  if (readClock(cursor) === undefined) return undefined;
  cursor.takeOne(',');
  cursor.takeOne('on');
  const at = { ...cursor.spanFrom(from), end: cursor.words[cursor.position]?.start ?? 0 };
  if (readDays(cursor) === undefined) return undefined;
  const written = cursor.text.slice(at.start, at.end).trim();
  throw new Asked(`a repetition has no clock times: is the day enough without "${written}"`, at, [
    { text: '', means: 'to the end of that day' },
  ]);
}

const EQUAL: ReadonlySet<string> = new Set(
  'equal substantially consecutive successive level regular approximately'.split(' '),
);

/** "in four equal quarterly instalments on 31 March …": the number of dates stands before the rhythm. */
function readInstalments(cursor: TextCursor): Days | undefined {
  if (cursor.takeOne('in', 'by') === undefined) return undefined;
  const count = cursor.takeCardinal();
  cursor.skip(EQUAL);
  const rhythm = cursor.takeFrom(ADVERBS);
  if (rhythm === undefined) return undefined;
  const parts = cursor.takeOne(
    'instalments',
    'installments',
    'payments',
    'tranches',
    'parts',
    'stages',
    'steps',
    'amounts',
    'portions',
  );
  if (parts === undefined) return undefined;
  cursor.attempt(() => {
    if (cursor.takeOne('of') === undefined) return undefined;
    for (
      let i = 0;
      i < MOST_NOUNS && !/^(?:,|beginning|starting|commencing|on|from)$/.test(cursor.peek());
      i++
    ) {
      cursor.position++;
    }
    return true;
  });
  const early = count === undefined ? undefined : ` ${count} times`;
  return { rhythm: cursor.attempt(() => readDaysAfter(cursor, rhythm)) ?? rhythm, lead: '', early };
}

/** "every six months", "annually", "at six-monthly intervals". */
function readRhythm(cursor: TextCursor): string | undefined {
  const leadAt = cursor.position;
  cursor.takeFrom(LEADS);
  askCalendarUnit(cursor, leadAt);
  askTimesAYear(cursor);
  askTwoRhythms(cursor);
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
    while (PLAIN_ADJECTIVES.has(cursor.peek()) || cursor.peek() === 'subsequent') cursor.position++;
    const nth = cursor.takeOrdinal() ?? (cursor.peek() === 'anniversary' ? 1 : undefined);
    const name = cursor.peek();
    const unit = name === 'anniversary' ? UNIT_FORMS.get('year') : UNIT_FORMS.get(name);
    if (nth === undefined || unit === undefined) return undefined;
    cursor.position++;
    return printAmount(nth * unit.times, unit.unit);
  });
  if (ordinal !== undefined) return ordinal;
  const length = readLength(cursor);
  if (length?.bound === 'least') refuseLeast(cursor);
  if (length !== undefined) return length.text;
  cursor.skip(PLAIN_ADJECTIVES);
  if (WORKING.has(cursor.peek()) && cursor.peek(1) === 'day') {
    cursor.position += 2;
    return '1 working day';
  }
  const unit = UNIT_FORMS.get(cursor.peek());
  if (unit === undefined) return cursor.missed('a period such as 6 months');
  cursor.position++;
  return printAmount(unit.times, unit.unit);
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

/** "at six-month intervals". */
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

/** Where a repetition begins: after the first interval (`from`), or with that moment itself. */
interface Start {
  way: 'from' | 'starting on';
  of: string;
}

/** @param rhythm if it names calendar days, it begins with the first day of a named year or month: "from 2027". */
function readStart(cursor: TextCursor, rhythm: string): Start | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    cursor.takeOne('thereafter');
    const anniversary = /^anniversar(?:y|ies)$/.test(cursor.peek(-1));
    const way =
      anniversary && cursor.take('of')
        ? 'from'
        : (cursor.takeFrom(STARTING) ?? cursor.attempt(() => readFirst(cursor)));
    if (way === undefined) return undefined;
    cursor.takeOne('on', 'in', 'with');
    const of = readPlain(cursor, 1);
    const days = !/^\d/.test(rhythm);
    if (of !== undefined && days && ROUGH.test(of.text))
      return { way: 'starting on', of: `first day of ${of.text}` };
    return of && { way, of: inside(of.text) };
  });
}

/** A month or year as a phrase. */
const ROUGH = /^(?:[A-Z][a-z]+ )?\d{4}$/;

/** @param of the moment from which a period such as "for two years" counts. */
function readUntil(cursor: TextCursor, of: string): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    if (cursor.takeOne('for', 'over', 'during') !== undefined) {
      const length = readLength(cursor);
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
    const dated = cursor.attempt(() => readSameDays(cursor, first));
    if (dated !== undefined) return dated;
    const rhythm = readRhythm(cursor);
    if (rhythm === undefined) return undefined;
    const after = cursor.takeFrom(THEREAFTER);
    if (before === undefined && after === undefined) return undefined;
    const until = readUntil(cursor, first) ?? readTimes(cursor) ?? '';
    return `every ${rhythm} starting on ${first}${until}`;
  });
}

/** "31 March 2027 and 31 March of each year thereafter": days that include the first deadline. */
function readSameDays(cursor: TextCursor, first: string): string | undefined {
  cursor.takeFrom(RELATIONS);
  const anniversary = cursor.attempt(() => {
    if (cursor.takeOne('each', 'every') === undefined) return undefined;
    cursor.takeOne('subsequent', 'succeeding', 'following', 'successive');
    if (cursor.takeOne('anniversary') === undefined) return undefined;
    return (
      // The anniversary is clear if the first deadline is not a period after something.
      (/^\d+ /.test(first) ? undefined : cursor.takeOne('thereof', 'thereafter')) ??
      (cursor.takeOne('of') &&
        cursor.takeOne('that', 'such', 'this') &&
        cursor.takeOne('date', 'day'))
    );
  });
  const rhythm = anniversary === undefined ? readDated(cursor) : '1 year';
  if (rhythm === undefined || (anniversary === undefined && !isDayOf(rhythm, first)))
    return undefined;
  cursor.takeFrom(THEREAFTER);
  const until = readUntil(cursor, first) ?? readTimes(cursor) ?? '';
  return `every ${rhythm} starting on ${first}${until}`;
}

/** Whether a day that a text names is one of a rhythm. */
function isDayOf(rhythm: string, day: string): boolean {
  const epochDay = parseDay(day);
  if (epochDay === undefined) return false;
  const civil = toCivil(epochDay);
  const named = `${civil.day} ${MONTHS[civil.month - 1]}`;
  const year = /^year on (.+)$/.exec(rhythm)?.[1];
  if (year !== undefined) return year.split(' and ').includes(named);
  return (
    rhythm === `month on day ${civil.day}` ||
    rhythm === `week on ${WEEKDAYS[weekday(epochDay) - 1]}`
  );
}

/** "every six months": from when? */
function askOrigin(cursor: TextCursor, rhythm: string): never {
  const end = cursor.words[cursor.position - 1]?.end ?? cursor.text.length;
  const period = /^\d/.test(rhythm);
  const instead = cursor.names.samples.map((sample) => ({
    text: ` from ${sample}`,
    means: period
      ? `the first is one interval after ${sample}`
      : `the first is the next such day after ${sample}`,
  }));
  const question = period
    ? 'from which moment do the intervals run'
    : 'from when on does it repeat';
  throw new Asked(question, { start: end, end }, instead);
}
