import { firstUncovered, type Gap, type WorkingCalendar } from '../calendar/working-calendar';
import type { Item } from '../compile/item';
import { amountsOf, countsTime } from '../counting/arithmetic';
import { isShort } from '../counting/count';
import { atClockTime, hoursStart } from '../counting/hours';
import type { ChangePoint } from '../evaluate/condition';
import type { Context, PointInTime } from '../evaluate/context';
import { calendarFor } from '../evaluate/item-calendar';
import type { Period, Unit } from '../model/period';
import type { EpochDay, Instant } from '../model/time';
import type { Known, Value } from '../model/value';
import { printPeriod } from '../phrase/print';

/** Measures a pause in the unit of the paused period, and moves an end by it. */
interface PauseMeter {
  /** Whether a pause begins only after the period has ended. */
  isPast(from: ChangePoint, end: Known): boolean;
  /** The part of the period between two moments, counted from the beginning of the period at the earliest. */
  between(from: ChangePoint, to: ChangePoint): number;
  /** An end moved later by an amount. */
  later(end: Known, amount: number): PointInTime;
  /** "3 working days"; undefined where the amount is no whole number of minutes. */
  print(amount: number): string | undefined;
  /** The first day between two days that the calendar does not cover. */
  gap(from: EpochDay, to: EpochDay): Gap | undefined;
}

/**
 * @param base where the months and days of a period end that continues in working days.
 * @returns the meter, or the name of the calendar that is missing.
 */
export function meterFor(
  end: Known,
  of: Known | undefined,
  period: Period | undefined,
  item: Item,
  context: Context,
  base: () => Value,
): PauseMeter | string {
  if (end.exact && end.instant !== undefined) {
    return period !== undefined && countsTime(period)
      ? exactTime(end.instant, of, item, context)
      : clockTime(end.instant, of, item, context);
  }
  if (period === undefined) return days(of);
  const { months, days: whole, workingDays: worked } = amountsOf(period);
  const short = isShort(period, item.convention);
  if (worked === 0 && !short) return days(of);
  const calendar = calendarFor(item, context);
  if (typeof calendar === 'string') return calendar;
  const first = months === 0 && whole === 0 ? undefined : base();
  return short || !first?.known
    ? workingDays(of, calendar)
    : mixedDays(of, calendar, first.day, worked);
}

const NO_GAP = (): undefined => undefined;

/** Whole days, also for longer units: from the day of the stop to the day on which the clock runs again. */
function days(of: Known | undefined): PauseMeter {
  return {
    isPast: (from, end) => from.day > end.day,
    between: (from, to) => to.day - firstOf(from, of),
    later: ({ day, side }, n) => ({ day: day + n, exact: false, side }),
    print: (n) => printAmounts([n, 'day']),
    gap: NO_GAP,
  };
}

/** Working days only: a pause over a weekend moves nothing. */
function workingDays(of: Known | undefined, calendar: WorkingCalendar): PauseMeter {
  return {
    ...days(of),
    between(from, to) {
      const first = firstOf(from, of);
      return to.day <= first ? 0 : calendar.between(first - 1, to.day - 1);
    },
    later: ({ day, side }, n) => ({ day: calendar.add(day, n), exact: false, side }),
    print: (n) => printAmounts([n, 'working day']),
    gap: (from, to) => firstUncovered(calendar, from + 1, to),
  };
}

/**
 * Months and days, then working days: a pause moves the part that runs when it begins, and the working days are counted
 * again from the end of the longer units.
 */
function mixedDays(
  of: Known | undefined,
  calendar: WorkingCalendar,
  base: EpochDay,
  worked: number,
): PauseMeter {
  const [whole, working] = [days(of), workingDays(of, calendar)];
  let [ends, meter] = [base, whole];
  return {
    ...working,
    between(from, to) {
      meter = from.day <= ends ? whole : working;
      return meter.between(from, to);
    },
    later(end, n) {
      if (meter === working) return working.later(end, n);
      ends += n;
      return { day: calendar.add(ends, worked), exact: false, side: end.side };
    },
    print: (n) => meter.print(n),
  };
}

function firstOf(from: ChangePoint, of: Known | undefined): EpochDay {
  return of === undefined ? from.day : Math.max(from.day, of.day);
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Exact time, for hours and minutes. */
function exactTime(
  ends: Instant,
  of: Known | undefined,
  item: Item,
  { zones }: Context,
): PauseMeter {
  const begins = of === undefined ? Number.NEGATIVE_INFINITY : hoursStart(of, { ...item, zones });
  return {
    isPast: (from, { instant = ends }) => from.at >= instant,
    between: (from, to) => to.at - Math.max(from.at, begins),
    later({ instant: at = ends }, n) {
      const instant = at + n;
      return { day: zones.localOf(instant - 1, item.zone).day, instant, exact: true };
    },
    print: (n) => printTime(n),
    gap: NO_GAP,
  };
}

/** Time on the local clock, for a day with a clock time: a pause of whole days keeps the clock time. */
function clockTime(
  ends: Instant,
  of: Known | undefined,
  item: Item,
  { zones }: Context,
): PauseMeter {
  const localTime = (at: Instant): number => {
    const { day, millisecond } = zones.localOf(at, item.zone);
    return day * DAY_MS + millisecond;
  };
  const begins = of === undefined ? Number.NEGATIVE_INFINITY : of.day * DAY_MS;
  return {
    isPast: (from, { instant = ends }) => from.at >= instant,
    between: (from, to) => localTime(to.at) - Math.max(localTime(from.at), begins),
    later({ instant: at = ends }, n) {
      const local = localTime(at) + n;
      const day = Math.floor(local / DAY_MS);
      const instant = atClockTime(day, local - day * DAY_MS, item.zone, zones);
      return { day: zones.localOf(instant - 1, item.zone).day, instant, exact: true };
    },
    print: (n) => (n % DAY_MS === 0 ? printAmounts([n / DAY_MS, 'day']) : printTime(n)),
    gap: NO_GAP,
  };
}

function printTime(milliseconds: number): string | undefined {
  const minutes = milliseconds / MINUTE_MS;
  if (!Number.isInteger(minutes)) return undefined;
  return printAmounts([Math.floor(minutes / 60), 'hour'], [minutes % 60, 'minute']);
}

function printAmounts(...amounts: readonly [amount: number, unit: Unit][]): string {
  const parts = amounts.flatMap(([amount, unit]) => (amount === 0 ? [] : [{ amount, unit }]));
  return printPeriod({ exactly: false, parts });
}
