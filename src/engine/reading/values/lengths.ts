import { printAmount } from '../../phrase/words';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { OTHER_DAYS, PLAIN_ADJECTIVES, UNIT_FORMS, WORKING } from '../text/unit-words';
import { askBusinessHours, askHolidays, askRange, refuseOtherDays } from './length-questions';
import {
  BOUNDS,
  type Bound,
  isAdjective,
  MOST_ADJECTIVES,
  PERIOD_OF,
  QUALIFIERS,
  TAILS,
} from './period-words';

/** A period as a phrase, and whether the text gives it as an upper or a lower limit. */
export interface Length {
  text: string;
  bound?: 'most' | 'least';
  /** The word after it that adds nothing to it: "30 days' notice". */
  tail?: string;
  /** The text says "the month", "the first week" and gives no number. */
  alone?: 'first' | 'only';
}

/** Reads a period: "thirty (30) calendar days", "a period not exceeding nine months", "one and a half years". */
export function readLength(cursor: TextCursor): Length | undefined {
  return cursor.attempt(() => {
    let bound = cursor.takeFrom(BOUNDS);
    bound = takePeriodOf(cursor) ?? bound;
    bound = cursor.takeFrom(BOUNDS) ?? bound;
    const the = cursor.takeOne('the') !== undefined;
    if (QUALIFIERS.has(cursor.peek(1))) cursor.takeOne('a', 'an');
    const first = cursor.takeOne('first');
    cursor.skip(QUALIFIERS);
    const exactly = cursor.peek(-1) === 'exactly' || cursor.peek(-1) === 'precisely';
    const alone = the ? readUnitAlone(cursor) : undefined;
    const parts = alone ?? readParts(cursor);
    if (parts === undefined) return cursor.missed('a number and a unit, such as 30 days');
    const tail = takeTail(cursor);
    const limited = bound === undefined || bound === 'none' ? {} : { bound };
    const unit = alone === undefined ? {} : { alone: first ?? ('only' as const) };
    const named = tail === undefined ? {} : { tail };
    return { text: exactly ? `exactly ${parts}` : parts, ...limited, ...unit, ...named };
  });
}

/** "the month" before "following": one of them. */
function readUnitAlone(cursor: TextCursor): string | undefined {
  const name = cursor.peek();
  const form = UNIT_FORMS.get(name);
  if (form === undefined || name.endsWith('s') || form.times !== 1) return undefined;
  cursor.position++;
  return `1 ${form.unit}`;
}

/** "the period of", "a further period of": read only where they come whole. */
function takePeriodOf(cursor: TextCursor): Bound | undefined {
  const before = cursor.position;
  cursor.skipArticles();
  for (let i = 0; i < MOST_ADJECTIVES && isAdjective(cursor.peek()); i++) cursor.position++;
  const bound = cursor.takeFrom(PERIOD_OF);
  if (bound === undefined) cursor.position = before;
  return bound;
}

/** "days' notice", "a 30-day period": the words after a period that add nothing. */
function takeTail(cursor: TextCursor): string | undefined {
  cursor.take("'");
  return cursor.attempt(() => {
    while (cursor.takeOne('prior', 'written', 'previous', 'advance', 'and') !== undefined);
    if (!TAILS.has(cursor.peek())) return undefined;
    cursor.position++;
    if (cursor.peek(-1) === 'notice') cursor.take('in', 'writing');
    return cursor.peek(-1) === 'writing' ? 'notice' : cursor.peek(-1);
  });
}

/** Years, months, weeks, days, hours and minutes. */
const MOST_PARTS = 6;

/** Amounts with units, joined by "and", commas or nothing. */
function readParts(cursor: TextCursor): string | undefined {
  const first = readPart(cursor);
  if (first === undefined) return undefined;
  const parts = [first];
  for (;;) {
    const next = cursor.attempt(() => {
      if (parts.length === MOST_PARTS)
        return cursor.missed(`at most ${MOST_PARTS} amounts in a period`);
      cursor.takeOne(',');
      cursor.takeOne('and', 'plus');
      return readPart(cursor);
    });
    if (next === undefined) {
      refuseLess(cursor);
      return parts.join(' and ');
    }
    parts.push(next);
  }
}

/** "four weeks less one day": the language adds periods and does not subtract them. */
function refuseLess(cursor: TextCursor): void {
  const less = cursor.takeOne('less', 'minus');
  if (less === undefined) return;
  if (readPart(cursor) === undefined) {
    cursor.position--;
    return;
  }
  throw new Unread(`a period "${less}" another is not understood`, 'one period, such as 27 days', {
    start: 0,
    end: cursor.text.length,
  });
}

