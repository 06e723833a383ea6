import { formatDay, monthLength, parseDay, toCivil, toEpochDay } from '../../calendar/epoch-day';
import { inside } from '../moments/moment';
import { Asked, type TextCursor } from '../text/text-cursor';

/** Questions about the last day of an interval that the text gives by its length. */

/**
 * "from and including 25 March for ten years", "for ten years commencing on 25 March": where its first day counts, the
 * last is 24 March.
 * @param end where it may end before: "for ten years commencing on 25 March, or until X".
 */
export function askLastDay(cursor: TextCursor, begins: string, length: string, end?: string): void {
  if (isExact(begins, length)) return;
  const days = /^(\d+) days?$/.exec(length)?.[1];
  const event = /^1 day after (.+)$/.exec(begins)?.[1];
  const last =
    event !== undefined
      ? `${length} after ${event}`
      : days === undefined
        ? `1 day before ${length} after ${inside(begins)}`
        : `day ${days} of ${inside(begins)}`;
  const at = { ...cursor.spanFrom(0), start: 0 };
  const x = inside(begins);
  const until = (day: string): string =>
    `from ${x} until ${end === undefined ? day : `earlier of (${day} and ${end})`}`;
  const whole = end === undefined ? `from ${x} for ${length}` : until(`${length} after ${x}`);
  const day = end === undefined ? endOf(begins, length) : undefined;
  const counted = day === undefined ? '' : `: the last is ${formatDay(day - 1)}`;
  const uncounted = day === undefined ? '' : `: the last is ${formatDay(day)}`;
  throw new Asked('is the day it begins on the first day of the period', at, [
    { text: until(last), means: `that day is counted${counted}` },
    {
      text: whole,
      means: `that day is not counted${uncounted}, unless \`counting\` counts it`,
    },
  ]);
}

/** "the 90-day period preceding X": it ends with the day of X, or with the day before. */
export function askLastDayBefore(cursor: TextCursor, ends: string, length: string): void {
  if (isExact(ends, length)) return;
  const x = inside(ends);
  const at = { ...cursor.spanFrom(0), start: 0 };
  const day = parseDay(ends);
  const last = (back: number) =>
    day === undefined ? '' : `: the last is ${formatDay(day - back)}`;
  throw new Asked('is the day before which it lies its last day', at, [
    {
      text: `from ${length} before ${x} until 1 day before ${x}`,
      means: `that day is not counted${last(1)}`,
    },
    { text: `from ${firstDayTo(ends, length)} until ${x}`, means: `that day is counted${last(0)}` },
  ]);
}

/** The first day of a period of which the last is given. */
export function firstDayTo(last: string, length: string): string {
  const [, days, unit = ''] = /^(\d+) ((?:working )?days?)$/.exec(length) ?? [];
  if (days === undefined) return `1 day after ${length} before ${inside(last)}`;
  const before = Number(days) - 1;
  if (before < 1) return inside(last);
  return `${before} ${before === 1 ? unit.replace(/s$/, '') : unit} before ${inside(last)}`;
}

/** Whether a period runs from moment to moment: it has hours, or begins or ends at a clock time. */
function isExact(moment: string, length: string): boolean {
  return /\b(?:hours?|minutes?)\b/.test(length) || /^at |T\d/.test(moment);
}

const MONTHS_OF: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['quarter', 3],
  ['half-year', 6],
  ['year', 12],
]);

/** The day that lies one period after a day; undefined where either is not known from the text alone. */
function endOf(begins: string, length: string): number | undefined {
  const day = parseDay(begins);
  const [, amount, unit = ''] = /^(\d+) ([a-z-]+?)s?$/.exec(length) ?? [];
  if (day === undefined || amount === undefined) return undefined;
  if (unit === 'day') return day + Number(amount);
  if (unit === 'week') return day + 7 * Number(amount);
  const months = MONTHS_OF.get(unit);
  if (months === undefined) return undefined;
  const civil = toCivil(day);
  const month = civil.month - 1 + months * Number(amount);
  const year = civil.year + Math.floor(month / 12);
  const length1 = monthLength(year, (month % 12) + 1);
  return toEpochDay(year, (month % 12) + 1, Math.min(civil.day, length1));
}
