import { low, type Token, WordTable } from '../layout/tokens';
import { clockAt } from '../values/clock';
import { dateAt } from '../values/dates';
import { anchorEnd } from './anchor-end';
import { countedYear, duringAt } from './during';
import type { Found } from './found';
import { afterComma, COUNTED_FROM, lengthNear, momentAt } from './moments';

/** Words of a state that lasts between two moments. */
export function intervalAt(tokens: readonly Token[], i: number): Found | undefined {
  return (
    untilAt(tokens, i) ??
    duringAt(tokens, i) ??
    inPhase(tokens, i) ??
    furtherTerms(tokens, i) ??
    forAt(tokens, i) ??
    periodOf(tokens, i) ??
    fromTo(tokens, i) ??
    whileAt(tokens, i) ??
    restOf(tokens, i) ??
    overAt(tokens, i)
  );
}

const UNTIL = new WordTable<true>([
  ['up? until|till', true],
  ['until such time as', true],
  ['up to and including', true],
]);

/** "until sovereignty is transferred", "until 31 December 2030", "until the end of". */
function untilAt(tokens: readonly Token[], i: number): Found | undefined {
  if (low(tokens, i) === 'pending') {
    const to = anchorEnd(tokens, i + 1);
    if (to < i + 2) return undefined;
    return {
      relation: 'until',
      range: { from: i, to },
      rule: 'pending',
      moment: { type: 'event', range: { from: i + 1, to } },
    };
  }
  const words = UNTIL.at(tokens, i);
  if (words === undefined) return undefined;
  const moment = untilMoment(tokens, words.to);
  return (
    moment && {
      relation: 'until',
      range: { from: i, to: moment.to },
      rule: 'until',
      moment: moment.value,
    }
  );
}

function untilMoment(tokens: readonly Token[], i: number) {
  const moment = momentAt(tokens, low(tokens, i) === 'after' ? i + 1 : i);
  if (moment !== undefined && moment.value.type !== 'event') return moment;
  if (moment?.value.type === 'event' && moment.value.end) return moment;
  const to = anchorEnd(tokens, i, true);
  return to === i ? undefined : { value: { type: 'event' as const, range: { from: i, to } }, to };
}

/** "in phase two", "in the first stage", "at this stage". */
function inPhase(tokens: readonly Token[], i: number): Found | undefined {
  const word = low(tokens, i);
  if (!/^(?:in|at|then|finally|next)$/.test(word)) return undefined;
  if (/^(?:this|that|any|some|a)$/.test(low(tokens, i + 1)) && low(tokens, i + 2) === 'stage') {
    return { relation: 'vague', range: { from: i, to: i + 3 }, rule: 'a stage', vague: 'soon' };
  }
  for (let k = i + 1; k < i + 4; k += 1) {
    if (!/^(?:phase|stage|phases|stages)$/.test(low(tokens, k))) continue;
    const number = /^(?:one|two|three|four|five|\d|i|ii|iii|iv|a|b|c)$/.test(low(tokens, k + 1));
    if (!number && k === i + 1) return undefined;
    const to = number ? k + 2 : k + 1;
    return {
      relation: 'during',
      range: { from: i, to },
      rule: 'in a phase',
      moment: { type: 'event', range: { from: i + 1, to } },
    };
  }
  return undefined;
}