const INEXACT = new Lexicon<true>([
  [
    'few|several|some|couple of|number of|handful of|many|various|about|approximately|around|roughly|some few',
    true,
  ],
]);

/** "a few days" has no length. */
function refuseInexact(cursor: TextCursor): undefined {
  const from = cursor.position;
  cursor.skipArticles();
  const inexact = cursor.takeFrom(INEXACT) !== undefined;
  if (inexact) cursor.takeCardinal();
  cursor.skip(PLAIN_ADJECTIVES);
  if (inexact && (UNIT_FORMS.has(cursor.peek()) || WORKING.has(cursor.peek()))) {
    cursor.position++;
    const at = cursor.spanFrom(from);
    throw new Unread(
      `"${cursor.written(at)}" is no exact period`,
      'a number and a unit, such as 30 days',
      at,
    );
  }
  cursor.position = from;
  return undefined;
}

/** One amount and its unit. */
function readPart(cursor: TextCursor): string | undefined {
  refuseInexact(cursor);
  const from = cursor.position;
  let amount = readAmount(cursor);
  if (amount === undefined) return undefined;
  askRange(cursor, amount, from);
  cursor.skip(PLAIN_ADJECTIVES);
  const form = readUnit(cursor, from);
  if (form === undefined) return undefined;
  checkRepeat(cursor, amount, from, form.written);
  if (form.unit === 'day' && form.times === 1 && takeExceptWeekends(cursor, amount, from))
    form.unit = 'working day';
  if (cursor.take('and', 'a', 'half')) {
    amount += 0.5;
    cursor.skip(PLAIN_ADJECTIVES);
  }
  return partOf(cursor, amount * form.times, form.unit, from);
}

const SIGNS: ReadonlyMap<string, number> = new Map([
  ['½', 0.5],
  ['¼', 0.25],
  ['¾', 0.75],
]);

/** "thirty (30)", "one and a half", "2.5", "half a", "a". */
function readAmount(cursor: TextCursor): number | undefined {
  const from = cursor.position;
  const part = readFraction(cursor);
  if (part !== undefined) return part;
  const whole =
    firstOfTwo(cursor) ??
    cursor.takeCardinal() ??
    readDecimal(cursor) ??
    (cursor.takeOne('a', 'an') === undefined ? undefined : 1);
  if (whole === undefined) return undefined;
  const half = cursor.attempt(() =>
    cursor.takeOne('and') === undefined ? undefined : readFraction(cursor),
  );
  const amount = whole + (half ?? 0);
  checkRepeat(cursor, amount, from, '');
  return amount;
}

/** "30-60", the shorter of two limits. */
function firstOfTwo(cursor: TextCursor): number | undefined {
  const first = /^(\d{1,5})-\d{1,5}$/.exec(cursor.peek())?.[1];
  if (first === undefined || !UNIT_FORMS.has(cursor.peek(1))) return undefined;
  cursor.position++;
  return Number(first);
}

function readDecimal(cursor: TextCursor): number | undefined {
  const match = /^(\d{0,4})(?:\.(5|25|75)0*|([½¼¾]))$/.exec(cursor.peek());
  if (match === null) return undefined;
  cursor.position++;
  const [, whole = '', decimals, sign = ''] = match;
  const part = decimals === undefined ? SIGNS.get(sign) : Number(`0.${decimals}`);
  return Number(whole) + (part ?? 0);
}

const FRACTIONS = new Lexicon<number>([
  ['half|one half|half of|one half of|one-half', 0.5],
  ['quarter of|one quarter of|one-quarter of', 0.25],
  ['three quarters of|three-quarters of', 0.75],
]);

/** "half a", "one half", "three quarters of an": of the unit that follows. */
function readFraction(cursor: TextCursor): number | undefined {
  const before = cursor.position;
  cursor.skipArticles();
  const part = SIGNS.get(cursor.peek()) ?? cursor.takeFrom(FRACTIONS);
  if (part === undefined) {
    cursor.position = before;
    return undefined;
  }
  if (SIGNS.has(cursor.peek())) cursor.position++;
  cursor.skipArticles();
  return part;
}

