import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Agreement, Item } from '../compile/compile';
import { edgeOf } from '../counting/unit-bounds';
import type { Draft } from '../explain/sentences';
import type { Instant, Step, Zones } from '../model/milestone';
import type { Edge, Value } from '../model/value';
import type { Plain, ScheduledMoment } from '../phrase/tree';
import { dayStep } from './clause-steps';
import type { FactIndex } from './fact-index';
import { after, known } from './known';
import { limit, pick } from './pick';
import { evaluateRef } from './reference';
import { shift } from './shift';
import { clockStep, fixedStep } from './steps';

/** What evaluating needs, the same for a whole schedule. */
export interface Context {
  agreement: Agreement;
  facts: FactIndex;
  zones: Zones;
  calendars: ReadonlyMap<string, WorkingCalendar>;
  derivations: boolean;
  /** A step in words; the same step is told once, however many dates rest on it. */
  told(draft: Draft): Step;
  /** What is not fulfilled yet stands at its due date, for `projectedOn`. */
  projecting: boolean;
  /** The instant up to which terms have renewed themselves: see `ScheduleContext`. */
  at?: Instant;
  /** The context whose moments are kept, with their steps; a copy that wants no steps asks it all the same. */
  keeping: Context;
  /** A moment of an item, found once; undefined where the item has none. */
  moment(item: Item, moment: ScheduledMoment): Value | undefined;
  /** The same, waiting for itself where the item has none. */
  scheduled(item: Item, moment: ScheduledMoment): Value;
  /** The item with the timing of the case that applies, chosen once. */
  chosen(item: Item, choose: () => Item): Item;
}

/**
 * What a moment comes to.
 * @param item the obligation that speaks: its zone and convention count.
 * @param edge where hours start in a day that is known only as a day.
 */
export function evaluate(plain: Plain, item: Item, context: Context, edge: Edge): Value {
  switch (plain.type) {
    case 'day':
      return known(context, { day: plain.day, sharp: false, side: 'begins' }, () => [
        fixedStep(plain.day),
      ]);
    case 'instant': {
      const { day, millisecond } = context.zones.localOf(plain.instant, item.zone);
      const found = { day, instant: plain.instant, sharp: true, ...sideOf(millisecond) };
      return known(context, found, () => [fixedStep(day, plain.instant)]);
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
      const day = plain.type === 'edge' ? edgeOf(plain, of.day) : of.day + plain.n - 1;
      return after(context, of, { day, sharp: false, side: 'begins' }, () => [
        dayStep(plain, of.day, day),
      ]);
    }
    case 'limited':
      return limit(evaluate(plain.of, item, context, edge), plain.but, item, context, edge);
  }
}

function clock(
  plain: Extract<Plain, { type: 'clock' }>,
  item: Item,
  context: Context,
  edge: Edge,
): Value {
  const of = evaluate(plain.of, item, context, edge);
  if (!of.known) return of;
  const zone = plain.zone ?? item.zone;
  const instant = context.zones.instantAt(of.day, plain.minute, zone);
  const local = context.zones.localOf(instant, item.zone);
  // The day is the agreement's own, also where the clock is another zone's; 24:00 keeps its day.
  const day = zone === item.zone ? of.day : local.day;
  const found = { day, instant, sharp: true, ...sideOf(local.millisecond) };
  return after(context, of, found, () => [clockStep(of.day, plain.minute, zone, instant)]);
}

/** An instant at midnight is the beginning of a day. */
function sideOf(millisecond: number): { side?: 'begins' } {
  return millisecond === 0 ? { side: 'begins' } : {};
}
