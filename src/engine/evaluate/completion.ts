import type { Item } from '../compile/item';
import type { Fact } from '../model/fact';
import { byTime, type ClockFilter, type FactIndex } from './fact-index';

/**
 * The fact that completes a move of all obligors of an item; undefined while one is missing. A fulfilment is complete, too,
 * by the delivery with which the sum of deliveries reaches the quantity owed: the earlier of both counts.
 */
export function completionOf(
  kind: Fact['kind'],
  item: Item,
  facts: FactIndex,
  only: ClockFilter = {},
): Fact | undefined {
  const whole = facts.completionFact(kind, item.path, item.obligors, only);
  if (kind !== 'fulfilled' || item.quantity === undefined) return whole;
  const reaching = reachedBy(item.quantity.owed, deliveriesOf(item, facts, only));
  if (whole === undefined || reaching === undefined) return whole ?? reaching;
  return byTime(reaching, whole) < 0 ? reaching : whole;
}

/** The deliveries of a clock in the order of time. */
export function deliveriesOf(item: Item, facts: FactIndex, only: ClockFilter): Fact[] {
  return [...facts.of('delivered', item.path, only)].sort(byTime);
}

/** Rounding errors of sums of decimal fractions. */
const TOLERANCE = 1e-9;

function reachedBy(owed: number, deliveries: readonly Fact[]): Fact | undefined {
  let sum = 0;
  return deliveries.find(({ quantity = 0 }) => {
    sum += quantity;
    return sum >= owed - TOLERANCE;
  });
}
