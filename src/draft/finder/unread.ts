import { isCapitalised, low, type Token, WordTable } from '../layout/tokens';
import { clockAt } from '../values/clock';
import { dateAt, monthOnlyAt, yearOnlyAt } from '../values/dates';
import { ordinalAt } from '../values/numbers';
import { lengthAt } from '../values/periods';
import type { Found } from './found';

/** Words of time that no phrase of the language says: each is shown with a question, none becomes an event. */
export function unreadAt(tokens: readonly Token[], i: number): Found | undefined {
  return (
    countedDayAt(tokens, i) ??
    approximateAt(tokens, i) ??
    fromTodayAt(tokens, i) ??
    weekdayAt(tokens, i) ??
    clockOnly(tokens, i) ??
    givenTime(tokens, i)
  );
}

const unread = (from: number, to: number, why: string): Found => ({
  relation: 'unread',
  range: { from, to },
  rule: 'words of time that are not read',
  why,
});

const BEFORE = new WordTable<true>([
  ['by|on|at|in|from|until|till|before|after|since|around|between', true],
  ['no|not later|earlier than', true],
  ['on or before|after', true],
  ['as from|of', true],
  ['not before|after', true],
]);

/** The position after a preposition of time and an article. */
function afterPreposition(tokens: readonly Token[], from: number): number {
  const to = BEFORE.at(tokens, from)?.to ?? from;
  return low(tokens, to) === 'the' ? to + 1 : to;
}

const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;

/** "by the fifth working day of each month". */
function countedDayAt(tokens: readonly Token[], from: number): Found | undefined {
  const i = afterPreposition(tokens, from);
  const nth = low(tokens, i) === 'last' ? { to: i + 1 } : ordinalAt(tokens, i);
  if (nth === undefined) return undefined;
  let to = nth.to;
  if (/^(?:business|working|calendar)$/.test(low(tokens, to))) to += 1;
  if (low(tokens, to) !== 'day' && !WEEKDAY.test(low(tokens, to))) return undefined;
  if (!/^(?:of|in)$/.test(low(tokens, to + 1))) return undefined;
  if (!/^(?:each|every)$/.test(low(tokens, to + 2))) return undefined;
  to += low(tokens, to + 3) === 'calendar' ? 4 : 3;
  if (!/^(?:week|month|quarter|year)$/.test(low(tokens, to))) return undefined;
  return unread(
    from,
    to + 1,
    'A day counted within each week, month, quarter or year is not read; which day is it, and from when?',
  );
}

/** "by mid-April", "in early 2031", "the middle of May 2030". */
function approximateAt(tokens: readonly Token[], from: number): Found | undefined {
  let i = afterPreposition(tokens, from);
  const word = low(tokens, i);
  if (!/^(?:mid|early|late|middle)$/.test(word)) return undefined;
  i += 1;
  if (low(tokens, i) === '-' || (word === 'middle' && low(tokens, i) === 'of')) i += 1;
  const date = dateAt(tokens, i) ?? monthOnlyAt(tokens, i) ?? yearOnlyAt(tokens, i);
  if (date === undefined || date.value.day !== undefined) return undefined;
  const year = date.value.year === undefined ? ', and of which year' : '';
  return unread(
    from,
    date.to,
    `The words name no day, so the time is not read; which day is meant${year}?`,
  );
}

const FROM_TODAY = new WordTable<true>([
  ['the? end|beginning|start|middle of next week|month|year|quarter', true],
  ['next week|month|year|quarter|spring|summer|autumn|fall|winter', true],
  ['later this week|month|year', true],
]);

/** "next month", "by the end of next week": counted from the day on which the text was written. */
function fromTodayAt(tokens: readonly Token[], from: number): Found | undefined {
  if (/^(?:the|each|every|of|a)$/.test(low(tokens, from - 1))) return undefined;
  const words = FROM_TODAY.at(tokens, BEFORE.at(tokens, from)?.to ?? from);
  if (words === undefined || /^(?:following|after|of)$/.test(low(tokens, words.to)))
    return undefined;
  return unread(
    from,
    words.to,
    'The time counts from the day on which the text was written and is not read; which day is meant?',
  );
}

/** "every Monday": the language has it only from a day on, which other words give. */
function weekdayAt(tokens: readonly Token[], i: number): Found | undefined {
  if (!/^(?:every|each)$/.test(low(tokens, i))) return undefined;
  if (!WEEKDAY.test(low(tokens, i + 1))) return undefined;
  return unread(i, i + 2, 'A day of the week is not read; from when is it counted?');
}

/** The position after "06:00", "8 a.m. to 5 p.m.", "06:00 hours and 18:00 hours", where no date makes it a moment. */
export function clockSpan(tokens: readonly Token[], from: number): number | undefined {
  const first = clockAt(tokens, from);
  if (first === undefined) return undefined;
  const joined = /^(?:to|until|till|and|-|\u2013)$/.test(low(tokens, first.to));
  const last = joined ? clockAt(tokens, first.to + 1) : undefined;
  return last?.to ?? first.to;
}

/** "from 06:00 to 18:00", "by 17:00": a time of the day without its day. */
function clockOnly(tokens: readonly Token[], from: number): Found | undefined {
  const at = BEFORE.at(tokens, from)?.to;
  const to = at === undefined ? undefined : clockSpan(tokens, at);
  if (at === undefined || to === undefined || dated(tokens, to)) return undefined;
  return unread(from, to, 'A time of the day without a day; on which days does it count?');
}

/** Whether a date stands near after a clock time. */
function dated(tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < from + 9; i += 1) {
    if (/^(?:[;.]|starting|beginning|commencing|from|the)$/.test(low(tokens, i))) return false;
    if (dateAt(tokens, i) !== undefined) return true;
  }
  return false;
}

/** "have 72 hours to meet": a time that is given for an act. */
function givenTime(tokens: readonly Token[], i: number): Found | undefined {
  if (!/^(?:have|has)$/.test(low(tokens, i))) return undefined;
  const length = lengthAt(tokens, i + 1);
  if (length === undefined || length.value.compound) return undefined;
  if (low(tokens, length.to) !== 'to' || isCapitalised(tokens[length.to + 1])) return undefined;
  return unread(i, length.to, 'A time is given for an act; from when does it count?');
}
