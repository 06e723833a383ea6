import { inside } from '../moments/moment';
import { readPlain } from '../moments/moments';
import { Lexicon } from '../text/lexicon';
import type { TextCursor } from '../text/text-cursor';
import { readLength } from '../values/lengths';
import { readCondition } from './conditions';

/** Reads what a text permits: `grace`, `renews`, `extends`, `pauses`, `reverts`. */

/** The phrase of `grace`. */
export function readGrace(cursor: TextCursor): string | undefined {
  cursor.takeOne('within', 'for');
  return readLength(cursor)?.text;
}

const RENEWING = new Lexicon<true>([
  [
    'for|automatically for|by tacit agreement for|tacitly for|for successive|for further|for further successive|for like|automatically renewed for|by tacit renewal for|shall be renewed for|is renewed for|renewed for|automatically renews for|for additional|for consecutive|for subsequent',
    true,
  ],
]);
const PERIODS = new Lexicon<true>([
  [
    'further|successive|additional|consecutive|like|equal|subsequent|new|renewal|terms of|periods of|term of|period of|further periods of|successive periods of|additional periods of|successive terms of|further terms of|periods|terms|each|each of',
    true,
  ],
]);
const UNLESS = new Lexicon<true>([
  [
    'unless|unless either party gives|unless one of parties gives|unless terminated by|unless party gives|unless a party gives|unless denounced by|unless cancelled by|unless either of parties gives|except where',
    true,
  ],
]);
const BEFORE = new Lexicon<true>([['before|prior to|in advance of', true]]);
const GIVEN = new Lexicon<true>([
  [
    'is given|has been given|is received|has been received|given|is served|is delivered|not later than|no later than|not less than|no less than|at least',
    true,
  ],
]);

/** The phrase of `renews`: "for successive periods of one year unless notice is given three months before its end". */
export function readRenews(cursor: TextCursor): string | undefined {
  if (cursor.takeFrom(RENEWING) === undefined) return undefined;
  while (cursor.takeFrom(PERIODS) !== undefined) cursor.skipArticles();
  const length = readLength(cursor);
  if (length === undefined) return undefined;
  while (cursor.takeFrom(PERIODS) !== undefined);
  const times = readTimes(cursor);
  cursor.takeOne(',');
  if (cursor.takeFrom(UNLESS) === undefined)
    return cursor.missed('"unless" and the event that ends it');
  const early = readNoticeLength(cursor);
  cursor.stops = new Set(['is', 'has', 'given', 'not', 'no', 'at', 'before', 'prior']);
  const unless = readPlain(cursor, 1)?.text;
  if (unless === undefined) return undefined;
  while (cursor.takeFrom(GIVEN) !== undefined);
  const notice = early ?? readNoticeLength(cursor);
  if (notice !== undefined) takeItsEnd(cursor);
  return `for ${length.text}${times} unless ${unless}${notice === undefined ? '' : ` ${notice} before`}`;
}

function readNoticeLength(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => readLength(cursor)?.text);
}

/** "before the expiry of the current term". */
function takeItsEnd(cursor: TextCursor): void {
  if (cursor.takeFrom(BEFORE) === undefined) return;
  cursor.attempt(() => {
    cursor.skipArticles();
    cursor.takeOne('its');
    const end = cursor.takeOne('expiry', 'expiration', 'end');
    if (end === undefined) return undefined;
    while (
      cursor.takeOne(
        'of',
        'the',
        'each',
        'current',
        'then',
        'then-current',
        'such',
        'that',
        'any',
        'its',
        'initial',
        'relevant',
        'respective',
        'period',
        'term',
        'renewal',
        'agreement',
        'contract',
        'date',
      ) !== undefined
    );
    return true;
  });
}

const TIMES = new Lexicon<number>([
  ['once|one time|only once|once only', 1],
  ['twice|two times', 2],
  ['three times|thrice', 3],
]);

function readTimes(cursor: TextCursor): string {
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

/** The phrase of `extends`: "once by a further period of up to two years". */
export function readExtends(cursor: TextCursor): string | undefined {
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

/** The phrase of `reverts`. */
export function readReverts(cursor: TextCursor): string | undefined {
  cursor.stops = new Set(['on', 'upon', 'and', 'in', 'if', 'when']);
  const paths: string[] = [];
  while (cursor.takeFrom(ON) === undefined) {
    const path = readPlain(cursor, 1)?.text;
    if (path === undefined) return undefined;
    paths.push(path.replace(/\.(?:due|fulfilled|starts|ends)$/, ''));
    cursor.takeOne('and', ',');
  }
  cursor.stops = new Set();
  const on = readPlain(cursor, 1);
  return on && `${paths.length === 0 ? '' : `${paths.join(' and ')} `}on ${inside(on.text)}`;
}
