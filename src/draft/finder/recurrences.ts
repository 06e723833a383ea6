import { MONTHS } from '../../engine/phrase/words';
import { low, type Token, WordTable } from '../layout/tokens';
import { dateAt, yearOnlyAt } from '../values/dates';
import type { Read } from '../values/numbers';
import { lengthAt } from '../values/periods';
import { anchorEnd } from './anchor-end';
import type { Found, StatedMoment } from './found';
import { afterComma, momentAt } from './moments';
import { clockSpan } from './unread';

/** Words that state the interval of a repetition: "monthly" is every month. */
const ADVERBS = new WordTable<string>([
  ['hourly', '1 hour'],
  ['daily', '1 day'],
  ['weekly', '1 week'],
  ['fortnightly', '2 weeks'],
  ['biweekly|bi-weekly', '2 weeks'],
  ['monthly', '1 month'],
  ['bimonthly', '2 months'],
  ['quarterly', '1 quarter'],
  ['semiannually|biannually|half-yearly', '1 half-year'],
  ['semi|half - annually|yearly', '1 half-year'],
  ['bi - annually|annually', '1 half-year'],
  ['twice a|per|every|each year', '1 half-year'],
  ['annually|yearly', '1 year'],
  ['on an annual basis', '1 year'],
  ['on a monthly basis', '1 month'],
  ['on a weekly basis', '1 week'],
  ['on a daily basis', '1 day'],
  ['on a quarterly basis', '1 quarter'],
  ['biennially', '2 years'],
  ['triennially', '3 years'],
]);

/** Lengths of repetition as adjectives: "an annual report". */
const ADJECTIVES: Readonly<Record<string, string>> = {
  annual: '1 year',
  yearly: '1 year',
  biennial: '2 years',
  quarterly: '1 quarter',
  monthly: '1 month',
  weekly: '1 week',
  daily: '1 day',
};
/** Nouns of what is owed repeatedly. */
const REPEATED =
  /^(?:reports?|meetings?|sessions?|reviews?|payments?|instal(?:l)?ments?|statements?|forecasts?|conferences?|consultations?|inspections?|audits?|updates?|returns?|contributions?|accounts)$/;

/** "an annual report" repeats a duty; "daily activities" and "weekly hours" only describe. */
function adjectiveAt(tokens: readonly Token[], i: number): Found | undefined {
  const length = ADJECTIVES[low(tokens, i)];
  const next = low(tokens, i + 1);
  if (length === undefined || !/^[a-z]/.test(next)) return undefined;
  if (REPEATED.test(next))
    return repeated(tokens, i, i + 1, `every ${length}`, 'an adjective of repetition');
  if (
    /^(?:and|or|to|in|on|at|by|from|until|for|as|of|with|during|after|before|if|thereafter|starting|beginning|not|the|a|an|all|each|between|through|via)$/.test(
      next,
    )
  )
    return undefined;
  return {
    relation: 'amount',
    range: { from: i, to: i + 1 },
    rule: 'an adjective of repetition',
  };
}

const UNIT = /^(?:minute|hour|day|week|month|quarter|year)$/;

export function recurrenceAt(tokens: readonly Token[], i: number): Found | undefined {
  const yearly = yearlyDay(tokens, i);
  if (yearly !== undefined) return yearly;
  const adjective = adjectiveAt(tokens, i);
  if (adjective !== undefined) return adjective;
  const adverb = ADVERBS.at(tokens, i);
  if (adverb !== undefined)
    return repeated(tokens, i, adverb.to, `every ${adverb.value}`, 'a word of repetition');
  return (
    everyAt(tokens, i) ??
    perAt(tokens, i) ??
    rateAt(tokens, i) ??
    onceAt(tokens, i) ??
    intervals(tokens, i)
  );
}

/** "every six months", "at least every four years", "each calendar year", "every two years". */
function everyAt(tokens: readonly Token[], from: number): Found | undefined {
  const i = prefixed(tokens, from);
  const word = low(tokens, i);
  if (word !== 'every' && word !== 'each') return undefined;
  if (low(tokens, i + 1) === 'fortnight')
    return repeated(tokens, from, i + 2, 'every 2 weeks', 'every unit');
  const plain = afterAdjectives(tokens, i + 1);
  const unit = low(tokens, plain);
  if (UNIT.test(unit)) {
    return repeated(tokens, from, plain + 1, `every 1 ${unit}`, 'every unit');
  }
  if (low(tokens, i + 1) === 'other' && UNIT.test(low(tokens, i + 2))) {
    return repeated(tokens, from, i + 3, `every 2 ${low(tokens, i + 2)}s`, 'every other unit');
  }
  if (word === 'each') return undefined;
  const length = lengthAt(tokens, i + 1, false);
  if (length === undefined || length.value.compound) return undefined;
  return repeated(tokens, from, length.to, `every ${length.value.text}`, 'every length');
}

