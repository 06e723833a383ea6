import type { Period } from '../model/period';
import { attempt, type Cursor } from './cursor';
import {
  parseCond,
  parseExtendsAt,
  parseHoldsAt,
  parsePath,
  parsePausesAt,
  parseRenewsAt,
  parseRevertsAt,
  takeEvery,
} from './parse-clauses';
import {
  expectRough,
  isClock,
  parseBounds,
  parseMoment as parseMomentAt,
  parseUnbounded,
} from './parse-moment';
import { parsePeriod } from './parse-period';
import { printRough } from './rough';
import { suggestedPhrases } from './suggested-phrases';
import type {
  Bound,
  Cond,
  Due,
  Every,
  Extends,
  Holds,
  MomentExpr,
  Opens,
  Parsed,
  Pauses,
  Renews,
  Reverts,
} from './tree';

/**
 * `due`: undated, alongside or during another obligation, repeated, within a period of a moment, or on, at, by or
 * before one.
 */
export function parseDue(text: string): Parsed<Due> {
  return parsed(text, (cursor) => {
    if (cursor.take('undated') !== undefined) return { type: 'undated' };
    if (cursor.take('within') !== undefined) return parseWithin(cursor);
    const every = takeEvery(cursor);
    if (every !== undefined) return every;
    const beside = cursor.take('alongside', 'during');
    if (beside !== undefined) return { type: 'beside', relation: beside, path: parsePath(cursor) };
    const clock = cursor.peek() === 'at' && isClock(cursor, 1);
    const relation = clock ? undefined : cursor.take('on', 'at', 'by', 'before', 'in');
    const of = relation === 'in' ? expectRough(cursor) : parseUnbounded(cursor);
    if (relation === undefined && of.type === 'ref') {
      cursor.fail('"on", "by", "before" or "at" before the moment', {
        detail: `"${text}" does not say whether it is due on, by or before that moment`,
        example: `on ${text}`,
        back: 1,
      });
    }
    if (of.type === 'rough' && (relation === undefined || relation === 'on' || relation === 'at')) {
      const named = printRough(of);
      cursor.fail('"in" or "by" before a month, quarter, half or year', {
        detail: `"${named}" is no single day`,
        example: `in ${named}`,
        back: 1,
      });
    }
    const bare = relation === undefined;
    return {
      type: 'target',
      relation: relation ?? 'on',
      of,
      bare,
      ...limits(cursor),
    };
  });
}

function limits(cursor: Cursor): { but?: readonly Bound[] } {
  const but = parseBounds(cursor);
  return but.length === 0 ? {} : { but };
}

function parseWithin(cursor: Cursor): Due {
  const period = parsePeriod(cursor);
  const next = cursor.peek();
  if (next === 'after' || next === 'before') {
    cursor.fail('"of", or "by" instead of "within"', {
      detail: `"within" takes "of", not "${next}"`,
      example: 'within 30 days of signing',
    });
  }
  cursor.expect('of');
  const of = parseUnbounded(cursor);
  return { type: 'within', period, of, ...limits(cursor) };
}

/** `holds`: from a moment, until one, for a period, or while a condition holds. */
export const parseHolds = (text: string): Parsed<Holds> => parsed(text, parseHoldsAt);

/** `opens`: a moment, or the beginning of another obligation. */
export function parseOpens(text: string): Parsed<Opens> {
  return parsed(text, (cursor) => {
    if (cursor.take('alongside') === undefined) return parseMomentAt(cursor);
    return { type: 'beside', relation: 'alongside', path: parsePath(cursor) };
  });
}

/** `target`: a moment. */
export const parseMoment = (text: string): Parsed<MomentExpr> =>
  parsed(text, (cursor) => parseMomentAt(cursor));

/** `falls`: a moment, or a repetition. */
export function parseFalls(text: string): Parsed<MomentExpr | Every> {
  return parsed(text, (cursor) => takeEvery(cursor) ?? parseMomentAt(cursor));
}

/** `grace`: a period. */
export const parseGrace = (text: string): Parsed<Period> => parsed(text, parsePeriod);

/** `when`, `unless`: a condition. */
export const parseCondition = (text: string): Parsed<Cond> =>
  parsed(text, (cursor) => parseCond(cursor));

export const parseRenews = (text: string): Parsed<Renews> => parsed(text, parseRenewsAt);
export const parseExtends = (text: string): Parsed<Extends> => parsed(text, parseExtendsAt);
export const parsePauses = (text: string): Parsed<Pauses> => parsed(text, parsePausesAt);
export const parseReverts = (text: string): Parsed<Reverts> => parsed(text, parseRevertsAt);

function parsed<T>(text: string, parse: (cursor: Cursor) => T): Parsed<T> {
  const first = attempt(text, parse);
  if (first.ok) return first;
  const { example, ...fault } = first.fault;
  // Only an example that parses is shown: preferably the phrase that was meant.
  const accepted = [...suggestedPhrases(text), example].find(
    (one) => one !== undefined && attempt(one, parse).ok,
  );
  return { ok: false, fault: accepted === undefined ? fault : { ...fault, example: accepted } };
}
