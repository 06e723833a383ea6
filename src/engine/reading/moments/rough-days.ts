import { MONTHS } from '../../phrase/words';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import { readMonth, readMonthDay } from '../values/days';
import type { Moment } from './moment';

/** Reads days of which the text names only the month, quarter, half or year, and days without their year. */

/** The year in the readings of a text that names none. */
export const SOME_YEAR = 2030;

const NTH = ['first', 'second', 'third', 'fourth'];
const PARTS = new Lexicon<{ text: string; months: number }>([
  ...[1, 2, 3, 4].map((n): [string, { text: string; months: number }] => [
    `q${n}|${NTH[n - 1]} quarter|${n}${['st', 'nd', 'rd', 'th'][n - 1]} quarter${n === 4 ? '|last quarter' : ''}`,
    { text: `${NTH[n - 1]} quarter of`, months: n * 3 },
  ]),
  ['first half|h1|1st half', { text: 'first half of', months: 6 }],
  ['second half|h2|2nd half|latter half', { text: 'second half of', months: 12 }],
]);
const VAGUE = new Lexicon<'mid' | 'early' | 'late'>([
  ['mid|middle of|mid-way through|midway through', 'mid'],
  ['early|early in|early part of', 'early'],
  ['late|late in|latter part of|towards end of|toward end of|around end of', 'late'],
]);

/** "the month of" before its name. */
function takeLead(cursor: TextCursor): string | undefined {
  return ['course', 'month', 'year'].find((lead) => cursor.take(lead, 'of'));
}

/** "June 2027", "the second quarter of 2027", "H1 2027", "the year 2027". */
export function readRough(cursor: TextCursor): Moment | undefined {
  return cursor.attempt(() => {
    cursor.skipArticles();
    if (cursor.peek() === 'calendar') cursor.position++;
    const leads: string[] = [];
    for (let lead = takeLead(cursor); lead !== undefined; lead = takeLead(cursor)) {
      leads.push(lead);
      cursor.skipArticles();
    }
    const part = cursor.takeFrom(PARTS);
    const month = part === undefined ? readMonth(cursor) : undefined;
    // "the month of 2027" names none.
    if (leads.includes('month') && month === undefined) return undefined;
    if (leads.includes('year') && (month ?? part) !== undefined) return undefined;
    cursor.takeOne(',');
    cursor.takeOne('of', 'in');
    cursor.skipArticles();
    cursor.takeOne('calendar');
    cursor.takeOne('year');
    const year = readYear(cursor);
    if (year === undefined) return undefined;
    if (part !== undefined) return { text: `${part.text} ${year}` };
    return { text: month === undefined ? `${year}` : `${MONTHS[month - 1]} ${year}` };
  });
}

function readYear(cursor: TextCursor): number | undefined {
  if (!/^[12]\d{3}$/.test(cursor.peek())) return undefined;
  cursor.position++;
  return Number(cursor.peek(-1));
}

/** "mid-June 2027", "early 2027": some read it as a day, others as any day of the time that is named. */
export function askWhichDay(cursor: TextCursor): undefined {
  const from = cursor.position;
  cursor.skipArticles();
  askSeason(cursor, from);
  const vague = cursor.takeFrom(VAGUE);
  if (vague === undefined) return back(cursor, from);
  cursor.skipArticles();
  const month = readMonth(cursor);
  cursor.takeOne('of', ',');
  const named = readYear(cursor);
  if (month === undefined && named === undefined) return back(cursor, from);
  const year = named ?? SOME_YEAR;
  const [first, middle, last] =
    month === undefined
      ? ['31 March', '30 June', '30 September']
      : ['10', '15', '20'].map((day) => `${day} ${MONTHS[month - 1]}`);
  const day = vague === 'mid' ? middle : vague === 'early' ? first : last;
  const whole = month === undefined ? `${year}` : `${MONTHS[month - 1]} ${year}`;
  const which = named === undefined ? `, in the year that is meant` : '';
  throw new Asked(
    `which day is "${cursor.written(cursor.spanFrom(from))}"`,
    cursor.spanFrom(from),
    [
      { text: `${day} ${year}`, means: `a day such as ${day}${which}` },
      { text: whole, means: `any day of ${whole}${which}` },
    ],
  );
}

