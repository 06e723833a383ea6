import { inside } from '../moments/moment';
import { readMoment, readPlain } from '../moments/moments';
import { askDayAfter } from '../moments/questions';
import { SIDES } from '../moments/relations';
import { readRough } from '../moments/rough-days';
import { endsHere } from '../moments/tails';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { readClock } from '../values/clocks';
import { readDay } from '../values/days';
import { readLength } from '../values/lengths';
import { readCondition } from './conditions';
import { askLastDay, askLastDayBefore, firstDayTo } from './last-days';

/** Reads `holds`. */

const FROM = new Lexicon<true>([
  [
    'from|as from|as of|with effect from|with effect as of|effective|effective from|effective as of|effective on|starting|starting on|starting from|beginning|beginning on|commencing|commencing on|on and from|on and after|from and after|from and including|upon|since|with effect as from|with effect on|on or after|between',
    true,
  ],
]);
const UNTIL = new Lexicon<true>([
  [
    'until|till|to|up to|through|until and including|up to and including|to and including|until end of day on|and ending on|ending on|and|until such time as|until time when|until moment when|until date on which|pending|up until|through to|through and including|and until|and up to|and to|and shall expire on|and expiring on|expiring on|but no longer than until|not beyond|no longer than until|until later date of|up to end of day on',
    true,
  ],
]);
const WHILE = new Lexicon<true>([
  [
    'while|as long as|so long as|for as long as|for so long as|for such time as|during such time as|whilst|until such time as no|for such period as',
    true,
  ],
]);
const DURING = new Lexicon<true>([
  [
    'during|throughout|for duration of|during duration of|during entire|throughout duration of|for whole of|in course of|for entire duration of|during currency of|for life of',
    true,
  ],
]);
const FOR = new Lexicon<true>([['for|during|throughout|for duration of|over', true]]);
const ONWARDS = new Lexicon<true>([
  [
    'onwards|onward|forward|forwards|on|and thereafter|and thereafter indefinitely|indefinitely|for indefinite period|for unlimited period|for unlimited duration|for indefinite duration|permanently|without limit of time|for indefinite time|in perpetuity',
    true,
  ],
]);
const INCLUSIVE = new Lexicon<true>([
  ['inclusive|both days inclusive|both dates inclusive|included|both inclusive', true],
]);

const STOPS = new Set(
  'to until through till for onwards onward and indefinitely while up permanently without during throughout over'.split(
    ' ',
  ),
);

const STOPS_OF_PERIOD = new Set(['until', 'till', 'and', 'while', 'up']);

/** The phrase of `holds`. */
export function readHolds(cursor: TextCursor): string | undefined {
  cursor.stops = STOPS_OF_PERIOD;
  const period = cursor.attempt(() => readForPeriod(cursor));
  cursor.stops = STOPS;
  const found =
    period ??
    cursor.attempt(() => readWhile(cursor)) ??
    cursor.attempt(() => readDuring(cursor)) ??
    cursor.attempt(() => readFrom(cursor)) ??
    cursor.attempt(() => {
      const end = readEnd(cursor);
      return end && `until ${end}`;
    });
  if (found !== undefined) takeInclusive(cursor);
  return found;
}

function takeInclusive(cursor: TextCursor): void {
  cursor.attempt(() => {
    cursor.takeOne(',');
    const open = cursor.takeOne('(') !== undefined;
    if (cursor.takeFrom(INCLUSIVE) === undefined) return undefined;
    return open ? cursor.takeOne(')') : true;
  });
}

/** "for a period of 30 days from X": `from X for 30 days`. */
function readForPeriod(cursor: TextCursor): string | undefined {
  cursor.takeFrom(ONWARDS_BEFORE);
  const lead = cursor.takeFrom(FOR) !== undefined;
  const length = readLength(cursor);
  if (length === undefined) return undefined;
  if (length.bound === 'least') return cursor.missed('a period without "at least"');
  const lengthEnd = cursor.position;
  cursor.takeOne(',');
  const sideAt = cursor.position;
  const first = cursor.words.slice(0, lengthEnd).some(({ text }) => text === 'first');
  const side = cursor.takeFrom(SIDES) ?? (first && cursor.take('of') ? 'after' : undefined);
  if (side === undefined) cursor.attempt(() => askLengthUntil(cursor, length.text));
  if (side === 'then' || (side === undefined && endsHere(cursor)))
    return askStart(cursor, side === undefined ? lengthEnd : sideAt, side !== undefined);
  if (side === undefined) return cursor.missed('"from" and a moment');
  const of = readPlain(cursor, 1);
  if (of === undefined) return undefined;
  const ofEnd = cursor.position;
  const including = cursor.words.slice(sideAt, cursor.position).some(isIncluding);
  if (including || side === 'beginning' || of.text.startsWith('1 day after ')) {
    const end = cursor.attempt(() => readEnd(cursor));
    askLastDay(cursor, of.text, length.text, end);
    if (end !== undefined) cursor.position = ofEnd;
  }
  if (side === 'before') {
    askLastDayBefore(cursor, of.text, length.text);
    return `from ${length.text} before ${inside(of.text)} until ${inside(of.text)}`;
  }
  const goesOn = cursor.attempt(() => readOnwards(cursor, of.text, length.text, lead));
  if (goesOn !== undefined) return goesOn;
  const end = cursor.attempt(() => readEnd(cursor));
  if (end !== undefined) {
    return `from ${inside(of.text)} until earlier of (${length.text} after ${inside(of.text)} and ${end})`;
  }
  return `from ${inside(of.text)} for ${length.text}`;
}

