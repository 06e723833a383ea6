import { low, type Token, WordTable } from '../layout/tokens';
import { clockAt } from '../values/clock';
import { dateAt, monthOnlyAt, yearOnlyAt } from '../values/dates';
import { ordinalAt, type Read } from '../values/numbers';
import { lengthAt } from '../values/periods';
import { anchorEnd } from './anchor-end';
import type { StatedMoment } from './found';

/** Words before a length that belong to it: "a further period of ten days". */
const BEFORE_LENGTH = new Set(
  'the a an any each such these those this that said another period periods term duration of first next following initial additional further subsequent successive maximum minimum total about approximately around some only time not to exceed exceeding more than at most least no fewer less renewal'.split(
    ' ',
  ),
);

/** Words after a length or an ordinal that say from what it is counted. */
export const COUNTED_FROM = new WordTable<'after' | 'before'>([
  ['after|following|from', 'after'],
  ['subsequent to', 'after'],
  ['of', 'after'],
  ['since', 'after'],
  ['upon', 'after'],
  ['as from|of', 'after'],
  ['from and after', 'after'],
  [
    'starting|beginning|commencing|counting|counted|calculated|reckoned|running from|on|with',
    'after',
  ],
  ['before', 'before'],
  ['prior to', 'before'],
  ['in advance of', 'before'],
  ['preceding', 'before'],
  ['ahead of', 'before'],
]);

const END_OF = new WordTable<true>([
  ['the? end|expiry|expiration|conclusion|close|lapse|elapse|completion of', true],
  ['the? expiring of', true],
]);

/** The position after a comma before "commencing on": "twenty years, commencing on". */
export const afterComma = (tokens: readonly Token[], i: number): number =>
  low(tokens, i) === ',' && /^(?:commencing|beginning|starting|running)$/.test(low(tokens, i + 1))
    ? i + 1
    : i;

/** Words that name no event by themselves: "the date of". */
const DATE_OF = new WordTable<true>([
  ['the? date|day|time|moment|point of', true],
  ['the? date|day|time|moment on|at|from|when which?', true],
  ['the? date|day|time that|when', true],
  ['the? date|day|time', true],
  ['such time as', true],
]);

/** A length, with the words before it that belong to it. */
export function lengthNear(
  tokens: readonly Token[],
  from: number,
): Read<{ text: string; compound: boolean; counted: boolean }> | undefined {
  for (let i = from; i < from + 7; i += 1) {
    const length = lengthAt(tokens, i);
    if (length !== undefined) return length;
    if (!BEFORE_LENGTH.has(low(tokens, i))) return undefined;
  }
  return undefined;
}

/** A moment: a day, an event, a length before or after one, the end of a period. */
export function momentAt(
  tokens: readonly Token[],
  i: number,
  depth = 0,
): Read<StatedMoment> | undefined {
  if (depth > 4) return undefined;
  return (
    pickAt(tokens, i, depth) ??
    clockedDay(tokens, i) ??
    dayOfPlan(tokens, i) ??
    monthAlone(tokens, i) ??
    endAt(tokens, i, depth) ??
    monthEdge(tokens, i, depth) ??
    nthDay(tokens, i, depth) ??
    shiftAt(tokens, i, depth) ??
    eventAt(tokens, i)
  );
}

/** "the earlier of A and B", "A or B, whichever is later" is read from its first words only. */
function pickAt(
  tokens: readonly Token[],
  i: number,
  depth: number,
): Read<StatedMoment> | undefined {
  let at = low(tokens, i) === 'the' ? i + 1 : i;
  const word = low(tokens, at);
  if (!['earlier', 'later', 'sooner', 'earliest', 'latest'].includes(word)) return undefined;
  if (low(tokens, at + 1) !== 'of') return undefined;
  at += low(tokens, at + 2) === ':' ? 3 : 2;
  const first = momentAt(tokens, at, depth + 1);
  if (first === undefined) return undefined;
  const joint = joined(tokens, first.to);
  if (joint === undefined) return undefined;
  const second = momentAt(tokens, joint, depth + 1);
  if (second === undefined) return undefined;
  const which = word.startsWith('late') ? 'later' : 'earlier';
  return { value: { type: 'pick', which, of: [first.value, second.value] }, to: second.to };
}

/** The position after the first of two moments: where the second begins, at most twelve words on. */
function joined(tokens: readonly Token[], from: number): number | undefined {
  for (let i = from; i < Math.min(from + 14, tokens.length); i += 1) {
    const here = low(tokens, i);
    if (here === ';' || here === '.') return undefined;
    if ((here === 'or' || here === 'and') && (i === from || low(tokens, i - 1) === ','))
      return i + 1;
  }
  return undefined;
}

