import { monthLength, parseDay, toEpochDay } from '../calendar/epoch-day';
import { looksLikeInstant, parseInstant } from '../calendar/instant';
import type { Cursor } from './cursor';
import { isNthDay, parseNthDay, refuseMissingDay } from './nth-day';
import { isPeriod, parsePeriod } from './parse-period';
import { parseRough, printRough, unitOf } from './rough';
import type { Bound, MomentExpr, Ref } from './tree';
import { CLOCK, EDGE_UNITS, INTEGER, isMomentName, monthOf, ordinalOf, PATH } from './words';

/** How deep a phrase may nest; real agreements need four levels at most. */
export const MAX_PHRASE_DEPTH = 20;

const ANY_OFFSET_MINUTES = 24 * 60;

export const AN_INSTANT =
  'an instant such as 2025-11-27T15:30+02:00, with an offset from -18:00 to +18:00';

const A_MOMENT =
  'a moment: an event, a day, an obligation’s moment such as elections.fulfilled, or a period after or before one';

/** `Moment` of the grammar: a moment and its bounds (`but not …`). */
export function parseMoment(cursor: Cursor, depth = 0): MomentExpr {
  const of = cursor.take('in') === undefined ? parseUnbounded(cursor, depth) : expectRough(cursor);
  const but = parseBounds(cursor, depth);
  return but.length === 0 ? of : { type: 'limited', of, but };
}

export function parseBounds(cursor: Cursor, depth = 0): Bound[] {
  const bounds: Bound[] = [];
  while (cursor.take('but') !== undefined) {
    cursor.expect('not');
    const not = cursor.expect('before', 'after');
    bounds.push({ not, of: parseUnbounded(cursor, depth + 1) });
  }
  return bounds;
}

/** @throws ParseError where a phrase nests deeper than any real one. */
export function checkDepth(cursor: Cursor, depth: number): void {
  if (depth <= MAX_PHRASE_DEPTH) return;
  cursor.fail(`at most ${MAX_PHRASE_DEPTH} levels`, { detail: 'the phrase nests too deeply' });
}

/** `Plain` of the grammar: a moment without bounds, or one in parentheses. */
export function parseUnbounded(cursor: Cursor, depth = 0): MomentExpr {
  checkDepth(cursor, depth);
  if (cursor.take('(') !== undefined) {
    const inner = parseMoment(cursor, depth + 1);
    cursor.expect(')');
    return inner;
  }
  const first = cursor.peek() ?? '';
  const second = cursor.peek(1) ?? '';
  if (first === 'at' || isClock(cursor)) return parseClock(cursor, depth);
  if (first === 'later' || first === 'earlier') return parsePick(cursor, depth);
  if (INTEGER.test(first) && second === 'of') return parsePick(cursor, depth);
  if (first === 'exactly' || isPeriod(cursor)) return parseShift(cursor, depth);
  if (first === 'day' && INTEGER.test(second)) return parseDayN(cursor, depth);
  if (isNthDay(cursor)) return parseEdge(cursor, depth);
  return parseRough(cursor) ?? parseDate(cursor) ?? parseRef(cursor);
}

/** What `in` takes. */
export function expectRough(cursor: Cursor): MomentExpr {
  const example = 'in June 2030';
  return parseRough(cursor) ?? cursor.fail('a month, quarter, half or year', { example });
}

/** A moment whose day is numbered or given a clock time. @throws ParseError where only its month is known. */
function parseWholeDay(cursor: Cursor, depth: number, example: string): MomentExpr {
  const of = parseUnbounded(cursor, depth);
  if (of.type !== 'rough') return of;
  const detail = `"${printRough(of)}" is no single day`;
  return cursor.fail('a day or an event', { detail, example, back: 1 });
}

/** Whether the next tokens are a clock time, or the start or end of a day. */
export function isClock(cursor: Cursor, ahead = 0): boolean {
  const the = cursor.peek(ahead) === 'the' ? 1 : 0;
  const first = cursor.peek(ahead + the) ?? '';
  const edge = (first === 'start' || first === 'end') && cursor.peek(ahead + the + 1) === 'of';
  return edge || (the === 0 && /^\d+:/.test(first));
}

function parseClock(cursor: Cursor, depth: number): MomentExpr {
  cursor.take('at');
  if (!/^\d/.test(cursor.peek() ?? '') && isClock(cursor)) {
    cursor.take('the');
    const edge = cursor.expect('start', 'end');
    cursor.expect('of');
    return parseClockOn(cursor, depth, edge === 'start' ? 0 : 1_440);
  }
  const clock = cursor.takeMatching(CLOCK) ?? cursor.fail('a clock time such as 00:00');
  const [hours, minutes] = clock.split(':');
  const minute = Number(hours) * 60 + Number(minutes);
  if (minute > 1_440) {
    cursor.fail('a clock time up to 24:00', { example: 'at 24:00 on signing', back: 1 });
  }
  cursor.expect('on');
  return parseClockOn(cursor, depth, minute);
}

function parseClockOn(cursor: Cursor, depth: number, minute: number): MomentExpr {
  const of = parseWholeDay(cursor, depth + 1, 'at 12:00 on 2030-06-22');
  if (cursor.take('in') === undefined) return { type: 'clock', minute, of };
  const zone =
    cursor.takeMatching(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/) ??
    cursor.fail('a zone such as Europe/Kyiv');
  return { type: 'clock', minute, of, zone };
}

