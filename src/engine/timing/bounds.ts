import type { Item } from '../compile/item';
import { addToDay, amountsOf } from '../counting/arithmetic';
import type { Context } from '../evaluate/context';
import { graceStep, midnightStep } from '../evaluate/steps';
import type { StepDraft } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import type { Known } from '../model/value';
import type { Period } from '../phrase/tree';

/** A boundary of a milestone: its civil day in the zone of the item, and the instant of it. */
export interface Limit {
  value: Known;
  on: EpochDay;
  at: Instant;
  steps: readonly StepDraft[];
}

/**
 * The end of a milestone. `at` is exclusive: the instant itself where the phrase names one, else the midnight that ends
 * the day.
 */
export function endOf(value: Known, item: Item, context: Context): Limit {
  if (value.exact && value.instant !== undefined) {
    // The instant at midnight ends the day before it.
    const on = context.zones.localOf(value.instant - 1, item.zone).day;
    return { value, on, at: value.instant, steps: value.steps };
  }
  const at = context.zones.instantAt(value.day + 1, 0, item.zone);
  const over = item.kind !== 'achievement';
  const steps = context.derivations
    ? [...value.steps, midnightStep('end-of-day', value.day, item.zone, at, item.convention, over)]
    : [];
  return { value, on: value.day, at, steps };
}

/** The start of a milestone. `at` is inclusive: the instant where it is known, else the midnight that begins the day. */
export function startOf(value: Known, item: Item, context: Context): Limit {
  if (value.instant !== undefined) {
    const on = context.zones.localOf(value.instant, item.zone).day;
    return { value, on, at: value.instant, steps: value.steps };
  }
  const at = context.zones.instantAt(value.day, 0, item.zone);
  const steps = context.derivations
    ? [...value.steps, midnightStep('start-of-day', value.day, item.zone, at, item.convention)]
    : [];
  return { value, on: value.day, at, steps };
}

/**
 * The end of the grace period, exclusive. Hours run from the instant at which the milestone is due; days run to the
 * midnight that ends the last of them.
 */
export function graceEnd(
  grace: Period,
  due: Limit,
  item: Item,
  context: Context,
): { at: Instant; step: StepDraft } {
  const amounts = amountsOf(grace);
  const { zones } = context;
  let at = due.at;
  if (amounts.months !== 0 || amounts.days !== 0) {
    const { day } = addToDay(due.on, amounts, 1, item.convention.monthEnd);
    at = zones.instantAt(day + 1, 0, item.zone);
  }
  at += amounts.milliseconds;
  return { at, step: graceStep(grace, due.at, at) };
}
