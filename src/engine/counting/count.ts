import { formatDay } from '../calendar/epoch-day';
import { firstUncovered, type Gap, type WorkingCalendar } from '../calendar/working-calendar';
import type { FirstDay } from '../model/step';
import type { EpochDay } from '../model/time';
import type { Period } from '../phrase/tree';
import { addFromFirstDay, amountsOf, type DaySide } from './arithmetic';
import type { Convention } from './convention';

/** Where a period leads, before any rolling. */
export interface CountedDay {
  day: EpochDay;
  /** The last month has no such day, and its last day or the next stands. */
  clamped: boolean;
  /** What the working calendar does not speak for. */
  gap?: Gap;
  /** The days of rest passed over, where only working days were counted. */
  skipped(): SkippedDays;
}

/** Days of rest by name ("2026-04-06 Easter Monday"), and the days of weekends too many to name. */
export interface SkippedDays {
  skipped: readonly string[];
  weekends: number;
}

const NONE: SkippedDays = { skipped: [], weekends: 0 };

/** Whether a period needs a working calendar: it says working days, or is so short that days of rest fall out. */
export function countsWorking(period: Period, convention: Convention): boolean {
  return amountsOf(period).workingDays !== 0 || isShort(period, convention);
}

/** Whether a convention counts it in working days for being so short. */
export function isShort(period: Period, convention: Convention): boolean {
  const { months, days, workingDays, milliseconds } = amountsOf(period);
  if (months !== 0 || workingDays !== 0 || milliseconds !== 0) return false;
  return days > 0 && days <= convention.shortPeriodDays;
}

/**
 * The civil day a period leads to from a day: months, then days, then working days.
 * @param calendar needed where `countsWorking`.
 * @param edge `end`: the last day of the period; `start`: the first day after what must have passed.
 * @param first the day that counts first; what the convention says of an event unless given.
 * @returns a text where the convention has no such day.
 */
export function countDays(
  from: EpochDay,
  period: Period,
  sign: 1 | -1,
  convention: Convention,
  calendar: WorkingCalendar | undefined,
  edge: DaySide,
  first: FirstDay = firstDayAfterEvent(convention),
): CountedDay | string {
  const amounts = amountsOf(period);
  // What follows a period begins on the day after it: no rule on time for acts puts a gap between the two.
  const follows = first === 'ended' && edge === 'start';
  if (isShort(period, convention) && !follows)
    [amounts.workingDays, amounts.days] = [amounts.days, 0];
  const moved = amounts.months !== 0 || amounts.days !== 0 || amounts.workingDays !== 0;
  const { day: base, clamped } = moved
    ? addFromFirstDay(from, amounts, sign, first, convention.monthEnd)
    : { day: from, clamped: false };
  if (clamped && convention.monthEnd === 'reject') return `a day that ${convention.name} has`;
  const worked = calendar?.add(base, sign * amounts.workingDays) ?? base;
  // No day at all where no working day is counted.
  const [low, high] = worked < base ? [worked, base - 1] : [base + 1, worked];
  const gap = calendar && firstUncovered(calendar, low, high, sign);
  // Only a number of days is counted in clear days; months and years run from date to date.
  const inDays = period.parts.every(({ unit }) => unit === 'day' || unit === 'working day');
  const clear = convention.clearDays && inDays && !follows && (sign === -1 || edge === 'start');
  return {
    day: moved && clear ? worked + sign : worked,
    clamped,
    ...(gap === undefined ? {} : { gap }),
    skipped: () => (calendar === undefined ? NONE : restDays(low, high, calendar)),
  };
}

/** What a convention says of the day of an event. */
export function firstDayAfterEvent({ excludesTriggerDay }: Convention): FirstDay {
  return excludesTriggerDay ? 'excluded' : 'included';
}

/** Every day of rest between two days, ends included; weekends of a long count are summed up. */
export function restDays(low: EpochDay, high: EpochDay, calendar: WorkingCalendar): SkippedDays {
  const holidays: string[] = [];
  const weekends: string[] = [];
  for (let day = low; day <= high; day++) {
    const reason = calendar.reason(day);
    if (reason === undefined) continue;
    (reason === 'weekend' ? weekends : holidays).push(`${formatDay(day)} ${reason}`);
  }
  if (weekends.length > MOST_NAMED) return { skipped: holidays, weekends: weekends.length };
  return { skipped: [...holidays, ...weekends].sort(), weekends: 0 };
}

const MOST_NAMED = 10;
