import { amountsOf } from './arithmetic';
import { calendarFor } from './calendars';
import type { Item } from './compile';
import { formatDay } from './epoch-day';
import type { Context } from './evaluate';
import { after } from './known';
import type { EpochDay } from './model';
import type { Period } from './phrase/tree';
import { sameClock } from './same-clock';
import { sayDay } from './sentences';
import { type Known, type Value, waiting } from './value';
import type { WorkingCalendar } from './working-calendar';

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
  if (way === 'none' || off) return end;
  if (end.sharp) return convention.hoursRoll === 'none' ? end : rollHours(end, way, item, context);
  const calendar = calendarFor(item, context);
  if (typeof calendar === 'string') return waiting(calendar);
  const { minimumWorkingDays: least } = convention;
  const { months, days, workingDays } = amountsOf(period);
  const long = months > 0 || workingDays > 0 || days >= 2;
  let day = toWorking(end.day, way, calendar);
  if (least > 0 && long && sign === 1 && workingDays === 0) {
    while (calendar.between(of.day, day) < least) day = calendar.add(day, 1);
  }
  if (day === end.day) return end;
  return rolled(end, day, undefined, item, context, calendar);
}

type Way = 'next' | 'previous';

function toWorking(day: EpochDay, way: Way, calendar: WorkingCalendar): EpochDay {
  return calendar.isWorking(day) ? day : calendar.add(day, way === 'next' ? 1 : -1);
}

/** Hours that end on a non-working day run on, as they were counted, to the same clock time of a working day. */
function rollHours(end: Known, way: Way, item: Item, context: Context): Value {
  const calendar = calendarFor(item, context);
  if (typeof calendar === 'string') return waiting(calendar);
  const { zones } = context;
  // Hours that end at midnight end with the day before it, as every deadline does.
  if (calendar.isWorking(end.day)) return end;
  const to = toWorking(end.day, way, calendar);
  const { day, millisecond } = zones.localOf(end.instant as number, item.zone);
  const instant = sameClock(to + (day - end.day), millisecond, item.zone, zones);
  return rolled(end, to, instant, item, context, calendar);
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
