import { Cursor, Unexpected } from './cursor';
import { parsePeriod, parsePlain } from './parse-plain';
import type { Due, Holds, Parsed, Period, Plain } from './tree';

/** `due`: undated, within a period of a moment, or on, at, by or before one. */
export function parseDue(text: string): Parsed<Due> {
  return parsed(text, (cursor) => {
    if (cursor.take('undated') !== undefined) return { type: 'undated' };
    if (cursor.take('within') !== undefined) return parseWithin(cursor);
    const clock = cursor.peek() === 'at' && /^\d\d:/.test(cursor.peek(1) ?? '');
    const relation = clock ? undefined : cursor.take('on', 'at', 'by', 'before');
    const of = parsePlain(cursor);
    if (relation === undefined && of.type === 'ref') {
      cursor.fail(
        '"on", "by", "before" or "at" before the moment',
        `"${text}" does not say how`,
        `on ${text}`,
        1,
      );
    }
    return {
      type: 'target',
      relation: (relation ?? 'on') as 'on',
      of,
      bare: relation === undefined,
    };
  });
}

function parseWithin(cursor: Cursor): Due {
  const period = parsePeriod(cursor);
  if (cursor.peek() === 'after' || cursor.peek() === 'before') {
    cursor.fail(
      '"of"',
      '"within" runs from a moment',
      `within 30 days of signing (a window), or by 30 days after signing`,
    );
  }
  cursor.expect('of');
  return { type: 'within', period, of: parsePlain(cursor) };
}

/** `holds`: from a moment, until one or for a period. */
export function parseHolds(text: string): Parsed<Holds> {
  return parsed(text, (cursor) => {
    const holds: Holds = { type: 'holds' };
    if (cursor.take('from') !== undefined) holds.from = parsePlain(cursor);
    if (cursor.take('until') !== undefined) holds.until = parsePlain(cursor);
    else if (holds.from !== undefined && cursor.take('for') !== undefined)
      holds.for = parsePeriod(cursor);
    if (holds.from === undefined && holds.until === undefined) cursor.expect('from', 'until');
    return holds;
  });
}

/** `opens`, `falls`: a moment. */
export function parseMoment(text: string): Parsed<Plain> {
  return parsed(text, (cursor) => parsePlain(cursor));
}

/** `grace`: a period. */
export function parseGrace(text: string): Parsed<Period> {
  return parsed(text, parsePeriod);
}

function parsed<T>(text: string, parse: (cursor: Cursor) => T): Parsed<T> {
  const cursor = new Cursor(text);
  try {
    const tree = parse(cursor);
    cursor.end();
    return { ok: true, tree };
  } catch (error) {
    if (error instanceof Unexpected) return { ok: false, fault: error.fault };
    throw error;
  }
}
