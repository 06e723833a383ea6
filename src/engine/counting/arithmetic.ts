import { monthLength, toCivil, toEpochDay, weekday } from '../calendar/epoch-day';
import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Period, Unit } from '../model/period';
import type { FirstDay } from '../model/step';
import type { EpochDay } from '../model/time';
import type { EdgeUnit, MomentExpr } from '../phrase/tree';
import type { Convention } from './convention';

const UNIT_MONTHS = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const;
const MONTHS: Partial<Record<Unit, number>> = UNIT_MONTHS;
const DAYS: Partial<Record<Unit, number>> = { day: 1, week: 7 };
const MILLISECONDS: Partial<Record<Unit, number>> = { minute: 60_000, hour: 3_600_000 };

/** The sums of a period: months, days and working days move the civil day, milliseconds the instant. */
export interface Amounts {
  months: number;
  days: number;
  workingDays: number;
  milliseconds: number;
}

/** Sums the parts of a period: they are counted together from the anchor, not one after another. */
export function amountsOf(period: Period): Amounts {
  const amounts: Amounts = { months: 0, days: 0, workingDays: 0, milliseconds: 0 };
  for (const { amount, unit } of period.parts) {
    amounts.months += amount * (MONTHS[unit] ?? 0);
    amounts.days += amount * (DAYS[unit] ?? 0);
    if (unit === 'working day') amounts.workingDays += amount;
    amounts.milliseconds += amount * (MILLISECONDS[unit] ?? 0);
  }
  return amounts;
}

/** Whether a period has hours or minutes, even zero. Its result is then an instant, not a day. */
export function countsTime(period: Period): boolean {
  return period.parts.some(({ unit }) => MILLISECONDS[unit] !== undefined);
}

/** The day that a period leads to. */
export interface FarDay {
  day: EpochDay;
  /** The month is too short to have the day, so its last day or the day after is taken. */
  clamped: boolean;
  /** The last day of the month is taken, because the period is counted from the last day of a month. */
  toMonthEnd?: true;
}

/**
 * Adds whole months, then days.
 * @param monthEnd the rule for months that end on another date.
 */
export function addToDay(
  day: EpochDay,
  amounts: Amounts,
  sign: 1 | -1,
  monthEnd: Convention['monthEnd'],
): FarDay {
  if (amounts.months === 0) return { day: day + sign * amounts.days, clamped: false };
  const { year, month, day: dayOfMonth } = toCivil(day);
  const index = year * 12 + (month - 1) + sign * amounts.months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  const length = monthLength(toYear, toMonth);
  const clamped = dayOfMonth > length;
  const isLast = monthEnd === 'end-of-month' && dayOfMonth === monthLength(year, month);
  const kept = clamped || isLast ? length : dayOfMonth;
  const over = clamped && monthEnd === 'round-up' ? 1 : 0;
  const found = { day: toEpochDay(toYear, toMonth, kept) + over + sign * amounts.days, clamped };
  return kept > dayOfMonth ? { ...found, toMonthEnd: true } : found;
}

/** Adds whole months, then days, counted from the day that counts first. */
export function addFromFirstDay(
  day: EpochDay,
  amounts: Amounts,
  sign: 1 | -1,
  first: FirstDay,
  monthEnd: Convention['monthEnd'],
): FarDay {
  switch (first) {
    case 'excluded':
      return addToDay(day, amounts, sign, monthEnd);
    case 'included':
      return addInclusively(day, amounts, sign);
    case 'ended': {
      // The period starts at the midnight that begins the next day.
      const far = addToDay(day + 1, amounts, sign, sign === 1 ? 'round-up' : 'clamp');
      return { ...far, day: far.day - 1 };
    }
    case 'completed':
      return addToDay(day, amounts, sign, 'round-up');
  }
}

/**
 * Adds whole months, then days, with the day itself counted as the first: the result is one day short of the same date.
 * A month that is too short counts to its end: forwards its last day is the last, backwards the first day of the next
 * month is the first. So a later start never gives an earlier result.
 */
export function addInclusively(day: EpochDay, amounts: Amounts, sign: 1 | -1): FarDay {
  const far = addToDay(day, amounts, sign, sign === 1 ? 'round-up' : 'clamp');
  return { day: far.day - sign, clamped: far.clamped };
}

/** A period repeated n times. */
export function multiplyPeriod(period: Period, n: number): Period {
  return {
    ...period,
    parts: period.parts.map(({ amount, unit }) => ({ amount: amount * n, unit })),
  };
}

/** The boundary from which hours are counted in a day whose instant is not known; `start` also means "not before". */
export type DaySide = 'start' | 'end';

type Edge = Omit<Extract<MomentExpr, { type: 'edge' }>, 'type' | 'of'>;

/**
 * The first, last or nth day of the unit that contains a day, or of the nth unit after or before it; without a unit the
 * nth weekday or working day after or before the day. Where a unit has fewer working days, the count goes on after it.
 * @param calendar required for working days.
 * @returns `edge`: the day of the unit from which it is counted.
 */
export function dayOfUnit(
  { which, day, unit, nth = 0, direction, on }: Edge,
  of: EpochDay,
  calendar?: WorkingCalendar,
): { day: EpochDay; edge: EpochDay } {
  const back = which === 'last' || (unit === undefined && direction === 'before');
  const sign = back ? -1 : 1;
  const away = nth * (direction === 'before' ? -1 : 1);
  const edge =
    unit === undefined
      ? of + (on ? 0 : sign)
      : startOf(unit, of, away + (back ? 1 : 0)) - (back ? 1 : 0);
  const n = typeof which === 'number' ? which : 1;
  if (day === 'working') return { day: calendar?.add(edge - sign, sign * n) ?? edge, edge };
  if (day === undefined) return { day: edge + sign * (n - 1), edge };
  const ahead = (((sign * (day - weekday(edge))) % 7) + 7) % 7;
  return { day: edge + sign * (ahead + 7 * (n - 1)), edge };
}

function startOf(unit: EdgeUnit, of: EpochDay, away: number): EpochDay {
  if (unit === 'week') return of - weekday(of) + 1 + 7 * away;
  const { year, month } = toCivil(of);
  const length = UNIT_MONTHS[unit];
  const index = Math.floor((year * 12 + month - 1) / length + away) * length;
  return toEpochDay(Math.floor(index / 12), (index % 12) + 1, 1);
}
