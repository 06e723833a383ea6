import { clampedDay, toCivil, toEpochDay, weekday } from '../calendar/epoch-day';
import { firstUncovered, type WorkingCalendar } from '../calendar/working-calendar';
import type { Item } from '../compile/item';
import { dayOfUnit, multiplyPeriod } from '../counting/arithmetic';
import type { EpochDay } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import type { Every, Rhythm } from '../phrase/tree';
import { horizonStep, occurrenceStep } from './clause-steps';
import { addGap, addProvisionalOn, type Context, derivedValue } from './context';
import { calendarFor } from './item-calendar';
import { atEarliest, overRange } from './range';
import { roll } from './roll';
import { shift } from './shift';

/** How many occurrences are given where the text sets no end. */
const OPEN_OCCURRENCES = 24;
/** The maximum of occurrences of one obligation: a daily one for three years. */
const MAX_OCCURRENCES = 1_100;

/** The dates of a repeated obligation, each counted from the origin; one unknown value where the origin is not known. */
export function occurrences(every: Every, item: Item, { memoized }: Context): Value[] {
  return memoized.occurrences(item, () => computeOccurrences(every, item, memoized));
}

function computeOccurrences(every: Every, item: Item, context: Context): Value[] {
  const origin = context.evaluate(every.of, item, 'end');
  if (!origin.known) return [origin];
  const until = every.until && context.evaluate(every.until, item, 'end');
  const most = every.times ?? (until?.known ? MAX_OCCURRENCES : OPEN_OCCURRENCES);
  const open = until === undefined || until.known ? [] : until.waitsFor;
  const found: Value[] = [];
  // With the first day counted in, each date would be a day earlier than one interval after the last.
  const exclusive = { excludesTriggerDay: true, countsBegunDay: false };
  const counting = { ...item, convention: { ...item.convention, ...exclusive } };
  for (let n = every.start === 'from' ? 1 : 0; found.length < most; n++) {
    const counted = overRange(origin, context, (one, own) =>
      one.known ? nth(every, n, one, every.start === 'starting on', counting, own) : one,
    );
    if (!counted.known) return [counted];
    if (until?.known && isPast(atEarliest(counted), until)) break;
    const value = shifted(
      until?.known ? notPast(counted, until) : counted,
      every,
      counting,
      context,
    );
    if (!value.known) return [value];
    const hypothetical = value.hypothetical || (until?.known === true && until.hypothetical);
    // An end that is not known yet moves no date: it may take the occurrence away.
    found.push(addProvisionalOn({ ...value, hypothetical }, open, undefined));
  }
  const last = found.at(-1);
  if (context.derivations && every.times === undefined && last?.known && found.length === most) {
    const step = horizonStep(most, last.day, until?.known === true);
    found[most - 1] = { ...last, steps: [...last.steps, step] };
  }
  return found;
}

/** A date that lies a period after or before a day of the rhythm. It rolls as the end of any period does. */
function shifted(day: Known, { shift: by }: Every, item: Item, context: Context): Value {
  if (by === undefined) return day;
  const sign = by.direction === 'after' ? 1 : -1;
  const value = shift(day, by.period, sign, item, context, 'end');
  return item.due === undefined ? value : roll(value, day, by.period, sign, item, context);
}

/** Whether a date is later than the end. A date at the end is not. Instants are compared if both have one, else days. */
function isPast(value: Known, until: Known): boolean {
  if (value.instant === undefined || until.instant === undefined || !until.exact)
    return value.day > until.day;
  return value.instant > until.instant;
}

/** A date known only roughly is not later than the end of the repetition. */
function notPast(value: Known, until: Known): Known {
  if (value.earliest === undefined || !isPast(value, until)) return value;
  const { instant: _, ...rest } = value;
  return { ...rest, day: until.day };
}

function nth(
  every: Every,
  n: number,
  origin: Known,
  including: boolean,
  item: Item,
  context: Context,
): Value {
  const { rhythm, printed } = every;
  const text = `every ${printed}`;
  if (rhythm.type === 'period') {
    const withoutSteps = { ...context, derivations: false };
    const value: Value =
      n === 0
        ? origin
        : shift(origin, multiplyPeriod(rhythm.period, n), 1, item, withoutSteps, 'end');
    if (!value.known) return value;
    const counted = { ...value, steps: origin.steps };
    return derivedValue(context, counted, value, () => [
      occurrenceStep(including ? n + 1 : n, origin.day, value.day, text),
    ]);
  }
  const first = including ? origin.day : origin.day + 1;
  const found = (day: EpochDay): Known =>
    derivedValue(context, origin, { day, exact: false }, () => [
      occurrenceStep(including ? n + 1 : n, origin.day, day, text),
    ]);
  const count = including ? n : n - 1;
  if (rhythm.type === 'nth' && rhythm.day === 'working') {
    const calendar = calendarFor(item, context);
    if (typeof calendar === 'string') return waiting(calendar);
    const { day, edge } = nthDay(rhythm, first, count, calendar);
    const gap = firstUncovered(calendar, Math.min(day, edge), Math.max(day, edge));
    return addGap(found(day), gap);
  }
  return found(calendarDay(rhythm, first, count));
}

/** A day of a rhythm of the calendar; index 0 is the first on or after `from`. */
function calendarDay(
  rhythm: Exclude<Rhythm, { type: 'period' }>,
  from: EpochDay,
  index: number,
): EpochDay {
  if (rhythm.type === 'week') return from + ((rhythm.weekday - weekday(from) + 7) % 7) + 7 * index;
  const { year, month } = toCivil(from);
  if (rhythm.type === 'nth') return nthDay(rhythm, from, index).day;
  if (rhythm.type === 'month') {
    const on = (away: number): EpochDay => {
      const at = year * 12 + month - 1 + away;
      return clampedDay(Math.floor(at / 12), (at % 12) + 1, rhythm.day);
    };
    return on(index + (on(0) < from ? 1 : 0));
  }
  const sorted = [...rhythm.on].sort((a, b) => a.month - b.month || a.day - b.day);
  const on = (at: number): EpochDay => {
    const one = sorted[at % sorted.length];
    if (one === undefined) throw new RangeError('a yearly rhythm has at least one day');
    return clampedDay(year + Math.floor(at / sorted.length), one.month, one.day);
  };
  let skipped = 0;
  while (on(skipped) < from) skipped++;
  return on(skipped + index);
}

/** The same for a day among those of its kind in a unit. @param calendar required for working days. */
function nthDay(
  rhythm: Extract<Rhythm, { type: 'nth' }>,
  from: EpochDay,
  index: number,
  calendar?: WorkingCalendar,
): ReturnType<typeof dayOfUnit> {
  const { month } = rhythm;
  const on = (away: number): ReturnType<typeof dayOfUnit> =>
    month === undefined
      ? dayOfUnit({ ...rhythm, nth: away, direction: 'after' }, from, calendar)
      : dayOfUnit(
          { ...rhythm, unit: 'month' },
          toEpochDay(toCivil(from).year + away, month, 1),
          calendar,
        );
  return on(index + (on(0).day < from ? 1 : 0));
}
