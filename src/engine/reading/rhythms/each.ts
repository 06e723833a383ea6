import { printAmount } from '../../phrase/words';
import { SIDES } from '../moments/relations';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { PLAIN_ADJECTIVES, SET_YEARS, UNIT_FORMS, WORKING } from '../text/unit-words';
import { type Length, readLength } from '../values/lengths';
import { readDated } from './dated';
import { ADVERBS } from './rhythm-words';

/** Reads periods that count from each of several days: "within three months of the end of each calendar year". */

/** A rhythm, and the period between its days and the dates. */
export interface Shifted {
  rhythm: string;
  /** "90 days after", with a blank at its end; empty for the days themselves. */
  lead: string;
  /** Whether the days are the last or the first days of consecutive periods. */
  edge?: 'first' | 'last';
}

const LIMITS = new Lexicon<'within' | 'by'>([
  ['within|no more than|not more than|within period of|in', 'within'],
  [
    'by|on|no later than|not later than|on or before|at latest|at latest by|not later than by|no later than by|at latest within|by no later than',
    'by',
  ],
]);

/** Reads a period and the days from which it counts. */
export function readShifted(cursor: TextCursor): Shifted | undefined {
  const limit = cursor.takeFrom(LIMITS);
  const length = cursor.attempt(() => {
    const found = readNthDays(cursor) ?? readLength(cursor);
    const side = found && (cursor.take('of') ? 'after' : cursor.takeFrom(SIDES));
    if (found === undefined || (side !== 'after' && side !== 'before')) return undefined;
    // "at least 30 days after" sets no deadline, and "within 30 days before" has two ends.
    const open = side === 'after' ? found.bound === 'least' : found.bound === 'most';
    return open || (limit === 'within' && side === 'before') ? undefined : `${found.text} ${side} `;
  });
  if (length === undefined) return undefined;
  const days = readEdgeOfEach(cursor, length);
  if (days !== undefined) return days;
  const rhythm = cursor.attempt(() => readDated(cursor));
  return rhythm === undefined ? undefined : { rhythm, lead: length };
}

/** "the 10th Business Day after": ten of them. */
function readNthDays(cursor: TextCursor): Length | undefined {
  return cursor.attempt(() => {
    cursor.skipArticles();
    const n = cursor.takeOrdinal();
    cursor.skip(PLAIN_ADJECTIVES);
    const working = WORKING.has(cursor.peek());
    cursor.skip(WORKING);
    if (n === undefined || cursor.takeOne('day') === undefined || cursor.peek() === 'of')
      return undefined;
    return { text: printAmount(n, working ? 'working day' : 'day') };
  });
}

const EDGES = new Lexicon<'first' | 'last'>([
  [
    'end of|close of|last day of|final day of|expiry of|expiration of|completion of|conclusion of|ending of|termination of',
    'last',
  ],
  ['beginning of|start of|first day of|commencement of|opening of', 'first'],
]);
const EACH = new Lexicon<true>([['each|every|each of|each of its|each and every|each such', true]]);
/** "each year of the Term" begins with the agreement. */
const OWN_YEARS: ReadonlySet<string> = new Set(
  'contract lease agreement policy membership licence license tenancy subscription employment term'.split(
    ' ',
  ),
);

/** "the end of each calendar quarter", "the last day of each successive period of three months". */
export function readEdgeOfEach(cursor: TextCursor, lead = ''): Shifted | undefined {
  return cursor.attempt(() => {
    const from = cursor.position;
    cursor.skipArticles();
    const edge = cursor.takeFrom(EDGES);
    cursor.skipArticles();
    if (cursor.takeFrom(EACH) === undefined) return undefined;
    const eachAt = cursor.position - 1;
    if (edge === undefined && !isEndOf(cursor)) return undefined;
    if (edge !== undefined) askFirstQuarters(cursor, from, edge);
    const calendar = cursor.peek() === 'calendar';
    while (PLAIN_ADJECTIVES.has(cursor.peek()) || cursor.peek() === 'following') cursor.position++;
    const kind = cursor.peek();
    const unit = UNIT_FORMS.get(cursor.peek(1))?.unit;
    if (SET_YEARS.has(kind) && (unit === 'year' || unit === 'quarter')) {
      cursor.position += 2;
      askSetYear(cursor, from, unit, edge ?? 'last');
    }
    if (OWN_YEARS.has(kind) && unit === 'year') {
      cursor.position += 2;
      return { rhythm: '1 year', lead, edge: edge ?? 'last' };
    }
    const named = UNIT_FORMS.get(kind);
    if (named?.times === 1 && named.unit !== 'day') {
      cursor.position++;
      if (edge === undefined) cursor.takeOne('end');
      // "each year of the Term" is no year of the calendar.
      if (!calendar && cursor.peek() === 'of') return undefined;
      const rhythm = edgeOf(cursor, named.unit, edge ?? 'last', calendar, from);
      return rhythm === undefined ? undefined : { rhythm, lead };
    }
    const length =
      cursor.attempt(() => readLength(cursor)?.text) ?? cursor.attempt(() => readPeriods(cursor));
    if (length !== undefined) return { rhythm: length, lead, edge: edge ?? 'last' };
    return askHowOften(cursor, from, eachAt, lead);
  });
}

/** "each annual destruction period", after "each". */
function readPeriods(cursor: TextCursor): string | undefined {
  const rhythm = cursor.takeFrom(ADVERBS);
  if (rhythm === undefined) return undefined;
  for (let i = 0; i < 3 && !/^(?:period|cycle)$/.test(cursor.peek()); i++) cursor.position++;
  return cursor.takeOne('period', 'cycle') && rhythm;
}

