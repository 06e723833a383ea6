import { low, type Token } from '../layout/tokens';
import { dateAt } from '../values/dates';
import { lengthAt } from '../values/periods';
import { anchorEnd } from './anchor-end';
import type { Found } from './found';
import { COUNTED_FROM, lengthNear, momentAt } from './moments';

/** "with 30 days' written notice", "on 90 days' prior notice", "upon sixty days notice to". */
export function noticeAt(tokens: readonly Token[], from: number): Found | undefined {
  let i = from;
  const opener = [
    'with',
    'on',
    'upon',
    'by',
    'after',
    'giving',
    'gives',
    'give',
    'given',
    'provides',
    'subject',
  ].includes(low(tokens, i));
  if (opener) i += 1;
  while (
    [
      'to',
      'giving',
      'at',
      'least',
      'not',
      'no',
      'less',
      'fewer',
      'than',
      'a',
      'an',
      'minimum',
      'of',
      'the',
    ].includes(low(tokens, i)) &&
    i < from + 8 &&
    lengthAt(tokens, i, false) === undefined
  )
    i += 1;
  const length = lengthAt(tokens, i, false);
  if (length === undefined) return undefined;
  let at = length.to;
  while (
    ["'", 's', 'prior', 'advance', 'written', 'previous', 'of', 'formal', "days'", '-'].includes(
      low(tokens, at),
    ) &&
    at < length.to + 6
  )
    at += 1;
  if (!['notice', 'notification', 'warning'].includes(low(tokens, at))) return undefined;
  const rest = anchorEnd(tokens, at);
  return {
    relation: 'notice',
    range: { from, to: Math.max(at + 1, Math.min(rest, at + 8)) },
    rule: 'a length of notice',
    length: length.value.text,
  };
}

/** "The 20-day period", "a 15 day delivery schedule": a length before a noun. */
export function compoundAt(tokens: readonly Token[], i: number): Found | undefined {
  const length = lengthAt(tokens, i, false);
  if (length === undefined) return undefined;
  const next = low(tokens, length.to);
  const bare = /(?:s)$/.test(low(tokens, length.to - 1));
  const compound =
    length.value.compound ||
    (!bare &&
      /^[a-z]+$/.test(next) &&
      !/^(?:after|before|from|of|prior|following|and|or|to|at|in|on|until|notice|each|per|ago)$/.test(
        next,
      ));
  if (!compound) return undefined;
  let to = length.to;
  while (
    to < length.to + 5 &&
    /^[a-z-]+$/.test(low(tokens, to)) &&
    !/^(?:after|before|from|of|prior|following|and|or|to|at|in|on|by|within|until|shall|will|may|must|is|are|under|which|that|for)$/.test(
      low(tokens, to),
    )
  )
    to += 1;
  const counted = COUNTED_FROM.at(tokens, to);
  const moment =
    counted !== undefined && low(tokens, to) !== 'of' && low(tokens, to) !== 'on'
      ? momentAt(tokens, counted.to)
      : undefined;
  if (moment !== undefined && counted?.value === 'after') {
    return {
      relation: 'for',
      range: { from: i, to: moment.to },
      rule: 'a period of a length',
      length: length.value.text,
      moment: moment.value,
    };
  }
  return {
    relation: 'mention',
    range: { from: i, to },
    rule: 'a length that names a period',
    length: length.value.text,
  };
}

/** A date that no relation introduces, or that says of something when it was made. */
export function dateMention(tokens: readonly Token[], i: number): Found | undefined {
  const date = dateAt(tokens, i);
  if (date === undefined) return undefined;
  const value = { type: 'day' as const, date: date.value };
  let to = date.to;
  // "1 August 1947, 25 August 1947, and 1 November 1947"
  for (let count = 0; count < 12; count += 1) {
    const next = [',', 'and', 'or'].includes(low(tokens, to))
      ? low(tokens, to + 1) === 'and'
        ? to + 2
        : to + 1
      : to;
    const more = next === to ? undefined : dateAt(tokens, next);
    if (more === undefined) break;
    to = more.to;
  }
  const from = ['of', 'dated'].includes(low(tokens, i - 1)) ? i - 1 : i;
  return {
    relation: 'mention',
    range: { from, to },
    rule: 'a date without a relation',
    moment: value,
  };
}

/** "takes longer than six weeks", "for less than two months": a comparison, which sets a condition. */
export function comparedAt(tokens: readonly Token[], i: number): Found | undefined {
  if (!/^(?:longer|more|less|later|earlier|exceed|exceeds|exceeding)$/.test(low(tokens, i)))
    return undefined;
  const from = low(tokens, i + 1) === 'than' ? i + 2 : i + 1;
  if (from === i + 1 && !low(tokens, i).startsWith('exceed')) return undefined;
  const length = lengthNear(tokens, from);
  if (length === undefined || !length.value.counted) return undefined;
  return {
    relation: 'mention',
    range: { from: i, to: length.to },
    rule: 'a comparison with a length',
    length: length.value.text,
  };
}

/** A length that no relation introduces. */
export function lengthMention(tokens: readonly Token[], i: number): Found | undefined {
  const length = lengthNear(tokens, i);
  if (length === undefined || !length.value.counted) return undefined;
  const rate =
    /^(?:per|a|each|every)$/.test(low(tokens, length.to)) &&
    /^(?:day|week|month|year|annum)$/.test(low(tokens, length.to + 1));
  if (rate) return { relation: 'amount', range: { from: i, to: length.to + 2 }, rule: 'a rate' };
  return {
    relation: 'mention',
    range: { from: i, to: length.to },
    rule: 'a length without a relation',
    length: length.value.text,
  };
}
