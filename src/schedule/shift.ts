import { addToDay, amountsOf } from './arithmetic';
import { calendarFor } from './calendars';
import type { Item } from './compile';
import type { Context } from './evaluate';
import { after } from './known';
import type { EpochDay, Zones } from './model';
import type { Period } from './phrase/tree';
import { sameClock } from './same-clock';
import { periodSteps } from './steps';
import { type Edge, type Known, type Value, waiting } from './value';
import { gapOf } from './working-calendar';

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
  const counted = countDays(of, period, sign, item, context, edge);
  if (typeof counted === 'string') return waiting(counted);
  const { day, clamped, gap } = counted;
  const amounts = amountsOf(period);
  const { zones } = context;
  const found = (value: Known): Known =>
    gap === undefined ? value : { ...value, provisionalOn: [...value.provisionalOn, gap] };
  const keeps = (period.exactly || item.convention.keepsClock) && of.instant !== undefined;
  if (amounts.milliseconds === 0 && !keeps) {
    return found(
      after(context, of, { day, sharp: false }, () =>
        periodSteps(of, day, period, sign, clamped, item.convention),
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

interface Counted {
  day: EpochDay;
  clamped: boolean;
  /** What the working calendar does not speak for. */
  gap?: string;
}

/** The civil day a period leads to, or the name of the calendar that is missing. */
function countDays(
  of: Known,
  period: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
  edge: Edge,
): Counted | string {
  const { convention } = item;
  const amounts = amountsOf(period);
  const plainDays = amounts.months === 0 && amounts.workingDays === 0 && amounts.milliseconds === 0;
  const short = plainDays && amounts.days > 0 && amounts.days <= convention.shortPeriodDays;
  if (short) [amounts.workingDays, amounts.days] = [amounts.days, 0];
  const { day: far, clamped } = addToDay(of.day, amounts, sign, convention);
  if (clamped && convention.monthEnd === 'reject') return `a day that ${convention.name} has`;
  let day = far;
  let gap: string | undefined;
  if (amounts.workingDays !== 0) {
    const calendar = calendarFor(item, context);
    if (typeof calendar === 'string') return calendar;
    day = calendar.add(far, sign * amounts.workingDays);
    const open = calendar.uncovered(Math.min(far, day), Math.max(far, day));
    if (open !== undefined) gap = gapOf(calendar, open);
  }
  const moved = amounts.months !== 0 || amounts.days !== 0 || amounts.workingDays !== 0;
  // Only a number of days is counted in clear days; months and years run from date to date.
  const inDays = period.parts.every(({ unit }) => unit === 'day' || unit === 'working day');
  const clear = convention.clearDays && inDays && (sign === -1 || edge === 'start');
  if (moved && clear) day += sign;
  // Counted inclusively a month ends on the day before the same date, where that date exists.
  if (moved && !convention.excludesTriggerDay && !clamped) day -= sign;
  return { day, clamped, ...(gap === undefined ? {} : { gap }) };
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