/** "9 December 2026", "5:00 PM on April 1, 2000", "1 May 2020 at noon". */
function clockedDay(tokens: readonly Token[], i: number): Read<StatedMoment> | undefined {
  const clock = clockAt(tokens, i);
  const from = clock === undefined ? i : afterClock(tokens, clock.to);
  const date = dateAt(tokens, from);
  if (date === undefined) return undefined;
  if (clock !== undefined)
    return { value: { type: 'day', date: date.value, clock: clock.value }, to: date.to };
  const at = low(tokens, date.to) === 'at' ? clockAt(tokens, date.to + 1) : undefined;
  if (at !== undefined)
    return { value: { type: 'day', date: date.value, clock: at.value }, to: at.to };
  return { value: { type: 'day', date: date.value }, to: date.to };
}

/** "D+14", "D - 2": so many days after or before the day that a text calls D-Day. */
function dayOfPlan(tokens: readonly Token[], i: number): Read<StatedMoment> | undefined {
  const sign = low(tokens, i + 1);
  if (!/^[A-Z]$/.test(tokens[i]?.text ?? '') || !/^[+\u2212-]$/.test(sign)) return undefined;
  const digits = low(tokens, i + 2);
  if (!/^\d{1,4}$/.test(digits)) return undefined;
  const plural = Number(digits) === 1 ? '' : 's';
  const unit = /^(?:days?|hours?)$/.test(low(tokens, i + 3));
  const hours = unit && low(tokens, i + 3).startsWith('hour');
  return {
    value: {
      type: 'shift',
      length: `${Number(digits)} ${hours ? 'hour' : 'day'}${plural}`,
      side: sign === '+' ? 'after' : 'before',
      of: { type: 'event', range: { from: i, to: i + 1 } },
    },
    to: unit ? i + 4 : i + 3,
  };
}

/** "June": a month without its year. "June elections" is none. */
function monthAlone(tokens: readonly Token[], i: number): Read<StatedMoment> | undefined {
  const month = monthOnlyAt(tokens, i);
  if (
    month === undefined ||
    (/^[a-z0-9]/i.test(low(tokens, month.to)) && !AFTER_MONTH.test(low(tokens, month.to)))
  )
    return undefined;
  return { value: { type: 'day', date: month.value }, to: month.to };
}

const AFTER_MONTH =
  /^(?:and|or|the|to|at|in|on|by|for|with|if|when|unless|until|shall|will|must|may)$/;

/** The position after "5 p.m. (Brussels time) on" or "midnight, local time,". */
function afterClock(tokens: readonly Token[], from: number): number {
  let i = from;
  for (let count = 0; count < 7; count += 1) {
    const word = low(tokens, i);
    if (word === 'on' || word === 'of') return i + 1;
    if (!/^(?:local|time|gmt|utc|cet|est|[(),]|standard|hours|hrs)$/.test(word)) return i;
    i += 1;
  }
  return i;
}

/** "the end of two years", "the expiry of a period of six months from", "the end of 2026", "the end of the term". */
function endAt(tokens: readonly Token[], i: number, depth: number): Read<StatedMoment> | undefined {
  const end = END_OF.at(tokens, i);
  if (end === undefined) return undefined;
  const date = dateAt(tokens, end.to) ?? yearOnlyAt(tokens, end.to) ?? monthOnlyAt(tokens, end.to);
  if (date !== undefined) {
    const day = date.value.day === undefined ? { edge: 'last' as const } : {};
    return { value: { type: 'day', date: date.value, ...day }, to: date.to };
  }
  const length = lengthNear(tokens, end.to);
  if (length !== undefined && !length.value.compound)
    return shifted(tokens, length, depth, 'after');
  if (low(tokens, i).startsWith('completion') || low(tokens, i + 1) === 'completion')
    return undefined;
  const to = anchorEnd(tokens, end.to);
  if (to === end.to) return undefined;
  return { value: { type: 'event', range: { from: end.to, to }, end: true }, to };
}

/** "the first day of the sixth month following": the language has it as an edge of a month. */
function monthEdge(
  tokens: readonly Token[],
  from: number,
  depth: number,
): Read<StatedMoment> | undefined {
  const i = low(tokens, from) === 'the' ? from + 1 : from;
  if (low(tokens, i) !== 'first' || low(tokens, i + 1) !== 'day' || low(tokens, i + 2) !== 'of')
    return undefined;
  const rest = low(tokens, i + 3) === 'the' ? i + 4 : i + 3;
  const nth = ordinalAt(tokens, rest);
  const unit = low(tokens, nth?.to ?? rest).replace(/^calendar$/, '');
  const at = (nth?.to ?? rest) + (unit === '' ? 1 : 0);
  const named = low(tokens, at);
  if (!['month', 'year', 'quarter', 'week'].includes(named)) return undefined;
  let counted = at + 1;
  if (
    ['that', 'which'].includes(low(tokens, counted)) &&
    low(tokens, counted + 1).startsWith('follow')
  )
    counted += 1;
  const after =
    low(tokens, counted) === 'follows' || low(tokens, counted) === 'beginning'
      ? { to: counted + (low(tokens, counted + 1) === 'after' ? 2 : 1) }
      : COUNTED_FROM.at(tokens, counted);
  if (after === undefined) return undefined;
  let { to } = after;
  // "following the expiration of a period of three months after": the month after that moment.
  const of = momentAt(tokens, to, depth + 1);
  if (of === undefined) return undefined;
  to = of.to;
  return { value: { type: 'month', nth: nth?.value ?? 1, unit: named, of: of.value }, to };
}

