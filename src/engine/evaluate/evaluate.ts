import type { Item } from '../compile/item';
import { type DaySide, unitBoundary } from '../counting/arithmetic';
import type { Value } from '../model/value';
import type { MomentExpr } from '../phrase/tree';
import { dayStep } from './clause-steps';
import { type Context, derivedValue, knownValue } from './context';
import { limit, pick } from './pick';
import { evaluateRef } from './reference';
import { shift } from './shift';
import { clockStep, fixedStep } from './steps';

/**
 * What a moment comes to.
 * @param item the obligation that speaks: its zone and convention count.
 * @param edge where hours start in a day that is known only as a day.
 */
export function evaluate(plain: MomentExpr, item: Item, context: Context, edge: DaySide): Value {
  switch (plain.type) {
    case 'day':
      return knownValue(context, { day: plain.day, exact: false, side: 'begins' }, () => [
        fixedStep(plain.day),
      ]);
    case 'instant': {
      const { day, millisecond } = context.zones.localOf(plain.instant, item.zone);
      const found = { day, instant: plain.instant, exact: true, ...sideOf(millisecond) };
      return knownValue(context, found, () => [fixedStep(day, plain.instant)]);
    }
    case 'ref':
      return evaluateRef(plain, item, context);
    case 'shift':
      return shift(
        evaluate(plain.of, item, context, edge),
        plain.period,
        plain.direction === 'after' ? 1 : -1,
        item,
        context,
        edge,
      );
    case 'clock':
      return clock(plain, item, context, edge);
    case 'pick':
      return pick(
        plain.which,
        plain.of.map((one) => evaluate(one, item, context, edge)),
        context,
      );
    case 'day-n':
    case 'edge': {
      const of = evaluate(plain.of, item, context, edge);
      if (!of.known) return of;
      const day = plain.type === 'edge' ? unitBoundary(plain, of.day) : of.day + plain.n - 1;
      return derivedValue(context, of, { day, exact: false, side: 'begins' }, () => [
        dayStep(plain, of.day, day),
      ]);
    }
    case 'limited':
      return limit(evaluate(plain.of, item, context, edge), plain.but, item, context, edge);
  }
}

function clock(
  plain: Extract<MomentExpr, { type: 'clock' }>,
  item: Item,
  context: Context,
  edge: DaySide,
): Value {
  const of = evaluate(plain.of, item, context, edge);
  if (!of.known) return of;
  const zone = plain.zone ?? item.zone;
  const instant = context.zones.instantAt(of.day, plain.minute, zone);
  const local = context.zones.localOf(instant, item.zone);
  // The day is the agreement's own, also where the clock is another zone's; 24:00 keeps its day.
  const day = zone === item.zone ? of.day : local.day;
  const found = { day, instant, exact: true, ...sideOf(local.millisecond) };
  return derivedValue(context, of, found, () => [clockStep(of.day, plain.minute, zone, instant)]);
}

/** An instant at midnight is the beginning of a day. */
function sideOf(millisecond: number): { side?: 'begins' } {
  return millisecond === 0 ? { side: 'begins' } : {};
}
