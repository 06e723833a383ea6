import { monthLength, parseDay, toEpochDay } from '../calendar/epoch-day';
import { looksLikeInstant, parseInstant } from '../calendar/instant';
import type { Cursor } from './cursor';
import { isPeriod, parsePeriod } from './parse-period';
import type { Bound, EdgeUnit, MomentExpr, MomentName, Ref } from './tree';
import { CLOCK, EDGE_UNITS, INTEGER, MOMENT_NAMES, monthOf, ordinalOf, PATH } from './words';

/** How deep a phrase may nest; the longest of real agreements needs four. */
const DEPTH = 20;

const ANY_OFFSET_MINUTES = 24 * 60;

export const AN_INSTANT =
  'an instant such as 2025-11-27T15:30+02:00, its offset from -18:00 to +18:00';

export const A_MOMENT =
  'a moment: an event, a day, an obligation’s moment such as elections.fulfilled, or a period after or before one';

/** A moment with its floors and ceilings. */
export function parseMoment(cursor: Cursor, depth = 0): MomentExpr {
  const of = parseMomentInside(cursor, depth);
  const but = parseBounds(cursor, depth);
  return but.length === 0 ? of : { type: 'limited', of, but };
}

export function parseBounds(cursor: Cursor, depth = 0): Bound[] {
  const buts: Bound[] = [];
  while (cursor.take('but') !== undefined) {
    cursor.expect('not');
    const not = cursor.expect('before', 'after') as Bound['not'];
    buts.push({ not, of: parseMomentInside(cursor, depth + 1) });
  }
  return buts;
}

export function parseMomentInside(cursor: Cursor, depth = 0): MomentExpr {
  if (depth > DEPTH) cursor.fail(`at most ${DEPTH} levels`, 'the phrase nests too deeply');
  if (cursor.take('(') !== undefined) {
    const inner = parseMoment(cursor, depth + 1);
    cursor.expect(')');
    return inner;
  }
  const first = cursor.peek() ?? '';
  const second = cursor.peek(1) ?? '';
  if (first === 'at' || CLOCK.test(first)) return parseClock(cursor, depth);
  if (first === 'later' || first === 'earlier') return parsePick(cursor, depth);
  if (INTEGER.test(first) && second === 'of') return parsePick(cursor, depth);
  if (first === 'exactly' || isPeriod(cursor)) return parseShift(cursor, depth);
  if (first === 'day' && INTEGER.test(second)) return parseDayN(cursor, depth);
  if ((first === 'first' || first === 'last') && second === 'day') return parseEdge(cursor, depth);
  return parseDate(cursor) ?? parseRef(cursor);
}

function parseClock(cursor: Cursor, depth: number): MomentExpr {
  cursor.take('at');
  const clock = cursor.takeMatching(CLOCK) ?? cursor.fail('a clock time such as 00:00');
  const [, hours, minutes] = CLOCK.exec(clock) as RegExpExecArray;
  const minute = Number(hours) * 60 + Number(minutes);
  if (minute > 1_440) cursor.fail('a clock time up to 24:00', undefined, 'at 24:00 on signing', 1);
  cursor.expect('on');
  const of = parseMomentInside(cursor, depth + 1);
  if (cursor.take('in') === undefined) return { type: 'clock', minute, of };
  const zone =
    cursor.takeMatching(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/) ??
    cursor.fail('a zone such as Europe/Kyiv');
  return { type: 'clock', minute, of, zone };
}

function parsePick(cursor: Cursor, depth: number): MomentExpr {
  const count = cursor.takeMatching(INTEGER);
  const which =
    count === undefined
      ? (cursor.expect('later', 'earlier') as 'later' | 'earlier')
      : Number(count);
  cursor.expect('of');
  cursor.expect('(');
  const of = [parseMoment(cursor, depth + 1)];
  while (cursor.take('and') !== undefined) of.push(parseMoment(cursor, depth + 1));
  cursor.expect(')', 'and');
  if (of.length < 2) cursor.fail('two moments joined by "and"', 'there is nothing to choose from');
  if (typeof which === 'number' && (which < 1 || which > of.length)) {
    cursor.fail(`a number from 1 to ${of.length}`, `there is no ${which} of ${of.length} moments`);
  }
  return { type: 'pick', which, of };
}

