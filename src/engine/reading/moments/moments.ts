import { parseInstant } from '../../calendar/instant';
import { MAX_PHRASE_DEPTH } from '../../phrase/parse-moment';
import { readAnchor } from '../anchors/anchor-reader';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { readClock, readZone } from '../values/clocks';
import { readDay } from '../values/days';
import { type Length, readLength } from '../values/lengths';
import { readDayOfYear, readEdge, readOrdinalDay } from './edges';
import { inside, type Moment } from './moment';
import {
  askDayOfEvent,
  askScope,
  askSide,
  askWhetherIncluded,
  askWhichUnit,
  insteadOf,
} from './questions';
import { DAY_THAT_IS, END_OF_LENGTH, LIMITS, OR_IF, PICKS, SIDES, WHICHEVER } from './relations';
import { askWhichDay, askWhichYear, readRough, refuseFromToday } from './rough-days';
import { tailAt } from './tails';

/** How deep moments may nest in words. */
const MAX_DEPTH = 8;

/** A moment with its alternatives and limits: "X or Y, whichever is later, but not after Z". */
export function readMoment(cursor: TextCursor, depth = 0): Moment | undefined {
  const first = readPlain(cursor, depth);
  if (first === undefined) return undefined;
  const chosen = readAlternatives(cursor, first, depth);
  const bounds = readLimits(cursor, depth);
  return bounds === '' ? chosen : { text: `${inside(chosen.text)}${bounds}` };
}

/** What follows a deadline as limits: ` but not after …`. */
export function readLimits(cursor: TextCursor, depth = 0): string {
  let bounds = '';
  for (;;) {
    const limit = cursor.attempt(() => {
      cursor.takeOne(',');
      const not = cursor.takeFrom(LIMITS);
      if (not === undefined) return undefined;
      cursor.takeOne('within', 'by', 'on', 'than');
      const of = readPlain(cursor, depth + 1);
      return of && ` but not ${not} ${inside(of.text)}`;
    });
    if (limit === undefined) return bounds;
    bounds += limit;
  }
}

/** "X or Y, whichever is later"; "X or, if later, Y". */
export function readAlternatives(cursor: TextCursor, first: Moment, depth: number): Moment {
  const after = cursor.attempt(() => {
    cursor.takeOne(',');
    const which = cursor.takeFrom(OR_IF);
    if (which === undefined) return undefined;
    cursor.takeOne(',');
    skipRelation(cursor);
    const second = readPlain(cursor, depth + 1);
    return second && { which, all: [first, second] };
  });
  const found = after ?? readWhichever(cursor, first, depth);
  if (found === undefined) return first;
  return { text: `${found.which} of (${found.all.map(({ text }) => inside(text)).join(' and ')})` };
}

/** How many moments may stand before "whichever is later". */
const MOST_ALTERNATIVES = 10;

function readWhichever(cursor: TextCursor, first: Moment, depth: number) {
  return cursor.attempt(() => {
    const all = [first];
    for (;;) {
      cursor.takeOne(',');
      const which = cursor.takeFrom(WHICHEVER);
      if (which !== undefined && all.length > 1) return { which, all };
      if (tailAt(cursor) !== undefined) return undefined;
      if (all.length === MOST_ALTERNATIVES)
        return cursor.missed(`"whichever", after at most ${MOST_ALTERNATIVES} moments`);
      if (cursor.takeOne('or', 'and') === undefined) return undefined;
      skipRelation(cursor);
      const next = readPlain(cursor, depth + 1);
      if (next === undefined) return undefined;
      all.push(next);
    }
  });
}

/** "on", "by" before the second of two alternatives repeats the word before the first. */
function skipRelation(cursor: TextCursor): void {
  cursor.takeOne('on', 'upon', 'by', 'until', 'within', 'at');
}

/** A moment without limits; a clock time may follow it. */
export function readPlain(cursor: TextCursor, depth = 0): Moment | undefined {
  if (depth > MAX_DEPTH) {
    const at = cursor.spanFrom(cursor.position);
    throw new Unread(
      'the phrase nests too deeply',
      `at most ${MAX_DEPTH} levels in words, ${MAX_PHRASE_DEPTH} in phrases of the language`,
      at,
    );
  }
  const found = cursor.attempt(() => readOne(cursor, depth));
  if (found === undefined) return undefined;
  return readClockAfter(cursor, found) ?? found;
}

