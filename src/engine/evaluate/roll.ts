import { firstUncovered, type WorkingCalendar } from '../calendar/working-calendar';
import type { Item } from '../compile/item';
import { restDays } from '../counting/count';
import { rollDay, rollInstant } from '../counting/roll-day';
import type { EpochDay } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import type { Period } from '../phrase/tree';
import { addGap, type Context, derivedValue } from './context';
import { calendarFor } from './item-calendar';
import { overRanges } from './range';
import { rollStep } from './steps';

/**
 * Rolls the end of a counted period off a non-working day, where the convention of the item says so. Fixed dates and the
 * ends of intervals never roll.
 * @param of the moment that the period was counted from.
 */
export function roll(
  end: Value,
  of: Value,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
): Value {
  return overRanges([end, of], context, ([one = end, from = of], own) =>
    rollExact(one, from, period, sign, item, own),
  );
}

function rollExact(
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
  if (off || still || (end.exact && convention.hoursRoll === 'none')) return end;
  const calendar = calendarFor(item, context);
  if (typeof calendar === 'string') return waiting(calendar);
  const { day, at } =
    end.exact && end.instant !== undefined
      ? rollInstant(end.day, end.instant, sign, convention, calendar, item.zone, context.zones)
      : { day: rollDay(end.day, of.day, period, sign, convention, calendar), at: undefined };
  // A minimum of working days depends on all days of the period.
  const begun = convention.minimumWorkingDays > 0 ? of.day + sign : end.day;
  const [low, high] = [Math.min(begun, end.day, day), Math.max(begun, end.day, day)];
  // A minimum of working days extends the period in the direction of counting, also where nothing rolls.
  const towards = way === 'none' ? sign : way === 'previous' ? -1 : 1;
  const covered = addGap(end, firstUncovered(calendar, low, high, towards));
  if (day === end.day) return covered;
  return rolled(covered, day, at, item, context, calendar);
}

function rolled(
  end: Known,
  day: EpochDay,
  instant: number | undefined,
  item: Item,
  context: Context,
  calendar: WorkingCalendar,
): Known {
  const found = { day, exact: end.exact, ...(instant === undefined ? {} : { instant }) };
  return derivedValue(context, end, found, () => {
    const { skipped } = restDays(Math.min(end.day, day), Math.max(end.day, day), calendar);
    return [rollStep(end.day, day, instant, calendar.id, skipped, item.convention)];
  });
}
