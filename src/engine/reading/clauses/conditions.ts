import { inside } from '../moments/moment';
import { readPlain } from '../moments/moments';
import { Lexicon } from '../text/lexicon';
import type { TextCursor } from '../text/text-cursor';
import { readLength } from '../values/lengths';

/** Reads conditions: `when`, `unless`, and what follows `while`. */

const LEADS = new Lexicon<true>([
  [
    'if|when|where|once|in case of|in event of|in event that|in case|provided that|provided|on condition that|subject to|upon|whenever|only if|unless|as soon as',
    true,
  ],
]);
const NOT = new Lexicon<true>([['no|not|without|in absence of|failing|absent', true]]);
const SIDES = new Lexicon<'before' | 'after' | 'by'>([
  ['before|prior to|earlier than', 'before'],
  ['after|following|later than|subsequent to', 'after'],
  ['by|on or before|no later than|not later than|until', 'by'],
]);
const STOPS = new Set(
  'before after by and or prior on no not subsequent earlier later within'.split(' '),
);
const MAX_DEPTH = 8;

/** A condition: events that happened or did not, joined by "and" or by "or". */
export function readCondition(cursor: TextCursor, depth = 0): string | undefined {
  cursor.stops = STOPS;
  cursor.takeFrom(LEADS);
  const first = readTest(cursor, depth);
  if (first === undefined) return undefined;
  const all = [first];
  let joiner: string | undefined;
  for (;;) {
    const next = cursor.attempt(() => {
      cursor.takeOne(',');
      const found = cursor.takeOne('and', 'or');
      if (found === undefined || (joiner !== undefined && found !== joiner)) return undefined;
      joiner = found;
      cursor.takeOne('if', 'when');
      return readTest(cursor, depth);
    });
    if (next === undefined) return all.join(` ${joiner ?? ''} `);
    all.push(next);
  }
}

function readTest(cursor: TextCursor, depth: number): string | undefined {
  if (cursor.peek() === '(' && depth < MAX_DEPTH) {
    return cursor.attempt(() => {
      cursor.position++;
      const inner = readCondition(cursor, depth + 1);
      return inner !== undefined && cursor.takeOne(')') !== undefined ? `(${inner})` : undefined;
    });
  }
  const no = cursor.takeFrom(NOT) !== undefined;
  const of = readPlain(cursor, 1);
  if (of === undefined) return undefined;
  const test = `${no ? 'no ' : ''}${of.text}`;
  const within = cursor.attempt(() => {
    if (cursor.takeOne('within') === undefined) return undefined;
    const length = readLength(cursor);
    cursor.takeOne('of', 'after', 'following', 'from');
    const moment = length && readPlain(cursor, 1);
    return moment && ` by ${length?.text} after ${inside(moment.text)}`;
  });
  if (within !== undefined) return `${test}${within}`;
  const than = cursor.attempt(() => {
    const side = cursor.takeFrom(SIDES);
    const moment = side && readPlain(cursor, 1);
    return moment && ` ${side} ${inside(moment.text)}`;
  });
  return `${test}${than ?? ''}`;
}