function readOne(cursor: TextCursor, depth: number): Moment | undefined {
  if (cursor.takeOne('(') !== undefined) {
    const inner = readMoment(cursor, depth + 1);
    if (inner === undefined || cursor.takeOne(')') === undefined) return cursor.missed('")"');
    return inner;
  }
  const inner = () => readPlain(cursor, depth + 1);
  return (
    readInstant(cursor) ??
    cursor.attempt(() => readPick(cursor, depth)) ??
    readClockOn(cursor, depth) ??
    cursor.attempt(() => readNamedDay(cursor)) ??
    cursor.attempt(() => readEnd(cursor, depth)) ??
    cursor.attempt(() => readEdge(cursor, inner)) ??
    refuseFromToday(cursor) ??
    readRough(cursor) ??
    askWhichDay(cursor) ??
    cursor.attempt(() => readDayOfYear(cursor, inner)) ??
    askWhichYear(cursor) ??
    cursor.attempt(() => readNumberedDay(cursor, depth)) ??
    cursor.attempt(() => readOrdinalDay(cursor, inner)) ??
    cursor.attempt(() => readShift(cursor, depth)) ??
    readAnchor(cursor)
  );
}

function readInstant(cursor: TextCursor): Moment | undefined {
  const word = cursor.words[cursor.position];
  if (word === undefined || parseInstant(word.raw) === undefined) return undefined;
  cursor.position++;
  return { text: word.raw };
}

function readNamedDay(cursor: TextCursor): Moment | undefined {
  cursor.takeOne('the');
  const day = readDay(cursor);
  return day === undefined ? undefined : { text: day };
}

/** "at 18:00 on 1 May 2026 (Kyiv time)", "noon on the day after signing". */
function readClockOn(cursor: TextCursor, depth: number): Moment | undefined {
  return cursor.attempt(() => {
    cursor.takeOne('at');
    const time = readClock(cursor);
    if (time === undefined) return undefined;
    cursor.takeOne(',');
    cursor.takeOne('on', 'of');
    const of = readPlain(cursor, depth + 1);
    if (of === undefined) return cursor.missed('the day of that time, such as "on 2026-05-01"');
    const zone = time.zone ?? readZone(cursor);
    return { text: clockText(time.clock, of.text, zone) };
  });
}

/** "1 May 2026 at 18:00 (Kyiv time)". */
function readClockAfter(cursor: TextCursor, of: Moment): Moment | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    cursor.takeOne('at', 'by');
    const time = readClock(cursor);
    // "12.00 noon" is no noon of "12.00".
    if (time !== undefined && /^\d+\.\d+$/.test(of.text))
      return cursor.missed('the day of that time');
    return time && { text: clockText(time.clock, of.text, time.zone) };
  });
}

function clockText(clock: string, of: string, zone: string | undefined): string {
  const day = /^at | in [A-Z]/.test(of) ? `(${of})` : inside(of);
  return `at ${clock} on ${day}${zone === undefined || zone === '' ? '' : ` in ${zone}`}`;
}

/** "the later of (i) X and (ii) Y". */
function readPick(cursor: TextCursor, depth: number): Moment | undefined {
  cursor.skipArticles();
  const count = cursor.attempt(() => {
    const number = cursor.takeCardinal();
    if (number === undefined || !cursor.take('of') || cursor.peek() !== '(') return undefined;
    return String(number);
  });
  const which = count ?? cursor.takeFrom(PICKS);
  if (which === undefined) return undefined;
  cursor.takeOne(':');
  const open = isEnumerator(cursor) ? false : cursor.takeOne('(') !== undefined;
  const all: string[] = [];
  cursor.lists++;
  let joined = cursor.position;
  do {
    skipEnumerator(cursor);
    skipRelation(cursor);
    // ", and in any event" goes on after the list.
    const goesOn =
      all.length > 1 && cursor.peek() === 'in' && /^(?:any|no|all)$/.test(cursor.peek(1));
    const one = goesOn ? undefined : readPlain(cursor, depth + 1);
    if (one === undefined) {
      cursor.position = joined;
      break;
    }
    all.push(`${inside(one.text)}${readOwnLimits(cursor, depth + 1)}`);
    joined = cursor.position;
  } while (takeJoiner(cursor));
  cursor.lists--;
  if (open && cursor.takeOne(')') === undefined) return cursor.missed('")"');
  return all.length < 2
    ? cursor.missed('"and" and another moment')
    : { text: `${which} of (${all.join(' and ')})` };
}

/** Limits of one moment of a list. Those after the last belong to what is counted from the list. */
function readOwnLimits(cursor: TextCursor, depth: number): string {
  return (
    cursor.attempt(() => {
      const limits = readLimits(cursor, depth);
      return limits !== '' && /^(?:[,;)]|and|or)$/.test(cursor.peek()) ? limits : undefined;
    }) ?? ''
  );
}

function takeJoiner(cursor: TextCursor): boolean {
  const mark = cursor.takeOne(',', ';') !== undefined;
  return cursor.takeOne('and', 'or') !== undefined || mark;
}

