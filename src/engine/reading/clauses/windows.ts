import { inside } from '../moments/moment';
import { readPlain } from '../moments/moments';
import { SIDES } from '../moments/relations';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { UNIT_FORMS } from '../text/unit-words';
import type { Span } from '../text/words';
import { readDay, readMonthDay } from '../values/days';
import { readLength } from '../values/lengths';
import { RELATIONS } from './deadline-words';

/** Reads windows. A window has two ends: `opens` sets the first and `due` the last. */

/** @throws Asked for "between X and Y", "from X to Y": a window has two ends, and `due` has one. */
export function askIfWindow(cursor: TextCursor): void {
  cursor.attempt(() => readLengths(cursor));
  cursor.attempt(() => readPeriodBetween(cursor));
  cursor.attempt(() => readLastPart(cursor));
  cursor.attempt(() => readFromUntil(cursor));
  cursor.attempt(() => askTwoDates(cursor));
  const from = cursor.position;
  const joiner = cursor.takeOne('between', 'from');
  if (joiner === undefined) return;
  const before = cursor.stops;
  cursor.stops = new Set(['and', 'to', 'until', 'through']);
  cursor.lists++;
  const begins = readPlain(cursor, 1);
  const and = cursor.takeOne(
    ...(joiner === 'between' ? ['and'] : ['to', 'until', 'through', 'till']),
  );
  const ends = and === undefined ? undefined : readPlain(cursor, 1);
  cursor.lists--;
  cursor.stops = before;
  if (begins !== undefined && ends !== undefined)
    askWindow(begins.text, ends.text, cursor.spanFrom(from));
  cursor.position = from;
}

export function askWindow(begins: string, ends: string, at: Span, relation = 'by'): never {
  throw new Asked('which end of the window does `due` set', at, [
    {
      text: `${relation} ${ends}`,
      means: `its end; its beginning stands beside it as "opens: ${begins}"`,
    },
  ]);
}

/** A deadline that limits, such as `by X`; its relation comes first. */
const LIMIT = /^(?:by|within|before|in) /;
const FLOOR = ' but not before ';

/**
 * "within 30 days after X, but not earlier than Y": Y opens a window. Where Y may come after the end of the window,
 * it may also be a floor, to which the deadline moves.
 * @throws Asked for a deadline with such a limit.
 */
export function askOpening(
  cursor: TextCursor,
  phrase: string,
  from: number,
  key: 'due' | 'target' = 'due',
): void {
  const at = LIMIT.test(phrase) ? floorOf(phrase) : -1;
  if (at < 0) return;
  const deadline = phrase.slice(0, at);
  const [opening = '', ...later] = phrase.slice(at + FLOOR.length).split(/(?= but not after )/);
  const begins = opening.replace(/^\((.*)\)$/, '$1');
  const own = (text: string): string => (key === 'due' ? text : text.replace(LIMIT, ''));
  const window = {
    text: own(`${deadline}${later.join('')}`),
    means: `its end; its beginning stands beside it as "opens: ${begins}"`,
  };
  const span = cursor.spanFrom(from);
  if (alwaysBefore(begins, deadline))
    throw new Asked(`which end of the window does \`${key}\` set`, span, [window]);
  throw new Asked('does the earliest time open a window, or does the deadline move to it', span, [
    window,
    { text: own(phrase), means: 'no window: a deadline that comes before that time moves to it' },
  ]);
}

/** Where the floor of the whole phrase begins, not that of a moment in parentheses; -1 where it has none. */
function floorOf(phrase: string): number {
  for (let at = phrase.indexOf(FLOOR); at >= 0; at = phrase.indexOf(FLOOR, at + 1)) {
    const before = phrase.slice(0, at);
    if (before.split('(').length === before.split(')').length) return at;
  }
  return -1;
}

