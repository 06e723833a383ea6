import { monthLength } from '../calendar/epoch-day';
import type { Cursor } from './cursor';
import { isNthDay, parseNthDay, refuseMissingDay } from './nth-day';
import { checkDepth, parseRef, parseUnbounded } from './parse-moment';
import { isPeriod, parsePeriod } from './parse-period';
import type {
  Cond,
  EdgeUnit,
  Every,
  Extends,
  Holds,
  Pauses,
  Renews,
  Reverts,
  Rhythm,
} from './tree';
import { EDGE_UNITS, INTEGER, monthOf, PATH, WEEKDAYS } from './words';

/** A repetition, also `30 days after every …`; undefined where the next tokens are none. */
export function takeEvery(cursor: Cursor): Every | undefined {
  if (cursor.take('every') !== undefined) return parseEvery(cursor);
  if (!(cursor.peek() === 'exactly' || isPeriod(cursor))) return undefined;
  let side = 2;
  while (isPartOfPeriod(cursor.peek(side))) side++;
  if (cursor.peek(side + 1) !== 'every') return undefined;
  const period = parsePeriod(cursor);
  const direction = cursor.expect('after', 'before');
  cursor.expect('every');
  return { ...parseEvery(cursor), shift: { period, direction } };
}

function isPartOfPeriod(token: string | undefined): boolean {
  return token !== undefined && token !== 'after' && token !== 'before';
}

/** What follows `every`. */
function parseEvery(cursor: Cursor): Every {
  const rhythm = parseRhythm(cursor);
  let start: Every['start'] = 'from';
  if (cursor.expect('from', 'starting') === 'starting') {
    cursor.expect('on');
    start = 'starting on';
  }
  const every: Every = { type: 'every', rhythm, start, of: parseUnbounded(cursor) };
  if (cursor.take('until') !== undefined) return { ...every, until: parseUnbounded(cursor) };
  const times = cursor.takeMatching(INTEGER);
  if (times === undefined) return every;
  cursor.expect('times');
  if (Number(times) < 1) {
    const example = 'every 6 months from signing 3 times';
    cursor.fail('a number from 1', { example, back: 2 });
  }
  return { ...every, times: Number(times) };
}

function parseRhythm(cursor: Cursor): Rhythm {
  const unit = EDGE_UNITS.find((one) => one === cursor.peek());
  if (unit !== undefined && cursor.peek(1) === 'on') {
    cursor.skip(2);
    if (isNthDay(cursor)) return parseNthRhythm(cursor, unit);
    cursor.skip(-2);
  }
  if (cursor.take('year') !== undefined) {
    cursor.expect('on');
    const on = [parseMonthDay(cursor)];
    while (cursor.take('and') !== undefined) on.push(parseMonthDay(cursor));
    return { type: 'year', on };
  }
  if (cursor.take('month') !== undefined) {
    cursor.expect('on');
    cursor.expect('day');
    const expected = 'a day of the month, 1 to 31';
    const day = Number(cursor.takeMatching(INTEGER) ?? cursor.fail(expected));
    if (day < 1 || day > 31) cursor.fail(expected, { back: 1 });
    return { type: 'month', day };
  }
  if (cursor.take('week') !== undefined) {
    cursor.expect('on');
    return { type: 'week', weekday: 1 + WEEKDAYS.indexOf(cursor.expect(...WEEKDAYS)) };
  }
  const period = parsePeriod(cursor);
  if (period.parts.every(({ amount }) => amount === 0)) {
    const example = 'every 6 months from signing';
    cursor.fail('a period longer than zero', { example, back: 1 });
  }
  return { type: 'period', period };
}

/** `last working day`, and of a year also `last Friday of June`. */
function parseNthRhythm(cursor: Cursor, unit: EdgeUnit): Rhythm {
  const day = parseNthDay(cursor);
  if (unit !== 'year' || cursor.take('of') === undefined) {
    refuseMissingDay(cursor, day, unit);
    return { type: 'nth', ...day, unit };
  }
  const month = monthOf(cursor.peek());
  if (month === 0) cursor.fail('a month such as June');
  cursor.skip();
  refuseMissingDay(cursor, day, 'month');
  return { type: 'nth', ...day, unit, month };
}

function parseMonthDay(cursor: Cursor): { month: number; day: number } {
  const day = Number(cursor.takeMatching(INTEGER) ?? cursor.fail('a day such as 30 April'));
  const month = monthOf(cursor.peek());
  if (month === 0) cursor.fail('a month such as April');
  cursor.skip();
  // 2000 is a leap year, so 29 February is accepted; in other years it falls on the 28th.
  if (day < 1 || day > monthLength(2000, month)) {
    const example = 'every year on 30 April from signing';
    cursor.fail('a day that exists, such as 30 April', { example, back: 2 });
  }
  return { month, day };
}