/** "for a term of four years", "for 3 years after shipment", "for more than ten working days". */
function forAt(tokens: readonly Token[], i: number): Found | undefined {
  const word = low(tokens, i);
  if (word !== 'for' && word !== 'lasting' && word !== 'lasts' && word !== 'last') return undefined;
  let from = i + 1;
  while (
    ['up', 'to', 'as', 'long', 'at', 'least', 'a', 'further', 'not'].includes(low(tokens, from)) &&
    lengthNear(tokens, from) === undefined
  )
    from += 1;
  const length = lengthNear(tokens, from);
  if (length === undefined && countedYear(tokens, i + 1)) {
    return {
      relation: 'amount',
      range: { from: i, to: anchorEnd(tokens, i + 1) },
      rule: 'a year that is counted',
    };
  }
  if (length === undefined || length.value.compound) return undefined;
  const words = tokens
    .slice(i, length.to)
    .map(({ low: w }) => w)
    .join(' ');
  let { to } = length;
  const range = { from: i, to };
  if (/\b(?:more than|exceed|exceeding|longer than|maximum|up to|at most)\b/.test(words)) {
    return { relation: 'at-most', range, rule: 'for at most a length', length: length.value.text };
  }
  if (low(tokens, to) === 'period') to += 1;
  const counted = COUNTED_FROM.at(tokens, afterComma(tokens, to));
  const moment = counted?.value === 'after' ? momentAt(tokens, counted.to) : undefined;
  const further =
    /\b(?:additional|further|another|successive|renewal)\b/.test(words) ||
    furtherUnit(tokens, from, length.to);
  return {
    relation: 'for',
    range: { from: i, to: moment?.to ?? to },
    rule: further ? 'for a further length' : 'for a length',
    length: length.value.text,
    ...(moment !== undefined && { moment: moment.value }),
  };
}

/** "for successive one-year terms". */
function furtherTerms(tokens: readonly Token[], from: number): Found | undefined {
  if (low(tokens, from) !== 'for') return undefined;
  let i = from + 1;
  let further = false;
  while (i < from + 5 && lengthNear(tokens, i) === undefined) {
    further ||= FURTHER.test(low(tokens, i));
    i += 1;
  }
  for (; FURTHER.test(low(tokens, i)) || low(tokens, i) === 'an'; i += 1)
    further ||= FURTHER.test(low(tokens, i));
  const length = lengthNear(tokens, i);
  if (!further || length === undefined || !length.value.compound) return undefined;
  const noun = /^(?:terms?|periods?)$/.test(low(tokens, length.to));
  return {
    relation: 'for',
    range: { from, to: noun ? length.to + 1 : length.to },
    rule: 'for a further length',
    length: length.value.text,
  };
}

const FURTHER = /^(?:successive|additional|further|consecutive|another|renewal|subsequent)$/;

/** "a limitation period of three years". */
function periodOf(tokens: readonly Token[], i: number): Found | undefined {
  if (!/^(?:period|term|duration)$/.test(low(tokens, i)) || low(tokens, i + 1) !== 'of')
    return undefined;
  const length = lengthNear(tokens, i + 2);
  if (length === undefined || length.value.compound || !length.value.counted) return undefined;
  const counted = COUNTED_FROM.at(tokens, length.to);
  const moment = counted?.value === 'after' ? momentAt(tokens, counted.to) : undefined;
  return {
    relation: 'for',
    range: { from: i, to: moment?.to ?? length.to },
    rule: 'a period of a length',
    length: length.value.text,
    ...(moment !== undefined && { moment: moment.value }),
  };
}

const furtherUnit = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens
    .slice(from, to)
    .some(({ low: word }) => word === 'further' || word === 'additional' || word === 'successive');

