import { countsTime } from './arithmetic';
import { calendarFor } from './calendars';
import type { Item } from './compile';
import { type Counted, countDays, countsWorking } from './count';
import type { Context } from './evaluate';
import { moveInstant } from './hours';
import { after, restingOn } from './known';
import type { Period } from './phrase/tree';
import { hoursStep, periodSteps } from './steps';
import { type Edge, type Known, type Value, waiting } from './value';

/** Moves a moment by a period: days first, the clock last, always from the anchor. */
export function shift(
  of: Value,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  edge: Edge,
): Value {
  if (!of.known) return of;
  const counted = daysOf(of, period, sign, item, context, edge);
  if (typeof counted === 'string') return waiting(counted);
  const { day, clamped, gap, skipped } = counted;
  const keeps = (period.exactly || item.convention.keepsClock) && of.instant !== undefined;
  if (!countsTime(period) && !keeps) {
    const value = after(context, of, { day, sharp: false }, () =>
      periodSteps(of.day, day, period, sign, item.convention, {
        clamped,
        earliest: edge === 'start',
        ...skipped(),
      }),
    );
    return restingOn(value, gap);
  }
  const by = { convention: item.convention, zone: item.zone, zones: context.zones };
  const moved = moveInstant(of.day, of.instant, day, period, sign, edge, by);
  const { day: on, instant, base } = moved;
  const value = after(context, of, { day: on, instant, sharp: true }, () => [
    hoursStep(base, on, instant, period, sign, item.convention),
  ]);
  return restingOn(value, gap);
}

/** The civil day a period leads to, or the name of the calendar that is missing. */
function daysOf(
  of: Known,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  edge: Edge,
): Counted | string {
  const { convention } = item;
  const calendar = countsWorking(period, convention) ? calendarFor(item, context) : undefined;
  if (typeof calendar === 'string') return calendar;
  return countDays(of.day, period, sign, convention, calendar, edge);
}
