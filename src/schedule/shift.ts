import { amountsOf } from './arithmetic';
import { calendarFor } from './calendars';
import type { Item } from './compile';
import { type Counted, countDays, countsWorking } from './count';
import type { Context } from './evaluate';
import { after } from './known';
import type { Step, Zones } from './model';
import type { Period } from './phrase/tree';
import { sameClock } from './same-clock';
import { periodSteps } from './steps';
import { type Edge, type Known, type Value, waiting } from './value';

const HOUR_MS = 3_600_000;

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
  const amounts = amountsOf(period);
  const { zones } = context;
  const found = (value: Known): Known =>
    gap === undefined ? value : { ...value, provisionalOn: [...value.provisionalOn, gap] };
  const keeps = (period.exactly || item.convention.keepsClock) && of.instant !== undefined;
  if (amounts.milliseconds === 0 && !keeps) {
    return found(
      after(context, of, { day, sharp: false }, () =>
        withSkipped(periodSteps(of, day, period, sign, clamped, item.convention), edge, skipped()),
      ),
    );
  }
  const moved = amounts.months !== 0 || amounts.days !== 0 || amounts.workingDays !== 0;
  const base = baseInstant(of, edge, item, zones, amounts.milliseconds !== 0);
  const local = zones.localOf(base, item.zone);
  const kept = moved
    ? sameClock(day + (local.day - of.day), local.millisecond, item.zone, zones)
    : base;
  const instant = kept + sign * amounts.milliseconds;
  // An instant at midnight ends the day before, as a deadline; `schedule` asks again for a start.
  const on = zones.localOf(instant - (edge === 'end' ? 1 : 0), item.zone).day;
  return found(
    after(context, of, { day: on, instant, sharp: true }, () =>
      periodSteps({ ...of, instant: base }, on, period, sign, clamped, item.convention, instant),
    ),
  );
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

/** Where hours start: at the event, at the next full hour, or at an end of a day known only as one. */
function baseInstant(of: Known, edge: Edge, item: Item, zones: Zones, hours: boolean): number {
  if (of.instant === undefined) {
    return zones.instantAt(of.day + (edge === 'end' ? 1 : 0), 0, item.zone);
  }
  if (!hours || item.convention.hoursFrom === 'event') return of.instant;
  const local = zones.localOf(of.instant, item.zone);
  return of.instant - (local.millisecond % HOUR_MS) + HOUR_MS;
}

/** Names the days of rest that the count passed over, and the side it was counted for. */
function withSkipped(steps: Step[], edge: Edge, skipped: readonly string[]): Step[] {
  return steps.map((step) => {
    if (step.rule !== 'add-period') return step;
    const earliest = edge === 'start' ? { side: 'earliest' } : {};
    if (skipped.length === 0) return { ...step, by: { ...step.by, ...earliest } };
    const text = `${step.text} Not counted: ${skipped.join('; ')}.`;
    return { ...step, text, by: { ...step.by, ...earliest, skipped } };
  });
}