/** "the thirtieth day after the deposit of". */
function nthDay(
  tokens: readonly Token[],
  from: number,
  depth: number,
): Read<StatedMoment> | undefined {
  const i = low(tokens, from) === 'the' ? from + 1 : from;
  const nth = ordinalAt(tokens, i);
  if (nth === undefined) {
    // "the day following that of its publication"
    if (
      !['day', 'date'].includes(low(tokens, i)) ||
      !['following', 'after'].includes(low(tokens, i + 1))
    )
      return undefined;
    return shifted(tokens, { value: { text: '1 day' }, to: i + 1 }, depth, 'after');
  }
  const unit = low(tokens, nth.to).replace('calendar', '');
  const at = nth.to + (unit === '' ? 1 : 0);
  const working = ['working', 'business'].includes(low(tokens, at));
  const named = low(tokens, working ? at + 1 : at);
  const anniversary = named === 'anniversary';
  if (!['day', 'week', 'month', 'year', 'anniversary'].includes(named)) return undefined;
  const to = at + (working ? 2 : 1);
  if (COUNTED_FROM.at(tokens, to) === undefined) return undefined;
  const word = anniversary ? 'year' : working ? 'working day' : named;
  const text = `${nth.value} ${word}${nth.value === 1 ? '' : 's'}`;
  return shifted(tokens, { value: { text }, to }, depth, 'after');
}

/** "30 days after receipt of", "one month prior to". */
function shiftAt(
  tokens: readonly Token[],
  i: number,
  depth: number,
): Read<StatedMoment> | undefined {
  const length = lengthNear(tokens, i);
  if (length === undefined || length.value.compound) return undefined;
  const counted = COUNTED_FROM.at(tokens, length.to);
  const notice = ["'", 'notice'].includes(low(tokens, length.to));
  if (counted === undefined && notice) return undefined;
  return shifted(tokens, length, depth, undefined);
}

/** A length and what it is counted from; without that the moment is inherited. */
export function shifted(
  tokens: readonly Token[],
  length: Read<{ text: string }>,
  depth: number,
  otherwise: 'after' | undefined,
): Read<StatedMoment> | undefined {
  const words = ['period', 'delay'].includes(low(tokens, length.to)) ? length.to + 1 : length.to;
  const counted = COUNTED_FROM.at(tokens, words);
  const of = counted && momentAt(tokens, thatOf(tokens, counted.to), depth + 1);
  if (counted !== undefined && of !== undefined) {
    return {
      value: { type: 'shift', length: length.value.text, side: counted.value, of: of.value },
      to: of.to,
    };
  }
  const thereafter = low(tokens, words) === 'thereafter' || low(tokens, words) === 'later';
  if (otherwise === undefined && !thereafter) {
    return { value: { type: 'shift', length: length.value.text, side: 'after' }, to: words };
  }
  return {
    value: { type: 'shift', length: length.value.text, side: 'after' },
    to: thereafter ? words + 1 : words,
  };
}

/** "the day following that of its publication" */
const thatOf = (tokens: readonly Token[], i: number): number =>
  low(tokens, i) === 'that' && ['of', 'on'].includes(low(tokens, i + 1))
    ? i + (low(tokens, i + 2) === 'which' ? 3 : 2)
    : i;

/** An event: the words up to the end of what names it. */
function eventAt(tokens: readonly Token[], i: number): Read<StatedMoment> | undefined {
  // A time of the day without its day names nothing that happens.
  if (clockAt(tokens, i) !== undefined) return undefined;
  const skipped = DATE_OF.at(tokens, i);
  const clause = skipped !== undefined && !['of'].includes(low(tokens, skipped.to - 1));
  const from =
    skipped !== undefined && anchorEnd(tokens, skipped.to, clause) > skipped.to ? skipped.to : i;
  const to = anchorEnd(tokens, from, clause);
  if (to === from) return undefined;
  return { value: { type: 'event', range: { from, to } }, to };
}