/** "from 1 May until 3 June", "April 15, 2000 through October 15, 2000", "between X and Y". */
function fromTo(tokens: readonly Token[], i: number): Found | undefined {
  const word = low(tokens, i);
  const between = word === 'between';
  const opened = between || /^(?:from|beginning|commencing|starting|effective)$/.test(word);
  const from = opened ? (['on', 'from', 'with'].includes(low(tokens, i + 1)) ? i + 2 : i + 1) : i;
  const clock = opened ? clockAt(tokens, from) : undefined;
  if (clock !== undefined && /^(?:and|to|until|-)$/.test(low(tokens, clock.to))) {
    const second = clockAt(tokens, clock.to + 1);
    if (second !== undefined && dateAt(tokens, second.to + 1) === undefined) {
      return { relation: 'amount', range: { from: i, to: second.to }, rule: 'hours of the day' };
    }
  }
  const first = momentAt(tokens, from);
  if (first === undefined) return undefined;
  if (!opened && first.value.type !== 'day') return undefined;
  if (first.value.type === 'event' && between) return undefined;
  let joint = low(tokens, first.to) === ',' ? first.to + 1 : first.to;
  const before = between ? [] : ['and', 'continuing', 'up', 'lasting', 'or'];
  while (before.includes(low(tokens, joint))) joint += 1;
  let link = low(tokens, joint);
  if (ENDING.test(link)) {
    joint += /^(?:on|at|until|through)$/.test(low(tokens, joint + 1)) ? 1 : 0;
    link = 'until';
  }
  if (between ? link !== 'and' : !['until', 'through', 'to', 'till', 'thru'].includes(link))
    return undefined;
  const second = momentAt(tokens, joint + 1);
  if (
    second === undefined ||
    (second.value.type === 'event' && first.value.type === 'event' && link === 'to')
  )
    return undefined;
  return {
    relation: 'between',
    range: { from: i, to: second.to },
    rule: 'from one moment until another',
    moment: first.value,
    until: second.value,
  };
}

const ENDING = /^(?:ending|terminating|expiring|concluding)$/;

const WHILE = new WordTable<string>([
  ['while', 'while'],
  ['as|so long as', 'as long as'],
  ['for as|so long as', 'as long as'],
]);

/** "while the talks continue", "as long as both parties agree". */
function whileAt(tokens: readonly Token[], i: number): Found | undefined {
  const words = WHILE.at(tokens, i);
  if (words === undefined) return undefined;
  const to = anchorEnd(tokens, words.to, true);
  if (to === words.to) return undefined;
  // "while sanctions would be lifted" sets two statements beside each other.
  if (
    words.value === 'while' &&
    (MODAL.test(low(tokens, to)) || low(tokens, words.to).endsWith('ing'))
  )
    return undefined;
  return {
    relation: 'while',
    range: { from: i, to },
    rule: words.value,
    moment: { type: 'event', range: { from: words.to, to } },
  };
}

const MODAL = /^(?:shall|will|would|may|must|should|can|could)$/;

const REST = new WordTable<true>([
  [
    'for|during|throughout the remainder|rest|balance|duration|term|life|lifetime|whole|entirety of',
    true,
  ],
  ['for the remaining|entire|full|whole term|period|duration|life', true],
  ['for|during the unexpired? term|period|duration', true],
]);

/** "for the remainder of the term". */
function restOf(tokens: readonly Token[], i: number): Found | undefined {
  const words = REST.at(tokens, i);
  if (words === undefined) return undefined;
  const of =
    low(tokens, words.to - 1) === 'of'
      ? words.to
      : low(tokens, words.to) === 'of'
        ? words.to + 1
        : words.to - 1;
  const to = Math.max(words.to, anchorEnd(tokens, of));
  return {
    relation: 'rest-of',
    range: { from: i, to },
    rule: 'for the rest of',
    moment: { type: 'event', range: { from: of, to } },
  };
}

const OVER = new WordTable<true>([
  ['over|across the next|following|first|coming', true],
  ['over a period of', true],
  ['over', true],
]);

/** "over the next two years", "over a period of six months". */
function overAt(tokens: readonly Token[], i: number): Found | undefined {
  const words = OVER.at(tokens, i);
  if (words === undefined) return undefined;
  const length = lengthNear(tokens, words.to);
  if (length === undefined || length.value.compound || !length.value.counted) return undefined;
  const counted = COUNTED_FROM.at(tokens, length.to);
  const moment = counted && momentAt(tokens, counted.to);
  return {
    relation: 'within',
    range: { from: i, to: moment?.to ?? length.to },
    rule: 'over a length',
    length: length.value.text,
    ...(moment !== undefined && { moment: moment.value }),
  };
}
