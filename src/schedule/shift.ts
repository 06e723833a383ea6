import { addToDay, amountsOf } from './arithmetic';
import type { Item } from './compile';
import type { Context } from './evaluate';
import { after } from './known';
import type { Zones } from './model';
import type { Period } from './phrase/tree';
import { periodSteps } from './steps';
import type { Edge, Known, Value } from './value';

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
  const amounts = amountsOf(period);
  const { zones } = context;
  const { day, clamped } = addToDay(of.day, amounts, sign, item.convention);
  const moved = amounts.months !== 0 || amounts.days !== 0;
  if (amounts.milliseconds === 0 && !(period.exactly && of.instant !== undefined)) {
    return after(context, of, { day, sharp: false }, () =>
      periodSteps(of, day, period, sign, clamped, item.convention),
    );
  }
  const base = baseInstant(of, edge, item.zone, zones);
  const local = zones.localOf(base, item.zone);
  const kept = moved
    ? zones.instantAt(
        day + (local.day - of.day),
        Math.floor(local.millisecond / 60_000),
        item.zone,
      ) +
      (local.millisecond % 60_000)
    : base;
  const instant = kept + sign * amounts.milliseconds;
  // An instant at midnight ends the day before, as a deadline; `schedule` asks again for a start.
  const on = zones.localOf(instant - (edge === 'end' ? 1 : 0), item.zone).day;
  return after(context, of, { day: on, instant, sharp: true }, () =>
    periodSteps({ ...of, instant: base }, on, period, sign, clamped, item.convention, instant),
  );
}

function baseInstant(of: Known, edge: Edge, zone: string, zones: Zones): number {
  if (of.instant !== undefined) return of.instant;
  return zones.instantAt(of.day + (edge === 'end' ? 1 : 0), 0, zone);
}
