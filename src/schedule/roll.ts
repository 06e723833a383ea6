import { amountsOf } from './arithmetic';
import { calendarFor } from './calendars';
import type { Item } from './compile';
import type { Convention } from './convention';
import { formatDay } from './epoch-day';
import type { Context } from './evaluate';
import { after } from './known';
import type { EpochDay } from './model';
import type { Period } from './phrase/tree';
import { sameClock } from './same-clock';
import { sayDay } from './sentences';
import { type Known, type Value, waiting } from './value';
import { gapOf, type WorkingCalendar } from './working-calendar';

/**
 * Moves the end of a counted period off a non-working day, where the item's convention says so: acts are
 * rolled, conduct and fixed dates never are.
 * @param of the moment the period ran from.
 */
export function roll(
  end: Value,
  of: Value,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
): Value {
  const { convention } = item;
  if (!end.known || !of.known) return end;
  const way = sign === 1 ? convention.rollForward : convention.rollBackward;
  const off = item.rolls === false || (convention.rolls === 'office-acts' && item.rolls !== true);
  const still = way === 'none' && convention.minimumWorkingDays === 0;
  if (off || still || (end.sharp && convention.hoursRoll === 'none')) return end;
  const calendar = calendarFor(item, context);
  if (typeof calendar === 'string') return waiting(calendar);
  const day = end.sharp
    ? toWorking(end.day, way, calendar)
    : rollDay(end.day, of.day, period, sign, convention, calendar);
  const open = calendar.uncovered(Math.min(end.day, day), Math.max(end.day, day));
  const spoken: Known =
    open === undefined
      ? end
      : { ...end, provisionalOn: [...end.provisionalOn, gapOf(calendar, open)] };
  if (day === end.day) return spoken;
  const instant = end.sharp ? clockOn(day, end, item, context) : undefined;
  return rolled(spoken, day, instant, item, context, calendar);
}

type Way = Convention['rollForward' | 'rollBackward'];

function toWorking(day: EpochDay, way: Way, calendar: WorkingCalendar): EpochDay {
  if (way === 'none' || calendar.isWorking(day)) return day;
  return calendar.add(day, way === 'next' ? 1 : -1);
}

/**
 * The last day of a period that was counted in days or longer units, off the days of rest.
 * @param end where the count came to, inclusive; @param of the day of the anchor.
 */
export function rollDay(
  end: EpochDay,
  of: EpochDay,
  period: Period,
  sign: 1 | -1,
  convention: Convention,
  calendar: WorkingCalendar,
): EpochDay {
  const way = sign === 1 ? convention.rollForward : convention.rollBackward;
  let day = toWorking(end, way, calendar);
  const { months, days, workingDays } = amountsOf(period);
  if (workingDays > 0 || (months === 0 && days < 2)) return day;
  // Regulation 1182/71 says "any period" in article 3(5): backwards too, though 3(4) rolls none of those.
  const own = convention.excludesTriggerDay ? 0 : 1;
  const worked = (): number =>
    sign === 1 ? calendar.between(of - own, day) : calendar.between(day - 1, of - 1 + own);
  while (worked() < convention.minimumWorkingDays) day = calendar.add(day, sign);
  return day;
}

/** The clock time that hours came to, on the day they run on to; 24:00 stays the end of its day. */
function clockOn(to: EpochDay, end: Known, item: Item, { zones }: Context): number {
  const { day, millisecond } = zones.localOf(end.instant as number, item.zone);
  return sameClock(to + (day - end.day), millisecond, item.zone, zones);
}

function rolled(
  end: Known,
  day: EpochDay,
  instant: number | undefined,
  item: Item,
  context: Context,
  calendar: WorkingCalendar,
): Known {
  const found = { day, sharp: end.sharp, ...(instant === undefined ? {} : { instant }) };
  return after(context, end, found, () => {
    const [low, high] = [Math.min(end.day, day), Math.max(end.day, day)];
    const skipped: string[] = [];
    for (let one = low; one <= high; one++) {
      const reason = calendar.reason(one);
      if (reason !== undefined) skipped.push(`${formatDay(one)} ${reason}`);
    }
    return [
      {
        rule: 'roll',
        text: `${sayDay(end.day)} cannot be the last day (${skipped.join('; ') || 'too few working days'}): it moves to ${sayDay(day)}.`,
        citation: item.convention.citations.roll,
        from: end.day,
        to: day,
        ...(instant === undefined ? {} : { toAt: instant }),
        by: { calendar: calendar.id, skipped },
      },
    ];
  });
}