function parsePick(cursor: Cursor, depth: number): MomentExpr {
  const count = cursor.takeMatching(INTEGER);
  const which = count === undefined ? cursor.expect('later', 'earlier') : Number(count);
  cursor.expect('of');
  cursor.expect('(');
  const of = [parseMoment(cursor, depth + 1)];
  while (cursor.take('and') !== undefined) of.push(parseMoment(cursor, depth + 1));
  cursor.expect(')', 'and');
  if (of.length < 2) {
    const detail = `"${which} of" lists one moment only`;
    const example = 'by later of (signing and 2026-01-01)';
    cursor.fail('two moments joined by "and"', { detail, example });
  }
  if (typeof which === 'number' && (which < 1 || which > of.length)) {
    const detail = `"${which} of" lists ${of.length} moments`;
    cursor.fail(`a number from 1 to ${of.length}`, { detail });
  }
  return { type: 'pick', which, of };
}

function parseShift(cursor: Cursor, depth: number): MomentExpr {
  const period = parsePeriod(cursor);
  const direction = cursor.expect('after', 'before');
  return { type: 'shift', period, direction, of: parseUnbounded(cursor, depth + 1) };
}

function parseDayN(cursor: Cursor, depth: number): MomentExpr {
  cursor.expect('day');
  const n = Number(cursor.takeMatching(INTEGER));
  if (n < 1) {
    const example = 'on day 1 of signing';
    cursor.fail('a number from 1; day 1 is that day itself', { example, back: 1 });
  }
  cursor.expect('of');
  return { type: 'day-n', n, of: parseWholeDay(cursor, depth + 1, 'on 22 June 2030') };
}

function parseEdge(cursor: Cursor, depth: number): MomentExpr {
  const day = parseNthDay(cursor);
  if (day.day !== undefined && day.which !== 'last' && cursor.peek() !== 'of') {
    const on = cursor.take('on') !== undefined;
    if (on) cursor.expect('or');
    const direction = cursor.expect('after', 'before');
    const of = parseUnbounded(cursor, depth + 1);
    return { type: 'edge', ...day, direction, ...(on && { on }), of };
  }
  cursor.expect('of');
  const rough = parseRough(cursor);
  if (rough !== undefined) {
    const unit = unitOf(rough);
    refuseMissingDay(cursor, day, unit);
    return { type: 'edge', ...day, unit, of: rough };
  }
  cursor.expect('the');
  const ordinal = ordinalOf(cursor.peek());
  const nth = ordinal === 'last' ? undefined : ordinal;
  if (nth !== undefined) cursor.skip();
  const unit = cursor.expect(...EDGE_UNITS);
  refuseMissingDay(cursor, day, unit);
  if (nth === undefined) {
    cursor.expect('of');
    return { type: 'edge', ...day, unit, of: parseUnbounded(cursor, depth + 1) };
  }
  const direction = cursor.expect('after', 'before');
  return { type: 'edge', ...day, unit, nth, direction, of: parseUnbounded(cursor, depth + 1) };
}

const A_DAY = 'a day that exists, such as 2026-02-28';

/** `DATE` or `INSTANT` of the grammar; undefined where the next token is neither. */
function parseDate(cursor: Cursor): MomentExpr | undefined {
  const iso = cursor.peek() ?? '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) {
    const day = parseDay(iso) ?? cursor.fail(A_DAY, { detail: `${iso} does not exist` });
    cursor.skip();
    return { type: 'day', day };
  }
  if (looksLikeInstant(iso)) {
    // Stored documents may have a wider offset; `compile/resolve.ts` refuses it in new ones.
    const instant = parseInstant(iso, ANY_OFFSET_MINUTES);
    if (instant === undefined) cursor.fail(AN_INSTANT, { detail: `${iso} does not exist` });
    cursor.skip();
    return { type: 'instant', instant, text: iso };
  }
  const month = monthOf(cursor.peek(1));
  const yearText = cursor.peek(2) ?? '';
  if (month === 0 || !/^\d{1,2}$/.test(iso) || !/^\d{4}$/.test(yearText)) return undefined;
  const [day, year] = [Number(iso), Number(yearText)];
  if (day < 1 || day > monthLength(year, month)) {
    cursor.fail(A_DAY, { detail: `${iso} ${cursor.peek(1)} ${yearText} does not exist` });
  }
  cursor.skip(3);
  return { type: 'day', day: toEpochDay(year, month, day) };
}

export function parseRef(cursor: Cursor): Ref {
  if (cursor.take('it') !== undefined) return { type: 'ref', path: '', its: true };
  const its = cursor.take('its') !== undefined;
  const ordinal = its ? undefined : ordinalOf(cursor.peek());
  if (ordinal !== undefined) cursor.skip();
  const path =
    cursor.takeMatching(PATH) ?? cursor.fail(A_MOMENT, { example: 'within 100 days of signing' });
  const of = { ...(its ? { its } : {}), ...(ordinal === undefined ? {} : { ordinal }) } as const;
  const dot = path.lastIndexOf('.');
  const last = path.slice(dot + 1);
  if (!isMomentName(last)) return { type: 'ref', path, ...of };
  return { type: 'ref', path: path.slice(0, Math.max(dot, 0)), moment: last, ...of };
}