function isEnumerator(cursor: TextCursor): boolean {
  return (
    cursor.peek() === '(' &&
    /^([a-h]|i{1,3}|iv|v|\d)$/.test(cursor.peek(1)) &&
    cursor.peek(2) === ')'
  );
}

/** "(i)", "(a)", "a)" before one of several. */
function skipEnumerator(cursor: TextCursor): void {
  if (isEnumerator(cursor)) cursor.position += 3;
  else if (/^([a-h]|i{1,3}|iv)$/.test(cursor.peek()) && cursor.peek(1) === ')')
    cursor.position += 2;
}

/** "the expiry of a period of six months from X" is six months after X. */
function readEnd(cursor: TextCursor, depth: number): Moment | undefined {
  cursor.skipArticles();
  if (cursor.takeFrom(END_OF_LENGTH) === undefined) return undefined;
  cursor.skipArticles();
  const inner =
    cursor.attempt(() => readShift(cursor, depth)) ??
    cursor.attempt(() => readNthDayAfter(cursor, depth)) ??
    cursor.attempt(() => readCountedDay(cursor, depth)) ??
    cursor.attempt(() => askWhichPeriod(cursor));
  return inner && { ...inner, end: true };
}

/** "the end of the 25th day after X" is that day. */
function readNthDayAfter(cursor: TextCursor, depth: number): Moment | undefined {
  const from = cursor.position;
  const days =
    cursor.takeOrdinal() !== undefined && /^(?:day|working|business)$/.test(cursor.peek());
  cursor.position = from;
  return days ? readOrdinalDay(cursor, () => readPlain(cursor, depth + 1)) : undefined;
}

/** "the end of the five-year period": of which? */
function askWhichPeriod(cursor: TextCursor): undefined {
  if (readLength(cursor) === undefined || !cursor.atEnd) return undefined;
  const end = cursor.text.length;
  const instead = insteadOf(cursor, (sample) => ` from ${sample}`);
  throw new Asked('from which moment does the period run', { start: end, end }, instead);
}

/** "day 22 of X", a way to write the last day of a period that begins with X. */
function readCountedDay(cursor: TextCursor, depth: number): Moment | undefined {
  return cursor.peek(2) === 'of' ? readNumberedDay(cursor, depth) : undefined;
}

/** "day 22 of X", "day 22 after X". */
function readNumberedDay(cursor: TextCursor, depth: number): Moment | undefined {
  if (cursor.takeOne('day') === undefined) return undefined;
  const n = cursor.takeCardinal();
  if (n === undefined) return undefined;
  const side = cursor.takeOne('of', 'after', 'following', 'from');
  const of = side && readPlain(cursor, depth + 1);
  if (of === undefined) return undefined;
  return {
    text: side === 'of' ? `day ${n} of ${inside(of.text)}` : `${n} days after ${inside(of.text)}`,
  };
}

/** A period after or before a moment; "from" means after. */
function readShift(cursor: TextCursor, depth: number): Moment | undefined {
  const dated = cursor.attempt(() => {
    cursor.skipArticles();
    return cursor.takeFrom(DAY_THAT_IS);
  });
  const from = cursor.position;
  const length = readLength(cursor);
  if (length === undefined) return undefined;
  const sideAt = cursor.position;
  askSide(cursor);
  const side = cursor.takeFrom(SIDES);
  if (side === undefined) {
    if (dated !== undefined) return undefined;
    if (cursor.take('in', 'advance')) {
      const instead = insteadOf(cursor, (sample) => `before ${sample}`);
      throw new Asked('in advance of which moment', cursor.spanFrom(sideAt), instead);
    }
    return cursor.missed('"after" or "before" and a moment');
  }
  if (side === 'then') return pointBack(cursor, length, sideAt);
  const of = readPlain(cursor, depth + 1);
  if (of === undefined) return undefined;
  if (side === 'beginning') askWhetherIncluded(cursor, length, of, { from });
  askScope(cursor, `${length.text} ${side}`, of, { from, sideAt });
  if (side === 'after') {
    askWhichUnit(cursor, length, of, { from, side: 'after' });
    askDayOfEvent(cursor, length, of, { from, sideAt });
  }
  return { ...length, text: `${length.text} ${side} ${inside(of.text)}` };
}

/** "thirty days later": later than the moment before it, if the phrase has one. */
function pointBack(cursor: TextCursor, length: Length, from: number): Moment {
  if (cursor.antecedent !== undefined) {
    return { ...length, text: `${length.text} after ${inside(cursor.antecedent)}` };
  }
  const instead = insteadOf(cursor, (sample) => `after ${sample}`);
  throw new Asked('from which moment does it count', cursor.spanFrom(from), instead);
}
