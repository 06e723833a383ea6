import type { WorkingCalendar } from '../calendar/working-calendar';
import type { EpochDay, Instant, Zones } from '../model/time';
import type { Period } from '../phrase/tree';
import { amountsOf } from './arithmetic';
import type { Convention } from './convention';
import { atClockTime } from './hours';

type RollDirection = Convention['rollForward' | 'rollBackward'];

function directionOf(sign: 1 | -1, { rollForward, rollBackward }: Convention): RollDirection {
  return sign === 1 ? rollForward : rollBackward;
}

function toWorking(day: EpochDay, way: RollDirection, calendar: WorkingCalendar): EpochDay {
  if (way === 'none' || calendar.isWorking(day)) return day;
  return calendar.add(day, way === 'next' ? 1 : -1);
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
  let day = toWorking(end, directionOf(sign, convention), calendar);
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
  const to = toWorking(end, directionOf(sign, convention), calendar);
  if (to === end) return { day: end, at };
  const { day, millisecond } = zones.localOf(at, zone);
  return { day: to, at: atClockTime(to + (day - end), millisecond, zone, zones) };
}
