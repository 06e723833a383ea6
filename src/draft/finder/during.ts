import { low, type Token, textOf, WordTable } from '../layout/tokens';
import type { Read } from '../values/numbers';
import { anchorEnd } from './anchor-end';
import type { Found, StatedMoment } from './found';
import { COUNTED_FROM, lengthNear, momentAt } from './moments';

/** "during the interim period", "throughout the term", "during the first five years of". */
export function duringAt(tokens: readonly Token[], i: number): Found | undefined {
  const word = low(tokens, i);
  if (word !== 'during' && word !== 'throughout') return undefined;
  const length = lengthNear(tokens, i + 1);
  if (length !== undefined) return duringLength(tokens, i, length);
  const end = anchorEnd(tokens, i + 1);
  const from = { from: i, to: end };
  const plainYear =
    /^(?:calendar|fiscal)$/.test(low(tokens, i + 2)) && low(tokens, i + 3) === 'year';
  if (countedYear(tokens, i + 1) || plainYear) {
    return { relation: 'amount', range: from, rule: 'a year that is counted' };
  }
  if (/^(?:hours|daylight|daytime)$/.test(low(tokens, end - 1))) {
    return { relation: 'amount', range: from, rule: 'hours of the day' };
  }
  return duringDate(tokens, i) ?? duringPeriod(tokens, i, end);
}

/** "during these six weeks", "during the 96-hour period", "during the ten days after". */
function duringLength(
  tokens: readonly Token[],
  i: number,
  { value, to }: Read<{ text: string; compound: boolean }>,
): Found {
  const length = value.text;
  const back = /^(?:these|those|that|this|said)$/.test(low(tokens, i + 1));
  if (value.compound || back) {
    const range = { from: i, to: value.compound ? anchorEnd(tokens, i + 1) : to };
    return { relation: 'back', range, rule: 'during a period named before', length };
  }
  const counted = COUNTED_FROM.at(tokens, to);
  const of = counted && momentAt(tokens, counted.to);
  if (of === undefined || counted === undefined) {
    return { relation: 'for', range: { from: i, to }, rule: 'during a length', length };
  }
  const range = { from: i, to: of.to };
  if (counted.value === 'after') {
    return { relation: 'for', range, rule: 'during a length', length, moment: of.value };
  }
  const moment: StatedMoment = { type: 'shift', length, side: 'before', of: of.value };
  return { relation: 'between', range, rule: 'during a length before', moment, until: of.value };
}

/** "during the year 2030", "during March 2031": through its last day. */
function duringDate(tokens: readonly Token[], i: number): Found | undefined {
  const year = yearAt(tokens, i + 1);
  if (year !== undefined) {
    const range = { from: i, to: year.to };
    return { relation: 'by', range, rule: 'during a year', moment: year.value };
  }
  const moment = momentAt(tokens, i + 1);
  if (moment?.value.type !== 'day') return undefined;
  const range = { from: i, to: moment.to };
  return {
    relation: 'by',
    range,
    rule: 'during a month',
    moment: { ...moment.value, edge: 'last' },
  };
}

function yearAt(tokens: readonly Token[], from: number): Read<StatedMoment> | undefined {
  let i = from;
  while (['the', 'calendar', 'year'].includes(low(tokens, i))) i += 1;
  const text = low(tokens, i);
  if (!/^(?:19|20|21)\d\d$/.test(text)) return undefined;
  return { value: { type: 'day', date: { year: Number(text) }, edge: 'last' }, to: i + 1 };
}

function duringPeriod(tokens: readonly Token[], i: number, to: number): Found | undefined {
  const word = low(tokens, i);
  const named = word === 'during' || PERIOD.test(textOf(tokens, { from: i, to }));
  if (to < i + 2 || !named) return undefined;
  // "during the interim period before the transfer": until the transfer.
  const before = UP_TO.at(tokens, to);
  const end = before && momentAt(tokens, before.to);
  if (end !== undefined) {
    const range = { from: i, to: end.to };
    return { relation: 'until', range, rule: 'during a period up to a moment', moment: end.value };
  }
  const moment: StatedMoment = { type: 'event', range: { from: i + 1, to } };
  return { relation: 'during', range: { from: i, to }, rule: word, moment };
}

/** Nouns of time: "throughout the territory" names no period. */
const PERIOD =
  /\b(?:period|term|phase|stage|year|years|month|months|week|weeks|day|life|lifetime|duration|season|session|time|process|negotiations|talks|truce|ceasefire|mandate|tenure|contract|flight|visit|inspection|conflict|transition)\b/i;

const UP_TO = new WordTable<true>([
  ['before|until|preceding', true],
  ['prior to', true],
  ['leading up to', true],
]);

const YEAR =
  /^(?:calendar|fiscal|financial|year|years|quarter|month|months|week|twelve|12|six|three)$/;

/** "the preceding calendar year": for what time something is counted. */
export function countedYear(tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < from + 3; i += 1) {
    const word = low(tokens, i);
    const next = low(tokens, i + 1);
    if (/^(?:preceding|previous|prior|past|last)$/.test(word) && YEAR.test(next)) return true;
    if (/^(?:preceding|previous)$/.test(next) && YEAR.test(word)) return true;
  }
  return false;
}