/** The last days of the seasons by months and by the sun, in the north. */
const SEASONS: ReadonlyMap<string, readonly [byMonth: string, bySun: string]> = new Map([
  ['spring', ['31 May', '20 June']],
  ['summer', ['31 August', '21 September']],
  ['autumn', ['30 November', '20 December']],
  ['fall', ['30 November', '20 December']],
]);

/** "summer 1999": to which day? A winter lies in two years. */
function askSeason(cursor: TextCursor, from: number): void {
  const season = cursor.peek();
  const [byMonth, bySun] = SEASONS.get(season) ?? [];
  if (byMonth === undefined || bySun === undefined) return;
  cursor.position++;
  cursor.takeOne('of', ',', 'in');
  const year = readYear(cursor);
  if (year === undefined) {
    cursor.position = from;
    return;
  }
  throw new Asked(`on which day does ${season} ${year} end`, cursor.spanFrom(from), [
    { text: `${byMonth} ${year}`, means: `on ${byMonth}, with the month` },
    { text: `${bySun} ${year}`, means: `on ${bySun}, by the sun in the north` },
  ]);
}

/** "30 April" or "June" without a year: which one? */
export function askWhichYear(cursor: TextCursor): undefined {
  const from = cursor.position;
  const day = readMonthDay(cursor);
  const month = day === undefined ? cursor.attempt(() => readMonth(cursor)) : undefined;
  const each = cursor.peek(/^(?:of|in)$/.test(cursor.peek()) ? 1 : 0);
  if ((day === undefined && month === undefined) || each === 'each' || each === 'every')
    return back(cursor, from);
  const text = day === undefined ? MONTHS[(month ?? 1) - 1] : `${day.day} ${MONTHS[day.month - 1]}`;
  throw new Asked(`in which year is ${text}`, cursor.spanFrom(from), [
    { text: `${text} ${SOME_YEAR}`, means: `in ${SOME_YEAR}, say: write the year that is meant` },
    { text: `${text} ${SOME_YEAR + 1}`, means: `in ${SOME_YEAR + 1}` },
  ]);
}

function back(cursor: TextCursor, position: number): undefined {
  cursor.position = position;
  return undefined;
}

const FROM_TODAY = new Lexicon<true>([
  [
    'early next year|late next year|later next year|early next month|late next month|early this year|late this year|earlier this year|mid next year|today|tomorrow|yesterday|tonight|now|next week|next month|next year|this week|this month|this year|next quarter|end of week|end of month|end of year|end of next week|end of next month|end of next year|end of this week|end of this month|end of this year|end of today|end of tomorrow|later this week|later this month|later this year|coming days|coming weeks|coming months|year-end|month-end|year end|month end',
    true,
  ],
  ...'monday tuesday wednesday thursday friday saturday sunday'
    .split(' ')
    .map((day): [string, true] => [
      `next ${day}|this ${day}|coming ${day}|${day} next|${day}`,
      true,
    ]),
]);

/** "tomorrow", "next Friday", "the end of the month": days that follow from the day of writing. */
export function refuseFromToday(cursor: TextCursor): undefined {
  const from = cursor.position;
  cursor.skipArticles();
  const found = FROM_TODAY.match(cursor.peek);
  const next = found === undefined ? '' : cursor.peek(found.length);
  if (
    found === undefined ||
    /^(of|in|following|after|which|that|during|preceding|before|containing|\d+)$/.test(next)
  ) {
    return back(cursor, from);
  }
  cursor.position += found.length;
  const at = cursor.spanFrom(from);
  const detail = `"${cursor.written(at)}" depends on the day of writing`;
  throw new Unread(detail, 'the day itself, such as 2030-06-30', at);
}
