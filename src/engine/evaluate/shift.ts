import type { Item } from '../compile/item';
import { countsTime, type DaySide } from '../counting/arithmetic';
import { type CountedDay, countDays, countsWorking, firstDayAfterEvent } from '../counting/count';
import { shiftInstant } from '../counting/hours';
import type { FirstDay } from '../model/step';
import type { EpochDay } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import type { Period } from '../phrase/tree';
import { addGap, type Context, derivedValue } from './context';
import { calendarFor } from './item-calendar';
import { hoursStep, periodSteps } from './steps';

/**
 * Moves a moment by a period: days first, the clock last, always from the anchor.
 * @param first the day that counts first; what the anchor and the convention say unless given.
 */
export function shift(
  of: Value,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  edge: DaySide,
  first = firstDay(of, sign, item, edge),
): Value {
  if (!of.known) return of;
  const own = first === 'included' || first === 'completed';
  const from = own ? ownDay(of, item, context) : of.day;
  const counted = daysOf(from, period, sign, item, context, edge, first);
  if (typeof counted === 'string') return waiting(counted);
  const { day, clamped, gap, skipped } = counted;
  const keeps = (period.exactly || item.convention.keepsClock) && of.instant !== undefined;
  if (!countsTime(period) && !keeps) {
    const value = derivedValue(context, of, { day, exact: false, side: 'begins' }, () =>
      periodSteps(from, day, period, sign, item.convention, {
        first,
        clamped,
        earliest: edge === 'start',
        ...skipped(),
      }),
    );
    return addGap(value, gap);
  }
  const by = { convention: item.convention, zone: item.zone, zones: context.zones };
  const moved = shiftInstant(of.day, of.instant, day, period, sign, edge, by);
  const { day: on, instant, base } = moved;
  const value = derivedValue(context, of, { day: on, instant, exact: true }, () => [
    hoursStep(base, on, instant, period, sign, item.convention, first),
  ]);
  return addGap(value, gap);
}

/** The civil day a period leads to, or the name of the calendar that is missing. */
function daysOf(
  from: EpochDay,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  edge: DaySide,
  first: FirstDay,
): CountedDay | string {
  const { convention } = item;
  const calendar = countsWorking(period, convention) ? calendarFor(item, context) : undefined;
  if (typeof calendar === 'string') return calendar;
  return countDays(from, period, sign, convention, calendar, edge, first);
}

/** Which day counts first from a moment: a law may say otherwise of the beginning of a day than of an event. */
function firstDay(of: Value, sign: 1 | -1, { convention, falls }: Item, edge: DaySide): FirstDay {
  const event = firstDayAfterEvent(convention);
  if (!of.known || of.side === undefined) return event;
  if (of.side === 'ends') {
    // Clear days are for acts: what starts after an interval follows it without a gap.
    const apart = event === 'included' || (convention.clearDays && edge === 'start');
    return apart || convention.countsBegunDay ? 'ended' : event;
  }
  if (!convention.countsBegunDay || sign === -1) return event;
  if (falls !== undefined) return 'completed';
  // Said to the clock it is the midnight itself; a day alone may as well be the day of an event.
  return of.exact ? 'included' : event;
}

/** Of a term that begins with a moment: the same, and a day alone stands for its beginning. */
export function firstDayOfTerm(start: Value, item: Item): FirstDay {
  const begins = start.known && start.side === 'begins' && item.convention.countsBegunDay;
  return begins ? 'included' : firstDay(start, 1, item, 'end');
}

/** The day that a moment begins; 24:00 begins the day after its own. */
function ownDay(of: Known, item: Item, { zones }: Context): EpochDay {
  if (of.instant === undefined || !of.exact || of.side !== 'begins') return of.day;
  return zones.localOf(of.instant, item.zone).day;
}
