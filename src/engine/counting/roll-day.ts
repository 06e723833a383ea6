import { toCivil } from '../calendar/epoch-day';
import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Roll } from '../model/document';
import type { Period } from '../model/period';
import type { EpochDay, Instant, Zones } from '../model/time';
import { amountsOf } from './arithmetic';
import type { Convention } from './convention';
import { atClockTime } from './hours';

/** How the end of a period rolls that was counted in a direction. */
export function rollOf(sign: 1 | -1, { rollForward, rollBackward }: Convention): Roll {
  return sign === 1 ? rollForward : rollBackward;
}

/** Whether a roll goes to a later working day first. */
export function goesForward(roll: Roll): boolean {
  return roll === 'following' || roll === 'modified-following';
}

function toWorking(day: EpochDay, roll: Roll, calendar: WorkingCalendar): EpochDay {
  if (roll === 'none' || calendar.isWorking(day)) return day;
  const sign = goesForward(roll) ? 1 : -1;
  return calendar.add(day, inOtherMonth(day, roll, calendar) === undefined ? sign : -sign);
}

/** The working day that a modified roll from a day of rest does not go to, because it is in another month. */
export function inOtherMonth(
  day: EpochDay,
  roll: Roll,
  calendar: WorkingCalendar,
): EpochDay | undefined {
  if (roll !== 'modified-following' && roll !== 'modified-preceding') return undefined;
  const near = calendar.add(day, goesForward(roll) ? 1 : -1);
  return toCivil(near).month === toCivil(day).month ? undefined : near;
}

/**
 * Rolls the end of a period that was counted in days or longer units off a non-working day.
 * @param end the last day of the period, inclusive.
 * @param of the day of the anchor.
 */
export function rollDay(
  end: EpochDay,
  of: EpochDay,
  period: Period,
  sign: 1 | -1,
  convention: Convention,
  calendar: WorkingCalendar,
): EpochDay {
  let day = toWorking(end, rollOf(sign, convention), calendar);
  const { months, days, workingDays } = amountsOf(period);
  if (workingDays > 0 || (months === 0 && days < 2)) return day;
  // Regulation 1182/71, article 3(5), says "any period": also one counted backwards, which article 3(4) does not roll.
  const own = convention.excludesTriggerDay ? 0 : 1;
  const worked = (): number =>
    sign === 1 ? calendar.between(of - own, day) : calendar.between(day - 1, of - 1 + own);
  while (worked() < convention.minimumWorkingDays) day = calendar.add(day, sign);
  return day;
}

/**
 * Rolls the end of a period of hours off a non-working day, to the same clock time of the working day
 * that the convention rolls to.
 * @param end the day of `at`; for midnight, the day that it ends.
 */
export function rollInstant(
  end: EpochDay,
  at: Instant,
  sign: 1 | -1,
  convention: Convention,
  calendar: WorkingCalendar,
  zone: string,
  zones: Zones,
): { day: EpochDay; at: Instant } {
  const to = toWorking(end, rollOf(sign, convention), calendar);
  if (to === end) return { day: end, at };
  const { day, millisecond } = zones.localOf(at, zone);
  return { day: to, at: atClockTime(to + (day - end), millisecond, zone, zones) };
}
