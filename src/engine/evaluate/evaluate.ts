import { firstUncovered } from '../calendar/working-calendar';
import type { Item } from '../compile/item';
import { type DaySide, dayOfUnit } from '../counting/arithmetic';
import { restDays } from '../counting/count';
import type { EpochDay } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import { daysOf, printRough } from '../phrase/rough';
import type { MomentExpr } from '../phrase/tree';
import { dayStep } from './clause-steps';
import { addGap, type Context, derivedValue, knownValue } from './context';
import { calendarFor } from './item-calendar';
import { limit, pick } from './pick';
import { overRange } from './range';
import { evaluateRef } from './reference';
import { shift } from './shift';
import { clockStep, fixedStep, roughStep } from './steps';

/**
 * Evaluates a moment.
 * @param item the item whose phrase it is: its zone and convention apply.
 * @param side the boundary from which hours are counted in a day whose instant is not known.
 */
export function evaluate(expr: MomentExpr, item: Item, context: Context, side: DaySide): Value {
  switch (expr.type) {
    case 'day':
      return knownValue(context, { day: expr.day, exact: false, side: 'begins' }, () => [
        fixedStep(expr.day),
      ]);
    case 'instant': {
      const { day, millisecond } = context.zones.localOf(expr.instant, item.zone);
      const found = { day, instant: expr.instant, exact: true, ...sideOf(millisecond) };
      return knownValue(context, found, () => [fixedStep(day, expr.instant)]);
    }
    case 'rough': {
      const { from, to } = daysOf(expr);
      const found = { day: to, exact: false, side: 'begins' as const, earliest: { day: from } };
      return knownValue(context, found, () => [roughStep(from, to, printRough(expr))]);
    }
    case 'ref':
      return evaluateRef(expr, item, context);
    case 'shift':
      return shift(
        evaluate(expr.of, item, context, side),
        expr.period,
        expr.direction === 'after' ? 1 : -1,
        item,
        context,
        side,
      );
    case 'clock': {
      const of = evaluate(expr.of, item, context, side);
      return overRange(of, context, (one, own) => clock(expr, one, item, own));
    }
    case 'pick':
      return pick(
        expr.which,
        expr.of.map((one) => evaluate(one, item, context, side)),
        context,
      );
    case 'day-n':
    case 'edge': {
      const of = evaluate(expr.of, item, context, side);
      return overRange(of, context, (one, own) => dayWithin(expr, one, item, own));
    }
    case 'limited':
      return limit(evaluate(expr.of, item, context, side), expr.but, item, context, side);
  }
}

function dayWithin(
  expr: Extract<MomentExpr, { type: 'day-n' | 'edge' }>,
  of: Value,
  item: Item,
  context: Context,
): Value {
  if (!of.known) return of;
  const found = (day: EpochDay, skipped: () => readonly string[]): Known =>
    derivedValue(context, of, { day, exact: false, side: 'begins' }, () => [
      dayStep(expr, of.day, day, skipped()),
    ]);
  if (expr.type === 'day-n') return found(of.day + expr.n - 1, () => []);
  if (expr.day !== 'working') return found(dayOfUnit(expr, of.day).day, () => []);
  const calendar = calendarFor(item, context);
  if (typeof calendar === 'string') return waiting(calendar);
  const { day, edge } = dayOfUnit(expr, of.day, calendar);
  const [low, high] = [Math.min(day, edge), Math.max(day, edge)];
  const back = expr.which === 'last' || (expr.unit === undefined && expr.direction === 'before');
  const gap = firstUncovered(calendar, low, high, back ? -1 : 1);
  return addGap(
    found(day, () => restDays(low, high, calendar).skipped),
    gap,
  );
}

function clock(
  expr: Extract<MomentExpr, { type: 'clock' }>,
  of: Value,
  item: Item,
  context: Context,
): Value {
  if (!of.known) return of;
  const zone = expr.zone ?? item.zone;
  const instant = context.zones.instantAt(of.day, expr.minute, zone);
  const local = context.zones.localOf(instant, item.zone);
  // The day is in the item's zone, also where the clock time is in another; 24:00 keeps its own day.
  const day = zone === item.zone ? of.day : local.day;
  const found = { day, instant, exact: true, ...sideOf(local.millisecond) };
  return derivedValue(context, of, found, () => [clockStep(of.day, expr.minute, zone, instant)]);
}

/** An instant at midnight is the beginning of a day. */
function sideOf(millisecond: number): { side?: 'begins' } {
  return millisecond === 0 ? { side: 'begins' } : {};
}