/** "seven years after X, and thereafter" begins where the period ends; "for seven years after X, and thereafter", with X. */
function readOnwards(
  cursor: TextCursor,
  of: string,
  length: string,
  lead: boolean,
): string | undefined {
  const comma = cursor.position;
  cursor.takeOne(',');
  const from = cursor.position;
  if (cursor.takeFrom(ONWARDS) === undefined) return undefined;
  const later = `from ${length} after ${inside(of)}`;
  if (!lead) {
    const end = cursor.attempt(() => readEnd(cursor));
    return end === undefined ? later : `${later} until ${end}`;
  }
  if (!cursor.atEnd) return undefined;
  const written = cursor.written(cursor.spanFrom(from));
  cursor.position = cursor.words.length;
  const at = { start: 0, end: cursor.spanFrom(comma).end };
  throw new Asked(`from when on is "${written}"`, at, [
    { text: `from ${of}`, means: 'from the beginning of the period, without an end' },
    { text: later, means: 'from its end' },
  ]);
}

/** "for a further period of 12 months, until 30 June": it may have begun already. */
function askLengthUntil(cursor: TextCursor, length: string): undefined {
  const end = readEnd(cursor);
  if (end === undefined || !cursor.atEnd) return undefined;
  throw new Asked('when does it begin', { start: 0, end: cursor.text.length }, [
    { text: `until ${end}`, means: 'before; it has begun already' },
    { text: `from ${firstDayTo(end, length)} until ${end}`, means: 'so long before its end' },
  ]);
}

function isIncluding({ text }: { text: string }): boolean {
  return text === 'including' || text === 'inclusive';
}

/** What begins with a day has it for its first one: "commencing on 1 April". */
const BEGINS_WITH: ReadonlySet<string> = new Set(['beginning', 'commencing', 'starting', 'on']);

const ONWARDS_BEFORE = new Lexicon<true>([
  [
    'at most|initially|in force|valid|in effect|shall remain in force|shall remain in effect|shall remain in full force and effect|remains in force|remain in force|shall continue in force|shall be valid|shall apply|applies|shall continue|continuing|shall be in force|is valid|shall have effect',
    true,
  ],
]);

function askStart(cursor: TextCursor, sideAt: number, pointing: boolean): never {
  const end = cursor.words[sideAt - 1]?.end ?? cursor.text.length;
  const at = pointing ? cursor.spanFrom(sideAt) : { start: end, end };
  const instead = cursor.names.samples.map((sample) => ({
    text: `${pointing ? '' : ' '}from ${sample}`,
    means: `it begins with ${sample}`,
  }));
  throw new Asked('when does it begin', at, instead);
}

function readWhile(cursor: TextCursor): string | undefined {
  if (cursor.takeFrom(WHILE) === undefined) return undefined;
  const cond = readCondition(cursor);
  return cond && `while ${cond}`;
}

/** "in August 2027", "throughout 2027": the month or year itself. */
function readNamedTime(cursor: TextCursor): string | undefined {
  if (cursor.takeFrom(DURING) === undefined && cursor.takeOne('in', 'for') === undefined)
    return undefined;
  const named = readRough(cursor)?.text;
  return cursor.atEnd ? named : undefined;
}

function readDuring(cursor: TextCursor): string | undefined {
  const named = cursor.attempt(() => readNamedTime(cursor));
  if (named !== undefined) return `from first day of ${named} until last day of ${named}`;
  if (cursor.takeFrom(DURING) === undefined) return undefined;
  const of = cursor.preferring('ends', () => readPlain(cursor, 1))?.text;
  const path =
    of === undefined
      ? undefined
      : /^([a-z0-9-]+(?:\.[a-z0-9-]+)*?)(?:\.(?:starts|ends))?$/.exec(of)?.[1];
  if (path === undefined) return undefined;
  const longer = cursor.attempt(() => {
    cursor.takeOne(',');
    if (cursor.takeOne('and') === undefined) return undefined;
    cursor.takeOne('for');
    const length = readLength(cursor);
    return length && cursor.takeFrom(SIDES) === 'then' ? length.text : undefined;
  });
  if (longer !== undefined) return `from ${path}.starts until ${longer} after ${path}.ends`;
  return `during ${path}`;
}

