import { firstUncovered, type WorkingCalendar } from '../calendar/working-calendar';
import type { Item } from '../compile/item';
import { restDays } from '../counting/count';
import { goesForward, inOtherMonth, rollDay, rollInstant, rollOf } from '../counting/roll-day';
import type { Period } from '../model/period';
import type { EpochDay, Instant } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import { addGap, type Context, derivedValue } from './context';
import { calendarFor } from './item-calendar';
import { overRanges } from './range';
import { rollStep } from './steps';

const NO_PERIOD: Period = { exactly: false, parts: [] };

/** Rolls a deadline that no period leads to: a date that the text names or that repeats. Few conventions do. */
export function rollDate(end: Value, item: Item, context: Context): Value {
  if (item.due === undefined || item.convention.rolls !== 'every-date') return end;
  return roll(end, end, NO_PERIOD, 1, item, context);
}

/**
 * Rolls the end of a counted period off a non-working day, where the convention of the item says so. The ends of
 * intervals never roll.
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
  const way = rollOf(sign, convention);
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
  const towards = way === 'none' ? sign : goesForward(way) ? 1 : -1;
  const gap = firstUncovered(calendar, low, high, towards);
  const modified = way === 'modified-following' || way === 'modified-preceding';
  // A modified roll may go either way.
  const covered = addGap(end, gap && modified ? { open: gap.open } : gap);
  if (day === end.day) return covered;
  const otherMonth = inOtherMonth(end.day, way, calendar);
  return rolled(covered, { day, instant: at, otherMonth }, item, context, calendar);
}

interface Rolled {
  day: EpochDay;
  instant: Instant | undefined;
  /** The working day that a modified roll does not go to. */
  otherMonth: EpochDay | undefined;
}

function rolled(
  end: Known,
  { day, instant, otherMonth }: Rolled,
  item: Item,
  context: Context,
  calendar: WorkingCalendar,
): Known {
  const found = { day, exact: end.exact, ...(instant === undefined ? {} : { instant }) };
  return derivedValue(context, end, found, () => {
    const { skipped } = restDays(Math.min(end.day, day), Math.max(end.day, day), calendar);
    return [rollStep(end.day, day, instant, calendar.id, skipped, otherMonth, item.convention)];
  });
}
