import { low, type Token, WordTable } from '../layout/tokens';
import { numberAt } from '../values/numbers';
import type { Found, Relation } from './found';
import { afterComma, COUNTED_FROM, lengthNear, momentAt, shifted } from './moments';

/** Words that set a latest or an earliest time. */
const LIMITS = new WordTable<{ relation: Relation; rule: string }>([
  ['within', { relation: 'within', rule: 'within' }],
  ['inside|in no? more|less|longer than', { relation: 'within', rule: 'in no more than' }],
  ['in not more|less|longer than', { relation: 'within', rule: 'in no more than' }],
  ['no|not later than', { relation: 'by', rule: 'no later than' }],
  ['by no|not later than', { relation: 'by', rule: 'no later than' }],
  ['by', { relation: 'by', rule: 'by' }],
  ['in no event|case later than', { relation: 'by', rule: 'no later than' }],
  ['on or before', { relation: 'by', rule: 'on or before' }],
  ['by or before', { relation: 'by', rule: 'on or before' }],
  ['on or prior to', { relation: 'by', rule: 'on or before' }],
  ['at the latest by|on', { relation: 'by', rule: 'at the latest' }],
  ['not|no beyond|after', { relation: 'by', rule: 'not after' }],
  ['before', { relation: 'before', rule: 'before' }],
  ['prior to', { relation: 'before', rule: 'before' }],
  ['in advance of', { relation: 'before', rule: 'before' }],
  ['ahead of', { relation: 'before', rule: 'before' }],
  ['not|no before|earlier|sooner than?', { relation: 'not-before', rule: 'not before' }],
  ['not|no prior to', { relation: 'not-before', rule: 'not before' }],
]);

const AT_LEAST = new WordTable<true>([
  ['at least', true],
  ['not|no less|fewer than', true],
  ['at a minimum', true],
]);

export function limitAt(tokens: readonly Token[], i: number): Found | undefined {
  return atLeast(tokens, i) ?? relationAt(tokens, i) ?? bareLength(tokens, i);
}

function relationAt(tokens: readonly Token[], i: number): Found | undefined {
  const limit = LIMITS.at(tokens, i);
  if (limit === undefined) return undefined;
  const { relation, rule } = limit.value;
  if (relation === 'within') return withinAt(tokens, i, limit.to, rule);
  const moment = momentAt(tokens, limit.to);
  if (moment === undefined) return undefined;
  const value = moment.value;
  // "by" names an agent more often than an event: a day, a length or an end must follow.
  if (
    limit.to === i + 1 &&
    low(tokens, i) === 'by' &&
    value.type === 'event' &&
    !value.end &&
    !timeNoun(tokens, limit.to)
  ) {
    return undefined;
  }
  if (rule === 'by' && value.type === 'shift' && value.of === undefined) {
    // "extended by 30 days"
    return {
      relation: 'at-most',
      range: { from: i, to: moment.to },
      rule: 'by a length',
      length: value.length,
    };
  }
  if (value.type === 'event' && relation === 'before' && !eventLike(tokens, limit.to))
    return undefined;
  return { relation, range: { from: i, to: moment.to }, rule, moment: value };
}

/** "by the date of", "by such time as". */
function timeNoun(tokens: readonly Token[], i: number): boolean {
  const at = ['the', 'such', 'that'].includes(low(tokens, i)) ? i + 1 : i;
  return (
    /^(?:date|time|day|deadline|beginning|start|end|conclusion|expiry|expiration|anniversary|then)$/.test(
      low(tokens, at),
    ) && low(tokens, at) !== ''
  );
}

/** "before the Court" is no time. */
function eventLike(tokens: readonly Token[], i: number): boolean {
  const at = ['the', 'a', 'an', 'any', 'such', 'each'].includes(low(tokens, i)) ? i + 1 : i;
  return !/^(?:court|courts|tribunal|council|committee|parliament|judge|it|them|him|us|commission|board|assembly|authority|authorities|public)$/.test(
    low(tokens, at),
  );
}

/** "within fourteen days of", "within a reasonable time", "within that period", "within the period laid down in". */
function withinAt(
  tokens: readonly Token[],
  from: number,
  i: number,
  rule: string,
): Found | undefined {
  const length = lengthNear(tokens, i);
  if (length !== undefined) {
    const back = ['that', 'such', 'this', 'said'].some((word) =>
      tokens.slice(i, length.to).some(({ low: w }) => w === word),
    );
    if (length.value.compound || back) {
      return {
        relation: 'back',
        range: { from, to: periodEnd(tokens, length.to) },
        rule: 'a period named before',
        length: length.value.text,
      };
    }
    const moment = shifted(tokens, length, 0, undefined);
    if (moment === undefined || moment.value.type !== 'shift') return undefined;
    const to = atTheLatest(tokens, moment.to);
    return {
      relation: 'within',
      range: { from, to },
      rule,
      length: length.value.text,
      ...(moment.value.side === 'before' && { relation: 'not-before' as const }),
      ...(moment.value.of !== undefined && { moment: moment.value.of }),
    };
  }
  return unfixedPeriod(tokens, from, i);
}