function readFrom(cursor: TextCursor): string | undefined {
  cursor.attempt(() => {
    if (cursor.takeOne('for', 'during') === undefined || !cursor.take('the', 'period'))
      return undefined;
    return FROM.match(cursor.peek);
  });
  const begins = cursor.position;
  const after = cursor.takeOne('after', 'following') !== undefined;
  if (!after && cursor.takeFrom(FROM) === undefined && !beginsWithDay(cursor)) {
    // "indefinitely from signing"
    if (cursor.takeFrom(ONWARDS) === undefined || cursor.takeFrom(FROM) === undefined)
      return undefined;
  }
  const excluded = takeExcluding(cursor);
  const named = readPlain(cursor, 1);
  if (named === undefined) return undefined;
  const from = excluded ? { text: `1 day after ${inside(named.text)}` } : named;
  if (after) askDayAfter(cursor, from.text, begins);
  takeInclusive(cursor);
  cursor.takeFrom(ONWARDS);
  cursor.takeOne(',');
  const begunAt = cursor.position;
  const begun = `from ${inside(from.text)}`;
  cursor.antecedent = from.text;
  const end = cursor.attempt(() => readEnd(cursor));
  if (end !== undefined) return `${begun} until ${end}`;
  const length = cursor.attempt(() => {
    cursor.takeOne('and');
    if (cursor.takeFrom(FOR) === undefined) return undefined;
    const found = readLength(cursor);
    cursor.takeOne('thereafter');
    return found;
  });
  if (length !== undefined) {
    const included =
      cursor.words.slice(begins, begunAt).some(isIncluding) ||
      BEGINS_WITH.has(cursor.words[begins]?.text ?? '');
    if (included || from.text.startsWith('1 day after '))
      askLastDay(cursor, from.text, length.text);
    return `${begun} for ${length.text}`;
  }
  const cond = cursor.attempt(() => readWhile(cursor));
  if (cond !== undefined) return `${begun} ${cond}`;
  cursor.takeFrom(ONWARDS);
  return begun;
}

/** "1 May 2026 to 30 June 2026" without "from". */
function beginsWithDay(cursor: TextCursor): boolean {
  const before = cursor.position;
  cursor.attempt(() => {
    cursor.takeOne('at');
    return readClock(cursor) && cursor.takeOne('on');
  });
  const day = readDay(cursor);
  const until = UNTIL.match(cursor.peek);
  cursor.position = before;
  return day !== undefined && until !== undefined;
}

/** "until X": the end of an interval, which may be the earlier of two: "until X or 30 days after Y, whichever is earlier". */
function readEnd(cursor: TextCursor): string | undefined {
  if (cursor.takeFrom(UNTIL) === undefined) return undefined;
  const excluded = takeExcluding(cursor);
  const of = readMoment(cursor)?.text;
  if (of === undefined) return undefined;
  if (!excluded && !takeExclusive(cursor)) return inside(of);
  // A clock time has no day before it to end with.
  return /^at |^\d{4}-\d\d-\d\dT/.test(of) ? undefined : `1 day before ${inside(of)}`;
}

const EXCLUDING = new Lexicon<true>([
  ['but excluding|but not including|excluding|not including|but exclusive of|exclusive of', true],
]);
const INCLUDING = new Lexicon<true>([['and including|including|but including', true]]);

/** "to, but excluding, X": the last day is the one before X. "to, and including, X" says what `until` means. */
function takeExcluding(cursor: TextCursor): boolean {
  return (
    cursor.attempt(() => {
      const open = cursor.takeOne(',', '(') === '(';
      const excluded = cursor.takeFrom(EXCLUDING) !== undefined;
      if (!excluded && cursor.takeFrom(INCLUDING) === undefined) return undefined;
      if (open && cursor.takeOne(')') === undefined) return undefined;
      cursor.takeOne(',');
      return { excluded };
    })?.excluded ?? false
  );
}

/** "until 30 June (exclusive)". */
function takeExclusive(cursor: TextCursor): boolean {
  return (
    cursor.attempt(() => {
      const open = cursor.takeOne('(') !== undefined;
      if (cursor.takeOne('exclusive', 'excluded') === undefined) return undefined;
      return open ? cursor.takeOne(')') : true;
    }) !== undefined
  );
}
