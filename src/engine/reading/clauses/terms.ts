import { inside } from '../moments/moment';
import { readPlain } from '../moments/moments';
import { Lexicon } from '../text/lexicon';
import type { TextCursor } from '../text/text-cursor';
import { readLength } from '../values/lengths';
import { readCondition } from './conditions';

/** Reads what a text permits: `grace`, `extends`, `pauses`, `reverts`. */

/** The phrase of `grace`. */
export function readGrace(cursor: TextCursor): string | undefined {
  cursor.takeOne('within', 'for');
  return readLength(cursor)?.text;
}

const TIMES = new Lexicon<number>([
  ['once|one time|only once|once only', 1],
  ['twice', 2],
  ['thrice', 3],
]);

export function readTimes(cursor: TextCursor): string {
  const named = cursor.takeFrom(TIMES);
  const times =
    named ??
    cursor.attempt(() => {
      cursor.take('up', 'to');
      const count = cursor.takeCardinal();
      return count !== undefined && cursor.takeOne('times') !== undefined ? count : undefined;
    });
  if (times === undefined) return '';
  return times === 1 ? ' once' : ` ${times} times`;
}

const AGREED = new Lexicon<true>([
  [
    'by agreement|by mutual agreement|by common agreement|by mutual consent|by consent|by written agreement|by common accord|by unanimous decision|by decision|with agreement of parties|by agreement of parties|by agreement between parties|by written agreement of parties|by mutual written agreement',
    true,
  ],
]);
const BEYOND = new Lexicon<true>([
  [
    'never beyond|not beyond|but not beyond|never later than|not later than|no later than|but not later than|but no later than',
    true,
  ],
]);
const BY_LENGTH = new Lexicon<true>([['by|for|by period of|for period of', true]]);

/** "may be extended": the words before what the text permits. */
const EXTENDING: ReadonlySet<string> = new Set(
  'shall will may can might be is extended extend extendable prolonged renewed further'.split(' '),
);

/** The phrase of `extends`: "once by a further period of up to two years". */
export function readExtends(cursor: TextCursor): string | undefined {
  cursor.skip(EXTENDING);
  const times = readTimes(cursor).trimStart();
  const agreed = cursor.takeFrom(AGREED) !== undefined;
  cursor.takeOne(',');
  const more = times === '' ? readTimes(cursor).trimStart() : times;
  const count = more === '' ? '' : `${more} `;
  if (cursor.takeFrom(BEYOND) !== undefined) {
    const of = readPlain(cursor, 1);
    return of && `${count}never beyond ${inside(of.text)}`;
  }
  const periods = cursor.attempt(() => readPeriods(cursor));
  if (periods !== undefined) return periods;
  const length = cursor.attempt(() => {
    const by = cursor.takeFrom(BY_LENGTH) !== undefined;
    const found = readLength(cursor);
    return found !== undefined && (by || agreed || found.bound === 'most') ? found : undefined;
  });
  if (length !== undefined) {
    const late = more === '' ? readTimes(cursor).trimStart() : '';
    return `${count}${late === '' ? '' : `${late} `}by at most ${length.text}`;
  }
  return agreed ? `${count}by agreement` : undefined;
}

/** "for two further periods of up to six months". */
function readPeriods(cursor: TextCursor): string | undefined {
  cursor.takeFrom(BY_LENGTH);
  cursor.take('up', 'to');
  const count = cursor.takeCardinal();
  if (count === undefined) return undefined;
  while (cursor.takeOne('further', 'additional', 'successive', 'consecutive') !== undefined);
  if (cursor.takeOne('period', 'periods', 'term', 'terms') === undefined) return undefined;
  if (cursor.takeOne('of') === undefined) return undefined;
  const length = readLength(cursor);
  cursor.takeOne('each');
  return length && `${count === 1 ? 'once' : `${count} times`} by at most ${length.text}`;
}

const PAUSING = new Lexicon<true>([
  [
    'while|during|for as long as|as long as|so long as|whenever|whilst|for so long as|for duration of|throughout|for period of',
    true,
  ],
]);

/** The phrase of `pauses`. */
export function readPauses(cursor: TextCursor): string | undefined {
  if (cursor.takeFrom(PAUSING) === undefined) return cursor.missed('"while" and a condition');
  const cond = readCondition(cursor);
  const ending = cond && cursor.takeOne('resuming', 'restarting');
  return cond && `while ${cond}${ending === undefined ? '' : ` ${ending}`}`;
}

const ON = new Lexicon<true>([
  ['on|upon|in event of|in case of|if|when|immediately upon|in event that|following|after', true],
]);

/** How many entries one event may revert, in words. */
const MOST_PATHS = 20;

/** The phrase of `reverts`. */
export function readReverts(cursor: TextCursor): string | undefined {
  cursor.stops = new Set(['on', 'upon', 'and', 'in', 'if', 'when']);
  const paths: string[] = [];
  while (cursor.takeFrom(ON) === undefined) {
    if (paths.length === MOST_PATHS)
      return cursor.missed(`"on", after at most ${MOST_PATHS} names`);
    const path = readPlain(cursor, 1)?.text;
    if (path === undefined) return undefined;
    paths.push(path.replace(/\.(?:due|fulfilled|starts|ends)$/, ''));
    cursor.takeOne('and', ',');
  }
  cursor.stops = new Set();
  const on = readPlain(cursor, 1);
  return on && `${paths.length === 0 ? '' : `${paths.join(' and ')} `}on ${inside(on.text)}`;
}
