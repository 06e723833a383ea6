import { clampedDay, formatDay, parseDay, toCivil } from '../../calendar/epoch-day';
import { printAmount } from '../../phrase/words';
import { inside } from '../moments/moment';
import { lastDayOf } from '../moments/questions';
import { Asked, type TextCursor } from '../text/text-cursor';
import { UNIT_MONTHS } from '../text/unit-words';

/** Questions about the last day of an interval that the text gives by its length. */

/**
 * "from and including 25 March for ten years", "for ten years commencing on 25 March": where its first day counts, the
 * last is 24 March.
 * @param end where it may end before: "for ten years commencing on 25 March, or until X".
 */
export function askLastDay(cursor: TextCursor, begins: string, length: string, end?: string): void {
  if (isExact(begins, length)) return;
  const at = { ...cursor.spanFrom(0), start: 0 };
  const x = inside(begins);
  const until = (day: string): string =>
    `from ${x} until ${end === undefined ? day : `earlier of (${day} and ${end})`}`;
  const whole = end === undefined ? `from ${x} for ${length}` : until(`${length} after ${x}`);
  const day = end === undefined ? endOf(begins, length) : undefined;
  const counted = day === undefined ? '' : `: the last is ${formatDay(day - 1)}`;
  const uncounted = day === undefined ? '' : `: the last is ${formatDay(day)}`;
  throw new Asked('does the period include the day that it begins on', at, [
    { text: until(lastDayOf(length, begins)), means: `that day is counted${counted}` },
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
  throw new Asked('does the period include the day that it precedes', at, [
    {
      text: `from ${length} before ${x} until 1 day before ${x}`,
      means: `that day is not counted${last(1)}`,
    },
    { text: `from ${firstDayTo(ends, length)} until ${x}`, means: `that day is counted${last(0)}` },
  ]);
}

/** The first day of a period of which the last is given. */
export function firstDayTo(last: string, length: string): string {
  const [, days, unit = ''] = /^(\d+) ((?:working )?day)s?$/.exec(length) ?? [];
  if (days === undefined) return `1 day after ${length} before ${inside(last)}`;
  const before = Number(days) - 1;
  if (before < 1) return inside(last);
  return `${printAmount(before, unit)} before ${inside(last)}`;
}

/** Whether a period runs from moment to moment: it has hours, or begins or ends at a clock time. */
function isExact(moment: string, length: string): boolean {
  return /\b(?:hours?|minutes?)\b/.test(length) || /^at |T\d/.test(moment);
}

/** The day that lies one period after a day; undefined where either is not known from the text alone. */
function endOf(begins: string, length: string): number | undefined {
  const day = parseDay(begins);
  const [, amount, unit = ''] = /^(\d+) ([a-z-]+?)s?$/.exec(length) ?? [];
  if (day === undefined || amount === undefined) return undefined;
  if (unit === 'day') return day + Number(amount);
  if (unit === 'week') return day + 7 * Number(amount);
  const months = UNIT_MONTHS.get(unit);
  if (months === undefined) return undefined;
  const civil = toCivil(day);
  const month = civil.month - 1 + months * Number(amount);
  return clampedDay(civil.year + Math.floor(month / 12), (month % 12) + 1, civil.day);
}
