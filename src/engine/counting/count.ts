import { formatDay } from '../calendar/epoch-day';
import { firstUncovered, type Gap, type WorkingCalendar } from '../calendar/working-calendar';
import type { Period } from '../model/period';
import type { FirstDay } from '../model/step';
import type { EpochDay } from '../model/time';
import { addFromFirstDay, amountsOf, type DaySide, type FarDay } from './arithmetic';
import type { Convention } from './convention';

/** The result of adding a period to a day, before any rolling. */
export interface CountedDay extends FarDay {
  /** The first day counted that the working calendar does not cover. */
  gap?: Gap;
  /** The non-working days that were skipped, where working days were counted. */
  skipped(): SkippedDays;
}

/**
 * Non-working days by name ("2026-04-06 Easter Monday"). Where the weekend days are too many to name, `skipped` has the
 * holidays only and `weekends` the number of the others, else `weekends` is 0.
 */
interface SkippedDays {
  skipped: readonly string[];
  weekends: number;
}

const NONE: SkippedDays = { skipped: [], weekends: 0 };

/** Whether a period is counted in working days: it says so, or the convention does for being short. */
export function countsWorking(period: Period, convention: Convention): boolean {
  return amountsOf(period).workingDays !== 0 || isShort(period, convention);
}

/** Whether a period is so short that the convention counts it in working days. */
export function isShort(period: Period, convention: Convention): boolean {
  const { months, days, workingDays, milliseconds } = amountsOf(period);
  if (months !== 0 || workingDays !== 0 || milliseconds !== 0) return false;
  return days > 0 && days <= convention.shortPeriodDays;
}

/**
 * Adds a period to a day: months first, then days, then working days.
 * @param sign 1 counts forwards, -1 backwards.
 * @param calendar required where `countsWorking`.
 * @param side `end`: the result is the last day of the period; `start`: the first day after it.
 * @param first the day that counts first; the default is the rule of the convention for events.
 */
export function countDays(
  from: EpochDay,
  period: Period,
  sign: 1 | -1,
  convention: Convention,
  calendar: WorkingCalendar | undefined,
  side: DaySide,
  first: FirstDay = firstDayAfterEvent(convention),
): CountedDay {
  const amounts = amountsOf(period);
  // What follows another period begins on the day after it: rules for acts put no gap between the two.
  const follows = first === 'ended' && side === 'start';
  if (isShort(period, convention) && !follows)
    [amounts.workingDays, amounts.days] = [amounts.days, 0];
  const moved = amounts.months !== 0 || amounts.days !== 0 || amounts.workingDays !== 0;
  const far: FarDay = moved
    ? addFromFirstDay(from, amounts, sign, first, convention.monthEnd)
    : { day: from, clamped: false };
  const base = far.day;
  const worked = calendar?.add(base, sign * amounts.workingDays) ?? base;
  // The working days counted; an empty span where none is.
  const [low, high] = worked < base ? [worked, base - 1] : [base + 1, worked];
  const gap = calendar && firstUncovered(calendar, low, high, sign);
  // Clear days apply to a number of days; months and years run from date to date.
  const inDays = period.parts.every(({ unit }) => unit === 'day' || unit === 'working day');
  const clear = convention.clearDays && inDays && !follows && (sign === -1 || side === 'start');
  return {
    ...far,
    day: moved && clear ? worked + sign : worked,
    ...(gap === undefined ? {} : { gap }),
    skipped: () => (calendar === undefined ? NONE : restDays(low, high, calendar)),
  };
}

/** Which day counts first after an event, by the rule of a convention. */
export function firstDayAfterEvent({ excludesTriggerDay }: Convention): FirstDay {
  return excludesTriggerDay ? 'excluded' : 'included';
}

/** Every non-working day between two days, both included. */
export function restDays(low: EpochDay, high: EpochDay, calendar: WorkingCalendar): SkippedDays {
  const holidays: string[] = [];
  const weekends: string[] = [];
  for (let day = low; day <= high; day++) {
    const reason = calendar.reason(day);
    if (reason === undefined) continue;
    (reason === 'weekend' ? weekends : holidays).push(`${formatDay(day)} ${reason}`);
  }
  if (weekends.length > MAX_NAMED) return { skipped: holidays, weekends: weekends.length };
  return { skipped: [...holidays, ...weekends].sort(), weekends: 0 };
}

const MAX_NAMED = 10;