export function parseHoldsAt(cursor: Cursor): Holds {
  const holds: Holds = { type: 'holds' };
  const beside = cursor.take('during', 'alongside');
  if (beside !== undefined) return { ...holds, [beside]: parsePath(cursor) };
  if (cursor.take('from') !== undefined) holds.from = parseUnbounded(cursor);
  if (cursor.take('until') !== undefined) holds.until = parseUnbounded(cursor);
  else if (holds.from !== undefined && cursor.take('for') !== undefined)
    holds.for = parsePeriod(cursor);
  else if (cursor.take('while') !== undefined) holds.while = parseCond(cursor);
  if (Object.keys(holds).length === 1)
    cursor.expect('from', 'until', 'during', 'alongside', 'while');
  return holds;
}

export function parsePath(cursor: Cursor): string {
  return cursor.takeMatching(PATH) ?? cursor.fail('the id of an obligation or phase');
}

export function parseRenewsAt(cursor: Cursor): Renews {
  cursor.expect('for');
  const period = parsePeriod(cursor);
  const times = parseTimes(cursor);
  cursor.expect('unless');
  const unless = cursor.takeMatching(PATH) ?? cursor.fail('the event that ends it, such as notice');
  if (cursor.peek() === undefined) return { type: 'renews', for: period, ...times, unless };
  const before = parsePeriod(cursor);
  cursor.expect('before');
  return { type: 'renews', for: period, ...times, unless, before };
}

export function parseExtendsAt(cursor: Cursor): Extends {
  const times = parseTimes(cursor);
  let cap: Extends['cap'];
  if (cursor.expect('by', 'never') === 'never') {
    cursor.expect('beyond');
    cap = { type: 'beyond', of: parseUnbounded(cursor) };
  } else if (cursor.expect('agreement', 'at') === 'at') {
    cursor.expect('most');
    cap = { type: 'at-most', period: parsePeriod(cursor) };
  }
  const deducted = cursor.take('deducted') !== undefined;
  if (deducted) cursor.expect('from');
  return {
    type: 'extends',
    ...times,
    ...(cap === undefined ? {} : { cap }),
    ...(deducted ? { deductedFrom: parsePath(cursor) } : {}),
  };
}

function parseTimes(cursor: Cursor): { times?: number } {
  if (cursor.take('once') !== undefined) return { times: 1 };
  const times = cursor.takeMatching(INTEGER);
  if (times === undefined) return {};
  cursor.expect('times');
  return { times: Number(times) };
}

export function parsePausesAt(cursor: Cursor): Pauses {
  cursor.expect('while');
  const cond = parseCond(cursor);
  const ending = cursor.take('resuming', 'restarting') ?? 'resuming';
  return { type: 'pauses', while: cond, ending };
}

export function parseRevertsAt(cursor: Cursor): Reverts {
  const paths: string[] = [];
  if (cursor.peek() !== 'on') {
    do paths.push(parsePath(cursor));
    while (cursor.take('and') !== undefined);
  }
  cursor.expect('on');
  return { type: 'reverts', paths, on: parseUnbounded(cursor) };
}

/** `a and b`, `a or b`, `no a`, `a before b`; `and` and `or` mix only with parentheses. */
export function parseCond(cursor: Cursor, depth = 0): Cond {
  const first = parseTest(cursor, depth);
  const joiner = cursor.take('and', 'or');
  if (joiner === undefined) return first;
  const of = [first, parseTest(cursor, depth)];
  while (cursor.take(joiner) !== undefined) of.push(parseTest(cursor, depth));
  const other = joiner === 'and' ? 'or' : 'and';
  if (cursor.peek() === other) {
    const detail = '"and" and "or" side by side can be read in two ways';
    const example = 'signing and (signing before 2030-01-01 or signing after 2031-12-31)';
    cursor.fail('parentheses around one of them', { detail, example });
  }
  return { type: joiner === 'and' ? 'all' : 'any', of };
}

function parseTest(cursor: Cursor, depth: number): Cond {
  checkDepth(cursor, depth);
  if (cursor.take('(') !== undefined) {
    const inner = parseCond(cursor, depth + 1);
    cursor.expect(')');
    return inner;
  }
  const no = cursor.take('no') !== undefined;
  const of = parseRef(cursor);
  const relation = cursor.take('before', 'after', 'by');
  if (relation === undefined) return { type: 'test', no, of };
  return { type: 'test', no, of, relation, than: parseUnbounded(cursor, depth + 1) };
}