/** The position after "succeeding calendar" and the like. */
function afterAdjectives(tokens: readonly Token[], from: number): number {
  let i = from;
  while (
    /^(?:calendar|single|fiscal|and|successive|succeeding|subsequent|following|full)$/.test(
      low(tokens, i),
    ) &&
    i < from + 3
  )
    i += 1;
  return i;
}

/** "at least", "not less than once", "in". */
function prefixed(tokens: readonly Token[], from: number): number {
  let i = from;
  while (
    i < from + 5 &&
    [
      'at',
      'least',
      'once',
      'in',
      'for',
      'during',
      'within',
      'not',
      'less',
      'than',
      'on',
      'of',
    ].includes(low(tokens, i))
  )
    i += 1;
  return i;
}

/** "per month", "per annum". */
function perAt(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) !== 'per') return undefined;
  const unit = low(tokens, i + 1) === 'calendar' ? low(tokens, i + 2) : low(tokens, i + 1);
  const word = unit === 'annum' ? 'year' : unit;
  if (!UNIT.test(word)) return undefined;
  if (/^(?:minutes?|hours?|days?|weeks?|months?|percent|%|cent)$/.test(low(tokens, i - 1))) {
    return { relation: 'amount', range: { from: i, to: i + 2 }, rule: 'a rate' };
  }
  return repeated(
    tokens,
    i,
    low(tokens, i + 1) === 'calendar' ? i + 3 : i + 2,
    `every 1 ${word}`,
    'per unit',
  );
}

/** "500 trucks a day": a number of things and a unit. */
function rateAt(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) !== 'a' || !/^(?:day|week|month|year|quarter)$/.test(low(tokens, i + 1)))
    return undefined;
  if (
    !/[a-z]{3}s$/.test(low(tokens, i - 1)) ||
    /^(?:hours|days|weeks|months|years|times)$/.test(low(tokens, i - 1))
  )
    return undefined;
  const counted = [2, 3, 4].some((back) => /^\d/.test(low(tokens, i - back)));
  return counted
    ? repeated(tokens, i, i + 2, `every 1 ${low(tokens, i + 1)}`, 'so many a unit')
    : undefined;
}

/** "once a year", "once every two years", "at least once in each calendar year". */
function onceAt(tokens: readonly Token[], from: number): Found | undefined {
  const least = low(tokens, from) === 'at' && low(tokens, from + 1) === 'least' ? from + 2 : from;
  if (low(tokens, least) !== 'once') return undefined;
  let i = least + 1;
  while (
    ['a', 'an', 'per', 'every', 'each', 'in', 'calendar', 'during'].includes(low(tokens, i)) &&
    i < least + 5
  )
    i += 1;
  const unit = low(tokens, i);
  if (i > least + 1 && unit === 'fortnight')
    return repeated(tokens, from, i + 1, 'every 2 weeks', 'once a unit');
  if (i > least + 1 && UNIT.test(unit))
    return repeated(tokens, from, i + 1, `every 1 ${unit}`, 'once a unit');
  const length = i > least + 1 ? lengthAt(tokens, i, false) : undefined;
  return length === undefined
    ? undefined
    : repeated(tokens, from, length.to, `every ${length.value.text}`, 'once every length');
}

const INTERVALS = new WordTable<true>([
  ['at intervals of', true],
  ['at intervals not|no exceeding|more than?', true],
  ['at regular intervals of', true],
]);

/** "at intervals of not more than six months". */
function intervals(tokens: readonly Token[], i: number): Found | undefined {
  const words = INTERVALS.at(tokens, i);
  if (words === undefined) return undefined;
  let at = words.to;
  while (
    ['not', 'no', 'more', 'longer', 'than', 'exceeding', 'at', 'most', 'about'].includes(
      low(tokens, at),
    )
  )
    at += 1;
  const length = lengthAt(tokens, at);
  return length === undefined
    ? undefined
    : repeated(tokens, i, length.to, `every ${length.value.text}`, 'at intervals');
}