/** Reads a number in parentheses that repeats the one before; another number is a question. */
function checkRepeat(cursor: TextCursor, amount: number, from: number, unit: string): void {
  const again = cursor.attempt(() => {
    if (cursor.takeOne('(') === undefined) return undefined;
    const number = cursor.takeCardinal() ?? readDecimal(cursor);
    if (number !== undefined && UNIT_FORMS.has(cursor.peek())) cursor.position++;
    return cursor.takeOne(')') === undefined ? undefined : number;
  });
  if (again === undefined || again === amount) return;
  const written = (number: number): string => (unit === '' ? `${number}` : `${number} ${unit}`);
  throw new Asked('which of the two numbers counts', cursor.spanFrom(from), [
    { text: written(amount), means: `${amount}, the number before the parentheses` },
    { text: written(again), means: `${again}, the number in parentheses` },
  ]);
}

const EXCEPT = new Lexicon<true>([
  ['excepting|excluding|except|exclusive of|not counting|not including|except for', true],
]);

/** "(excepting Saturdays, Sundays and public holidays)" after days makes them working days. */
function takeExceptWeekends(cursor: TextCursor, amount: number, from: number): boolean {
  return (
    cursor.attempt(() => {
      cursor.takeOne(',');
      const open = cursor.takeOne('(') !== undefined;
      if (cursor.takeFrom(EXCEPT) === undefined) return undefined;
      const named: string[] = [];
      while (OFF.has(cursor.peek())) {
        named.push(cursor.peek());
        cursor.position++;
      }
      if (open) cursor.takeOne(')');
      cursor.takeOne(',');
      const weekend = named.some(
        (word) => word.startsWith('saturday') || word.startsWith('weekend'),
      );
      if (weekend && !named.some((word) => word.startsWith('holiday')))
        askHolidays(cursor, amount, from);
      return weekend ? true : undefined;
    }) ?? false
  );
}

const OFF: ReadonlySet<string> = new Set(
  'saturday saturdays sunday sundays weekend weekends holiday holidays legal public official bank national and , or the'.split(
    ' ',
  ),
);

/** The unit that comes next; `written` is the word for it. */
interface Unit {
  unit: string;
  times: number;
  written: string;
}

function readUnit(cursor: TextCursor, from: number): Unit | undefined {
  if (cursor.take('half', 'year') || cursor.take('half', 'years')) {
    return { unit: 'half-year', times: 1, written: 'half-years' };
  }
  let working = false;
  while (WORKING.has(cursor.peek())) {
    working = true;
    cursor.position++;
    cursor.skip(PLAIN_ADJECTIVES);
  }
  const form = UNIT_FORMS.get(cursor.peek());
  if (working) {
    if (form?.unit === 'hour') askBusinessHours(cursor, from);
    if (form?.unit !== 'day') return cursor.missed('"days"');
    cursor.position++;
    return { unit: 'working day', times: 1, written: 'working days' };
  }
  const other = cursor.peek();
  if ((OTHER_DAYS.has(other) && /^days?$/.test(cursor.peek(1))) || /^weekdays?$/.test(other)) {
    cursor.position += OTHER_DAYS.has(other) ? 2 : 1;
    return refuseOtherDays(cursor, from, other);
  }
  if (form === undefined) return cursor.missed('a unit such as days, working days or months');
  const written = cursor.peek();
  cursor.position++;
  return { ...form, written };
}

/** Hours and minutes of a part of a day or an hour, months of a part of a year. */
function partOf(cursor: TextCursor, amount: number, unit: string, from: number): string {
  const whole = Math.floor(amount);
  const part = amount - whole;
  if (part === 0) return printAmount(amount, unit);
  const and = (more: string): string =>
    whole === 0 ? more : `${partOf(cursor, whole, unit, from)} and ${more}`;
  if (unit === 'year')
    return whole === 0 && part === 0.5 ? '1 half-year' : and(`${part * 12} months`);
  if (unit === 'day') return `${amount * 24} hours`;
  if (unit === 'hour') return and(`${part * 60} minutes`);
  if (unit === 'half-year' && part === 0.5) return and('1 quarter');
  const at = cursor.spanFrom(from);
  if (unit === 'month' && part === 0.5) {
    throw new Asked('how long is half a month', at, [
      { text: and('15 days'), means: 'half a month is 15 days' },
      { text: and('2 weeks'), means: 'half a month is 2 weeks' },
    ]);
  }
  if (unit === 'week' && part === 0.5) {
    throw new Asked('half a week is three and a half days: is it rounded down or up', at, [
      { text: `${whole * 7 + 3} days`, means: 'rounded down' },
      { text: `${whole * 7 + 4} days`, means: 'rounded up' },
    ]);
  }
  throw new Unread(`a part of a ${unit} has no length`, 'a whole number of units', at);
}