const periodEnd = (tokens: readonly Token[], i: number): number =>
  ['period', 'limit', 'time'].includes(low(tokens, i)) ? i + 1 : i;

const atTheLatest = (tokens: readonly Token[], i: number): number =>
  low(tokens, i) === 'at' && low(tokens, i + 1) === 'the' && low(tokens, i + 2) === 'latest'
    ? i + 3
    : i;

/** A period without a number. */
function unfixedPeriod(tokens: readonly Token[], from: number, i: number): Found | undefined {
  let noun = i;
  while (
    noun < i + 5 &&
    !/^(?:period|periods|time|deadline|deadlines|delay|timeframe|days|hours)$/.test(
      low(tokens, noun),
    )
  )
    noun += 1;
  if (noun === i + 5 || noun >= tokens.length) return undefined;
  while (/^(?:period|periods|limit|limits|frame|time)$/.test(low(tokens, noun + 1))) noun += 1;
  const words = tokens
    .slice(i, noun + 1)
    .map(({ low: word }) => word)
    .join(' ');
  if (/reasonable|short|shortest|few|brief|practicable|possible/.test(words)) {
    return {
      relation: 'vague',
      range: { from, to: noun + 1 },
      rule: 'a period without a number',
      vague: 'soon',
    };
  }
  if (/\b(?:that|such|this|these|those|said|same)\b/.test(words)) {
    return { relation: 'back', range: { from, to: noun + 1 }, rule: 'a period named before' };
  }
  let to = noun + 1;
  while (to < noun + 16 && to < tokens.length && !/^[,;.:]$/.test(low(tokens, to))) to += 1;
  return { relation: 'elsewhere', range: { from, to }, rule: 'a period that something else fixes' };
}

/** "at least four months before the election", "not less than 90 days after". */
function atLeast(tokens: readonly Token[], i: number): Found | undefined {
  const least = AT_LEAST.at(tokens, i);
  if (least === undefined) return undefined;
  const length = lengthNear(tokens, least.to);
  if (length === undefined || length.value.compound) return undefined;
  const counted = COUNTED_FROM.at(tokens, length.to);
  const moment = counted && momentAt(tokens, counted.to);
  if (counted === undefined || moment === undefined) return undefined;
  const shift = {
    type: 'shift' as const,
    length: length.value.text,
    side: counted.value,
    of: moment.value,
  };
  const relation = counted.value === 'before' ? 'by' : 'not-before';
  return {
    relation,
    range: { from: i, to: moment.to },
    rule: 'at least a length before or after',
    moment: shift,
  };
}

/** "one year after the date of receipt", "10 days before the election": a moment of its own. */
function bareLength(tokens: readonly Token[], i: number): Found | undefined {
  if (!startsLength(tokens, i)) return undefined;
  const length = lengthNear(tokens, i);
  if (length === undefined || length.value.compound) return undefined;
  const comma = afterComma(tokens, length.to);
  const counted = COUNTED_FROM.at(tokens, comma);
  const thereafter = ['thereafter', 'later', 'afterwards'].includes(low(tokens, length.to));
  if (thereafter) {
    const moment = { type: 'shift' as const, length: length.value.text, side: 'after' as const };
    return {
      relation: 'on',
      range: { from: i, to: length.to + 1 },
      rule: 'a length after what was named before',
      moment,
    };
  }
  if (counted === undefined || low(tokens, length.to) === 'of') return undefined;
  const moment = momentAt(tokens, counted.to);
  if (moment === undefined) return undefined;
  // "shall be five years commencing on": a state of that length.
  const lasts = /^(?:starting|beginning|commencing|running)$/.test(low(tokens, comma));
  if (lasts || (/^(?:be|is)$/.test(low(tokens, i - 1)) && low(tokens, length.to) === 'from')) {
    return {
      relation: 'for',
      range: { from: i, to: moment.to },
      rule: 'a length with a beginning',
      length: length.value.text,
      moment: moment.value,
    };
  }
  const shift = {
    type: 'shift' as const,
    length: length.value.text,
    side: counted.value,
    of: moment.value,
  };
  return {
    relation: counted.value === 'before' ? 'by' : 'on',
    range: { from: i, to: moment.to },
    rule: 'a length before or after',
    moment: shift,
  };
}

const startsLength = (tokens: readonly Token[], i: number): boolean =>
  numberAt(tokens, i) !== undefined || ['a', 'an', 'half'].includes(low(tokens, i));
