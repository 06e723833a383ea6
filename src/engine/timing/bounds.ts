import type { Item } from '../compile/item';
import { addToDay, amountsOf } from '../counting/arithmetic';
import type { Context } from '../evaluate/context';
import { graceStep, midnightStep } from '../evaluate/steps';
import type { StepDraft } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import type { Known } from '../model/value';
import type { Period } from '../phrase/tree';

/** A limit of a milestone: its civil day and the instant at which that side of it is reached. */
export interface Limit {
  value: Known;
  on: EpochDay;
  at: Instant;
  steps: readonly StepDraft[];
}

/** Late from the instant itself, or from the midnight that ends the day. */
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

/** Open from the instant where it is known, or from the midnight that begins the day. */
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

/** When grace is over: hours from the instant it was due, days to the end of the last of them. */
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
