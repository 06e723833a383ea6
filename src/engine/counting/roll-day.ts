import type { WorkingCalendar } from '../calendar/working-calendar';
import type { EpochDay, Instant, Zones } from '../model/time';
import type { Period } from '../phrase/tree';
import { amountsOf } from './arithmetic';
import type { Convention } from './convention';
import { atClockTime } from './hours';

type Way = Convention['rollForward' | 'rollBackward'];

function wayOf(sign: 1 | -1, { rollForward, rollBackward }: Convention): Way {
  return sign === 1 ? rollForward : rollBackward;
}

function toWorking(day: EpochDay, way: Way, calendar: WorkingCalendar): EpochDay {
  if (way === 'none' || calendar.isWorking(day)) return day;
  return calendar.add(day, way === 'next' ? 1 : -1);
}

/**
 * The last day of a period that was counted in days or longer units, off the days of rest.
 * @param end where the count came to, inclusive.
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
  let day = toWorking(end, wayOf(sign, convention), calendar);
  const { months, days, workingDays } = amountsOf(period);
  if (workingDays > 0 || (months === 0 && days < 2)) return day;
  // Regulation 1182/71 says "any period" in article 3(5): backwards too, though 3(4) rolls none of those.
  const own = convention.excludesTriggerDay ? 0 : 1;
  const worked = (): number =>
    sign === 1 ? calendar.between(of - own, day) : calendar.between(day - 1, of - 1 + own);
  while (worked() < convention.minimumWorkingDays) day = calendar.add(day, sign);
  return day;
}

/**
 * Hours that end on a day of rest run on, as they were counted, to the same clock time of a working day.
 * Hours that end at midnight end with the day before it, as every deadline does.
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
  const to = toWorking(end, wayOf(sign, convention), calendar);
  if (to === end) return { day: end, at };
  const { day, millisecond } = zones.localOf(at, zone);
  return { day: to, at: atClockTime(to + (day - end), millisecond, zone, zones) };
}