function parseShift(cursor: Cursor, depth: number): MomentExpr {
  const period = parsePeriod(cursor);
  const direction = cursor.expect('after', 'before') as 'after' | 'before';
  return { type: 'shift', period, direction, of: parseMomentInside(cursor, depth + 1) };
}

function parseDayN(cursor: Cursor, depth: number): MomentExpr {
  cursor.expect('day');
  const n = Number(cursor.takeMatching(INTEGER));
  if (n < 1) {
    cursor.fail('a number from 1; day 1 is that day itself', undefined, 'on day 1 of signing', 1);
  }
  cursor.expect('of');
  return { type: 'day-n', n, of: parseMomentInside(cursor, depth + 1) };
}

function parseEdge(cursor: Cursor, depth: number): MomentExpr {
  const which = cursor.expect('first', 'last') as 'first' | 'last';
  cursor.expect('day');
  cursor.expect('of');
  cursor.expect('the');
  const ordinal = ordinalOf(cursor.peek());
  const nth = ordinal === 'last' ? undefined : ordinal;
  if (nth !== undefined) cursor.takeMatching(/./);
  const unit = cursor.expect(...EDGE_UNITS) as EdgeUnit;
  if (nth === undefined) {
    cursor.expect('of');
    return { type: 'edge', which, unit, of: parseMomentInside(cursor, depth + 1) };
  }
  const direction = cursor.expect('after', 'before') as 'after' | 'before';
  return { type: 'edge', which, unit, nth, direction, of: parseMomentInside(cursor, depth + 1) };
}

function parseDate(cursor: Cursor): MomentExpr | undefined {
  const iso = cursor.peek() ?? '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) {
    const day =
      parseDay(iso) ?? cursor.fail('a day that exists', `${iso} is no day of the calendar`);
    cursor.take(iso);
    return { type: 'day', day };
  }
  if (looksLikeInstant(iso)) {
    // Documents that were stored with a wider offset are read; `resolve` refuses it in new ones.
    const instant = parseInstant(iso, ANY_OFFSET_MINUTES);
    if (instant === undefined) cursor.fail(AN_INSTANT, `${iso} is no instant that exists`);
    cursor.take(iso);
    return { type: 'instant', instant, text: iso };
  }
  const month = monthOf(cursor.peek(1));
  if (month === 0 || !/^\d{1,2}$/.test(iso) || !/^\d{4}$/.test(cursor.peek(2) ?? ''))
    return undefined;
  const [day, year] = [Number(iso), Number(cursor.peek(2))];
  if (day < 1 || day > monthLength(year, month)) cursor.fail('a day that exists');
  for (let i = 0; i < 3; i++) cursor.takeMatching(/./);
  return { type: 'day', day: toEpochDay(year, month, day) };
}

export function parseRef(cursor: Cursor): Ref {
  if (cursor.take('it') !== undefined) return { type: 'ref', path: '', its: true };
  const its = cursor.take('its') !== undefined;
  const ordinal = its ? undefined : ordinalOf(cursor.peek());
  if (ordinal !== undefined) cursor.takeMatching(/./);
  const path =
    cursor.takeMatching(PATH) ?? cursor.fail(A_MOMENT, undefined, 'within 100 days of signing');
  const of = { ...(its ? { its } : {}), ...(ordinal === undefined ? {} : { ordinal }) } as const;
  const dot = path.lastIndexOf('.');
  const last = path.slice(dot + 1);
  if (!MOMENT_NAMES.includes(last)) return { type: 'ref', path, ...of };
  return { type: 'ref', path: path.slice(0, Math.max(dot, 0)), moment: last as MomentName, ...of };
}
