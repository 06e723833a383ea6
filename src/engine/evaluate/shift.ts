import type { Item } from '../compile/item';
import { countsTime, type DaySide } from '../counting/arithmetic';
import { type CountedDay, countDays, countsWorking, firstDayAfterEvent } from '../counting/count';
import { shiftInstant } from '../counting/hours';
import type { Period } from '../model/period';
import type { FirstDay } from '../model/step';
import type { EpochDay } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import { addGap, type Context, derivedValue } from './context';
import { calendarFor } from './item-calendar';
import { overRange } from './range';
import { hoursStep, periodSteps } from './steps';

/**
 * Adds a period to a moment: days first, the clock time last.
 * @param side `start`: the result is what may not happen before, else a deadline.
 * @param first the day that counts first; the default follows from the moment and the convention.
 */
export function shift(
  of: Value,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  side: DaySide,
  first?: FirstDay,
): Value {
  return overRange(of, context, (one, own) =>
    shiftExact(one, period, sign, item, own, side, first ?? firstDay(one, sign, item, side)),
  );
}

function shiftExact(
  of: Value,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  side: DaySide,
  first: FirstDay,
): Value {
  if (!of.known) return of;
  const own = first === 'included' || first === 'completed';
  const from = own ? ownDay(of, item, context) : of.day;
  const counted = daysOf(from, period, sign, item, context, side, first);
  if (typeof counted === 'string') return waiting(counted);
  const { day, clamped, toMonthEnd, gap, skipped } = counted;
  const keeps = (period.exactly || item.convention.keepsClock) && of.instant !== undefined;
  if (!countsTime(period) && !keeps) {
    const value = derivedValue(context, of, { day, exact: false, side: 'begins' }, () =>
      periodSteps(from, day, period, sign, item.convention, {
        first,
        clamped,
        ...(toMonthEnd && { toMonthEnd }),
        earliest: side === 'start',
        ...skipped(),
      }),
    );
    return addGap(value, gap);
  }
  const by = { convention: item.convention, zone: item.zone, zones: context.zones };
  const moved = shiftInstant(of.day, of.instant, day, period, sign, side, by);
  const { day: on, instant, base } = moved;
  const value = derivedValue(context, of, { day: on, instant, exact: true }, () => [
    hoursStep(base, on, instant, period, sign, item.convention, first),
  ]);
  return addGap(value, gap);
}

/** The day that results, or a text for `waitsFor` where a calendar is missing. */
function daysOf(
  from: EpochDay,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  side: DaySide,
  first: FirstDay,
): CountedDay | string {
  const { convention } = item;
  const calendar = countsWorking(period, convention) ? calendarFor(item, context) : undefined;
  if (typeof calendar === 'string') return calendar;
  return countDays(from, period, sign, convention, calendar, side, first);
}

/** Which day counts first from a moment: a law may treat the beginning of a day differently from an event. */
function firstDay(of: Value, sign: 1 | -1, { convention, falls }: Item, side: DaySide): FirstDay {
  const event = firstDayAfterEvent(convention);
  if (!of.known || of.side === undefined) return event;
  if (of.side === 'ends') {
    // Clear days are for acts: what starts after an interval follows it without a gap.
    const follows = event === 'included' || (convention.clearDays && side === 'start');
    return follows || convention.countsBegunDay ? 'ended' : event;
  }
  if (!convention.countsBegunDay || sign === -1) return event;
  if (falls !== undefined) return 'completed';
  // With a clock time it is the midnight itself; a day without one may be the day of an event.
  return of.exact ? 'included' : event;
}

/** Which day counts first in a term that begins with a moment: a day without clock time means its beginning. */
export function firstDayOfTerm(start: Value, item: Item): FirstDay {
  const begins = start.known && start.side === 'begins' && item.convention.countsBegunDay;
  return begins ? 'included' : firstDay(start, 1, item, 'end');
}

/** The day that begins with a moment: for 24:00 the day after its own. */
function ownDay(of: Known, item: Item, { zones }: Context): EpochDay {
  if (of.instant === undefined || !of.exact || of.side !== 'begins') return of.day;
  return zones.localOf(of.instant, item.zone).day;
}