/** Whether a moment never moves a deadline: both are days of the calendar, or count from the same moment. */
function alwaysBefore(begins: string, deadline: string): boolean {
  const ends = deadline.replace(LIMIT, '');
  const fixed = /^(?:\d{4}-\d\d-\d\d|(?:[a-z]+ [a-z]+ of )?(?:[A-Z][a-z]+ )?\d{4})$/;
  if (fixed.test(begins) && fixed.test(ends)) return true;
  const counted = /^[\da-z -]+? (?:of|after|before) (.+)$/;
  const of = counted.exec(ends)?.[1] ?? ends;
  return of === (counted.exec(begins)?.[1] ?? begins) || of === begins;
}

/** "on 1 May and 1 June 2027": two dates, of which the first may have no year. */
function askTwoDates(cursor: TextCursor): undefined {
  cursor.takeFrom(RELATIONS);
  const from = cursor.position;
  cursor.skipArticles();
  const days: string[] = [];
  do {
    cursor.skipArticles();
    const one = cursor.position;
    const day = readDay(cursor) ?? (readMonthDay(cursor) && cursor.written(cursor.spanFrom(one)));
    if (day === undefined) return undefined;
    days.push(day);
    cursor.takeOne(',');
  } while (cursor.takeOne('and', 'or') !== undefined || !cursor.atEnd);
  const year = /^\d{4}-/.exec(days.at(-1) ?? '')?.[0].slice(0, 4);
  if (days.length < 2 || year === undefined) return undefined;
  throw new Asked(
    'which of the days is it',
    cursor.spanFrom(from),
    days.map((day) => ({
      text: /^\d{4}-/.test(day) ? day : `${day} ${year}`,
      means: 'one of them; each of the others is an entry of its own',
    })),
  );
}

/** "on or after X and prior to Y", "not before X but by Y". */
function readFromUntil(cursor: TextCursor): undefined {
  const from = cursor.position;
  const first = cursor.takeFrom(RELATIONS);
  if (first !== 'earliest' && first !== 'from' && first !== 'after') return undefined;
  const begins = readPlain(cursor, 1);
  cursor.takeOne(',');
  if (begins === undefined || cursor.takeOne('and', 'but') === undefined) return undefined;
  const last = cursor.takeFrom(RELATIONS);
  if (last !== 'by' && last !== 'before') return undefined;
  const ends = readPlain(cursor, 1);
  return ends && askWindow(begins.text, ends.text, cursor.spanFrom(from), last);
}

/**
 * Limits of a length (least, most) or of a time (earliest, latest): 60 days before X is earlier than 30 days before X.
 */
const AT_LEAST = new Lexicon<'least' | 'most' | 'earliest' | 'latest'>([
  ['not less than|no less than|not fewer than|no fewer than|at least|minimum of|between', 'least'],
  ['not more than|no more than|at most|not exceeding|more than|up to|maximum of|within', 'most'],
  ['not earlier than|no earlier than|no sooner than|not sooner than|not before', 'earliest'],
  ['not later than|no later than|later than|not after', 'latest'],
]);

/** "not less than 30 and not more than 60 days before X", "between three and six months after X". */
function readLengths(cursor: TextCursor): undefined {
  const from = cursor.position;
  if (cursor.takeOne('in', 'within', 'on') !== undefined) cursor.skipArticles();
  const lower = cursor.takeFrom(AT_LEAST);
  const between = cursor.peek(-1) === 'between';
  if (lower === undefined) return undefined;
  const first = readAmountOf(cursor);
  if (first === undefined) return undefined;
  const [shorter, longer] = between && typeof first === 'string' ? first.split(' and ') : [];
  if (shorter !== undefined && longer !== undefined)
    return askBothSides(cursor, shorter, longer, from);
  const side = cursor.attempt(() => cursor.takeFrom(SIDES));
  const one = side === undefined ? undefined : readPlain(cursor, 1);
  cursor.takeOne(',');
  if (cursor.takeOne('and', 'nor', 'or', 'but') === undefined) return undefined;
  cursor.takeOne('in', ',');
  const upper = between ? 'most' : cursor.takeFrom(AT_LEAST);
  const second = readLength(cursor);
  if (upper === undefined || upper === lower || second === undefined) return undefined;
  const last = cursor.takeFrom(SIDES);
  if (last !== 'after' && last !== 'before') return undefined;
  const of = readPlain(cursor, 1) ?? one;
  if (of === undefined || (one !== undefined && (one.text !== of.text || side !== last)))
    return undefined;
  const unit = second.text.replace(/^\d+ /, '');
  const given = typeof first === 'string' ? first : `${first} ${unit}`;
  const moment = (length: string): string => `${length} ${last} ${inside(of.text)}`;
  const begun = lower === 'earliest' || lower === (last === 'after' ? 'least' : 'most');
  const [begins, ends] = begun ? [given, second.text] : [second.text, given];
  return askWindow(moment(begins), moment(ends), cursor.spanFrom(from));
}