/** "each quarter end", after "each". */
function isEndOf(cursor: TextCursor): boolean {
  const ahead = cursor.peek() === 'calendar' ? 1 : 0;
  return UNIT_FORMS.has(cursor.peek(ahead)) && cursor.peek(ahead + 1) === 'end';
}

/** The first and the last day of each unit of the calendar. */
const DAYS_OF: Readonly<Record<string, Readonly<Record<'first' | 'last', string>>>> = {
  month: { first: 'month on day 1', last: 'month on day 31' },
  quarter: { first: 'quarter on first day', last: 'quarter on last day' },
  'half-year': { first: 'half-year on first day', last: 'half-year on last day' },
  year: { first: 'year on 1 January', last: 'year on 31 December' },
};

function edgeOf(
  cursor: TextCursor,
  unit: string,
  edge: 'first' | 'last',
  calendar: boolean,
  from: number,
): string | undefined {
  const days = DAYS_OF[unit]?.[edge];
  const at = cursor.spanFrom(from);
  if (unit === 'week') {
    const [one, other] = edge === 'last' ? ['Friday', 'Sunday'] : ['Monday', 'Sunday'];
    throw new Asked(`on which day does a week ${edge === 'last' ? 'end' : 'begin'}`, at, [
      { text: `each ${one}`, means: `on ${one}` },
      { text: `each ${other}`, means: `on ${other}` },
    ]);
  }
  if (days === undefined || calendar || unit === 'month' || unit === 'half-year') return days;
  const named = `each calendar ${unit}`;
  const day = edge === 'last' ? 'end' : 'beginning';
  throw new Asked(`is it the ${unit} of the calendar`, at, [
    { text: `the ${day} of ${named}`, means: `the ${unit} of the calendar` },
    {
      text:
        edge === 'last' ? `the end of each period of one ${unit}` : `each period of one ${unit}`,
      means: `a ${unit} counted from a day of the agreement`,
    },
  ]);
}

function askSetYear(
  cursor: TextCursor,
  from: number,
  unit: 'year' | 'quarter',
  edge: 'first' | 'last',
): never {
  const at = cursor.spanFrom(from);
  const [calendar, other] =
    edge === 'last' ? ['31 December', '31 March'] : ['1 January', '1 April'];
  if (unit === 'quarter') {
    throw new Asked(`when does "${cursor.written(at)}" come`, at, [
      {
        text: `the ${edge === 'last' ? 'end' : 'beginning'} of each calendar quarter`,
        means: 'with the quarters of the calendar',
      },
    ]);
  }
  throw new Asked(`on which day is "${cursor.written(at)}"`, at, [
    { text: `${calendar} of each year`, means: 'as in the calendar year' },
    { text: `${other} of each year`, means: `on ${other}, say` },
  ]);
}

/** The last days of the quarters of a year that begins with January, with April. */
const QUARTER_ENDS = [
  ['31 March', '30 June', '30 September', '31 December'],
  ['30 June', '30 September', '31 December', '31 March'],
] as const;
const QUARTER_BEGINNINGS = [
  ['1 January', '1 April', '1 July', '1 October'],
  ['1 April', '1 July', '1 October', '1 January'],
] as const;

/** "each of the first three fiscal quarters of each fiscal year": days of a year, and not all quarters. */
function askFirstQuarters(cursor: TextCursor, from: number, edge: 'first' | 'last'): void {
  const before = cursor.position;
  cursor.skipArticles();
  const first = cursor.takeOne('first') !== undefined;
  const count = first ? cursor.takeCardinal() : undefined;
  const calendar = cursor.takeOne('calendar') !== undefined;
  if (SET_YEARS.has(cursor.peek())) cursor.position++;
  if (count === undefined || count > 4 || cursor.takeOne('quarters') === undefined) {
    cursor.position = before;
    return;
  }
  cursor.attempt(() => {
    if (cursor.takeOne('of', 'in') === undefined) return undefined;
    cursor.takeOne('each', 'every', 'any', 'the', 'a', 'its');
    while (SET_YEARS.has(cursor.peek()) || PLAIN_ADJECTIVES.has(cursor.peek())) cursor.position++;
    return cursor.takeOne('year');
  });
  const at = cursor.spanFrom(from);
  const years = edge === 'last' ? QUARTER_ENDS : QUARTER_BEGINNINGS;
  throw new Asked(
    `on which days is "${cursor.written(at)}"`,
    at,
    years.slice(0, calendar ? 1 : 2).map((days, i) => ({
      text: `${days.slice(0, count).join(' and ')} of each year`,
      means: i === 0 ? 'of a year that begins with January' : 'of one that begins with April, say',
    })),
  );
}

/** Words after which "each Interest Period" has ended. */
const AFTER_NOUN = /^(?:[,;.)]|from|starting|beginning|commencing|until|and|or|in|by|on)$/;

function askHowOften(cursor: TextCursor, from: number, eachAt: number, lead: string): undefined {
  const before = cursor.position;
  while (!cursor.atEnd && !AFTER_NOUN.test(cursor.peek())) cursor.position++;
  if (cursor.position === before || from > eachAt) return undefined;
  const noun = cursor.written(cursor.spanFrom(eachAt));
  const at = { start: 0, end: cursor.text.length };
  throw new Asked(
    `how often does "${noun}" come`,
    at,
    cursor.names.samples.slice(0, 2).map((sample) => ({
      text: `${lead}every 3 months from ${sample}`,
      means: `every three months from ${sample}, say`,
    })),
  );
}