/** "by 30 June of each year", "on or before March 31 of the succeeding calendar year", "on 1 May every year". */
function yearlyDay(tokens: readonly Token[], from: number): Found | undefined {
  let i = from;
  while (
    ['on', 'or', 'by', 'before', 'no', 'not', 'later', 'than', 'than', 'the'].includes(
      low(tokens, i),
    ) &&
    i < from + 5
  )
    i += 1;
  const date = i > from ? dateAt(tokens, i) : undefined;
  const { day, month, year } = date?.value ?? {};
  if (date === undefined || day === undefined || month === undefined || year !== undefined)
    return undefined;
  let to = date.to;
  while (['of', 'in', 'the', 'calendar'].includes(low(tokens, to)) && to < date.to + 4) to += 1;
  const word = low(tokens, to);
  const repeats = [
    'each',
    'every',
    'any',
    'succeeding',
    'following',
    'next',
    'same',
    'that',
    'such',
  ].includes(word);
  if (!repeats) return undefined;
  let year2 = to + 1;
  while (
    ['succeeding', 'following', 'calendar', 'and', 'every', 'subsequent'].includes(
      low(tokens, year2),
    ) &&
    year2 < to + 5
  )
    year2 += 1;
  if (low(tokens, year2) !== 'year') return undefined;
  const phrase = `every year on ${day} ${MONTHS[month - 1]}`;
  return repeated(tokens, from, year2 + 1, phrase, 'a day of each year');
}

/** What stands after a repetition: its origin and its end. */
function repeated(
  tokens: readonly Token[],
  from: number,
  at: number,
  every: string,
  rule: string,
): Found {
  let to = at;
  let moment: StatedMoment | undefined;
  const doubts: string[] = [];
  if (low(tokens, to) === 'thereafter') to += 1;
  // "daily from 06:00 to 18:00, starting on": the hours of the day are no beginning.
  const hours = afterHours(tokens, to);
  to = afterComma(tokens, hours ?? to);
  const origin = ['from', 'after', 'following', 'starting', 'beginning', 'commencing'].includes(
    low(tokens, to),
  );
  if (origin) {
    const read = momentAt(
      tokens,
      ['from', 'on', 'with'].includes(low(tokens, to + 1)) ? to + 2 : to + 1,
    );
    if (read !== undefined) {
      moment = read.value;
      to = read.to;
    }
  }
  // "per month during the Renewal Period": from its beginning.
  if (!origin && low(tokens, to) === 'during') {
    const end = anchorEnd(tokens, to + 1);
    if (end > to + 1) {
      moment = { type: 'event', range: { from: to + 1, to: end } };
      to = end;
    }
  }
  const until = low(tokens, to) === 'until' ? lastAt(tokens, to + 1) : undefined;
  if (hours !== undefined) doubts.push('The hours of the day are not read.');
  const end = until?.value;
  if (end?.type === 'day' && end.date.day === undefined)
    doubts.push('Does the repetition reach the end of what "until" names?');
  return {
    relation: 'every',
    range: { from, to: until?.to ?? to },
    rule,
    every,
    ...(moment !== undefined && { moment }),
    ...(until !== undefined && { until: until.value }),
    ...(doubts.length > 0 && { doubt: doubts.join(' ') }),
  };
}

/** The position after "from 06:00 to 18:00" or "at noon"; undefined where no time of the day stands there. */
function afterHours(tokens: readonly Token[], from: number): number | undefined {
  const word = low(tokens, from);
  const at = /^(?:from|between|at|by|before|until)$/.test(word) ? from + 1 : undefined;
  const to = at === undefined ? undefined : clockSpan(tokens, at);
  const dated = to !== undefined && (low(tokens, to) === 'on' || dateAt(tokens, to) !== undefined);
  return dated ? undefined : to;
}

/** The last moment of a repetition: "until 2032" names a year. */
function lastAt(tokens: readonly Token[], i: number): Read<StatedMoment> | undefined {
  const year = yearOnlyAt(tokens, i);
  if (year === undefined) return momentAt(tokens, i);
  return { value: { type: 'day', date: year.value, edge: 'last' }, to: year.to };
}
