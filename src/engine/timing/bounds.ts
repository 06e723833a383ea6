import type { Item } from '../compile/item';
import { addToDay, amountsOf } from '../counting/arithmetic';
import type { Context } from '../evaluate/context';
import { atEarliest, atLatest } from '../evaluate/range';
import { graceStep, midnightStep, rangeStep } from '../evaluate/steps';
import type { Period } from '../model/period';
import type { StepDraft } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import type { Known } from '../model/value';

/** A boundary of a milestone: its civil day in the zone of the item, and the instant of it. */
export interface Limit extends Edge {
  value: Known;
  steps: readonly StepDraft[];
  /** The other end, where the boundary is known only roughly. */
  other?: Edge;
}

interface Edge {
  on: EpochDay;
  at: Instant;
}

/**
 * The end of a milestone, the latest possible one. `at` is exclusive: the instant itself where the phrase names one, else
 * the midnight that ends the day.
 */
export function endOf(value: Known, item: Item, context: Context): Limit {
  const { on, at } = endEdge(atLatest(value), item, context);
  const limit: Limit = { value, on, at, steps: value.steps };
  const range: StepDraft[] = [];
  if (value.earliest !== undefined) {
    limit.other = endEdge(atEarliest(value), item, context);
    range.push(rangeStep(limit.other.on, on));
  }
  const over = item.kind !== 'achievement' || item.nature === 'goal';
  const midnight = isInstant(value)
    ? []
    : [midnightStep('end-of-day', value.day, item.zone, at, item.convention, over)];
  if (context.derivations) limit.steps = [...value.steps, ...range, ...midnight];
  return limit;
}

function endEdge(value: Known, item: Item, context: Context): Edge {
  if (isInstant(value)) {
    // The instant at midnight ends the day before it.
    return { on: context.zones.localOf(value.instant - 1, item.zone).day, at: value.instant };
  }
  return { on: value.day, at: context.zones.instantAt(value.day + 1, 0, item.zone) };
}

function isInstant(value: Known): value is Known & { instant: Instant } {
  return value.exact && value.instant !== undefined;
}

/**
 * The start of a milestone, the earliest possible one. `at` is inclusive: the instant where it is known, else the midnight
 * that begins the day.
 */
export function startOf(value: Known, item: Item, context: Context): Limit {
  const first = atEarliest(value);
  const { on, at } = startEdge(first, item, context);
  const limit: Limit = { value, on, at, steps: value.steps };
  const range: StepDraft[] = [];
  if (value.earliest !== undefined) {
    limit.other = startEdge(atLatest(value), item, context);
    range.push(rangeStep(limit.other.on, on));
  }
  const midnight =
    first.instant === undefined
      ? [midnightStep('start-of-day', first.day, item.zone, at, item.convention)]
      : [];
  if (context.derivations) limit.steps = [...value.steps, ...range, ...midnight];
  return limit;
}

function startEdge({ day, instant }: Known, item: Item, context: Context): Edge {
  if (instant === undefined) return { on: day, at: context.zones.instantAt(day, 0, item.zone) };
  return { on: context.zones.localOf(instant, item.zone).day, at: instant };
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