/** "three months and nine months after X", after "between". */
function askBothSides(
  cursor: TextCursor,
  shorter: string,
  longer: string,
  from: number,
): undefined {
  const side = cursor.takeFrom(SIDES);
  const of = side === 'after' || side === 'before' ? readPlain(cursor, 1) : undefined;
  if (of === undefined) return undefined;
  const [begins, ends] = side === 'after' ? [shorter, longer] : [longer, shorter];
  const moment = (length: string): string => `${length} ${side} ${inside(of.text)}`;
  return askWindow(moment(begins), moment(ends), cursor.spanFrom(from));
}

/** A period, or a number whose unit follows later. */
function readAmountOf(cursor: TextCursor): string | number | undefined {
  const length = cursor.attempt(() => readLength(cursor));
  if (length !== undefined) return length.text;
  const amount = cursor.takeCardinal();
  cursor.attempt(() => {
    if (cursor.takeOne('(') === undefined || cursor.takeCardinal() !== amount) return undefined;
    return cursor.takeOne(')');
  });
  return amount;
}

/** "the period beginning 90 days and ending 60 days before X". */
function readPeriodBetween(cursor: TextCursor): undefined {
  const from = cursor.position;
  cursor.takeOne('within', 'in', 'during');
  cursor.skipArticles();
  if (cursor.takeOne('period', 'window') === undefined) return undefined;
  if (cursor.takeOne('beginning', 'commencing', 'starting') === undefined) return undefined;
  cursor.takeOne('on', 'from');
  const begins = cursor.attempt(() => readPlain(cursor, 1));
  const length = begins === undefined ? readLength(cursor)?.text : undefined;
  cursor.takeOne(',');
  if (cursor.takeOne('and') === undefined || cursor.takeOne('ending') === undefined)
    return undefined;
  cursor.takeOne('on', 'with');
  const ends = readPlain(cursor, 1)?.text;
  if (ends === undefined) return undefined;
  const [, side = '', of = ''] = /^\d+ [a-z -]+? (after|before) (.+)$/.exec(ends) ?? [];
  const first =
    begins?.text ?? (length === undefined || side === '' ? undefined : `${length} ${side} ${of}`);
  return first === undefined ? undefined : askWindow(first, ends, cursor.spanFrom(from));
}

/** "in the last three months of X". */
function readLastPart(cursor: TextCursor): undefined {
  const from = cursor.position;
  if (cursor.takeOne('in', 'within', 'during') === undefined) return undefined;
  cursor.skipArticles();
  if (cursor.takeOne('last', 'final') === undefined) return undefined;
  const length = cursor.attempt(() => readLength(cursor)) ?? unitAlone(cursor);
  if (length === undefined || cursor.takeOne('of', 'before') === undefined) return undefined;
  const of = cursor.preferring('ends', () => readPlain(cursor, 1));
  // The last months of a year are no period before it.
  if (of === undefined || /\d{4}$/.test(of.text)) return undefined;
  const ends = of.text.replace(/\.starts$/, '.ends');
  const x = inside(ends);
  return askWindow(`${length.text} before ${x}`, x, cursor.spanFrom(from));
}

/** "the last month" is one month. */
function unitAlone(cursor: TextCursor): { text: string } | undefined {
  const unit = UNIT_FORMS.get(cursor.peek());
  if (unit === undefined || unit.times !== 1) return undefined;
  cursor.position++;
  return { text: `1 ${unit.unit}` };
}
