import { addToDay, amountsOf } from './arithmetic';
import type { Item } from './compile';
import { type Context, evaluate } from './evaluate';
import type { EpochDay, Instant, Step } from './model';
import type { Period } from './phrase/tree';
import { shift } from './shift';
import { dayBeforeStep, endOfDayStep, graceStep, startOfDayStep } from './steps';
import type { Known, Value } from './value';

/** A limit of a milestone: its civil day and the instant at which that side of it is reached. */
export interface Limit {
  value: Known;
  on: EpochDay;
  at: Instant;
  steps: readonly Step[];
}

/** The deadline of an achievement as a moment; undefined where the text gives none. */
export function dueValue(item: Item, context: Context): Value | undefined {
  const { due } = item;
  if (due === undefined || due.type === 'undated') return undefined;
  if (due.type === 'within') {
    return shift(evaluate(due.of, item, context, 'end'), due.period, 1, item, context, 'end');
  }
  const value = evaluate(due.of, item, context, 'end');
  if (!value.known) return value;
  switch (due.relation) {
    case 'at':
      return value.instant === undefined ? value : { ...value, sharp: true };
    case 'on':
      // "on X" is that whole day, unless the phrase is itself an instant said without "on".
      return due.bare ? value : { ...value, sharp: false };
    case 'by':
      return value;
    case 'before': {
      if (value.sharp) return value;
      const steps = context.derivations ? [...value.steps, dayBeforeStep(value.day)] : [];
      const { instant: _, ...rest } = value;
      return { ...rest, day: value.day - 1, steps };
    }
  }
}

/** Late from the instant itself, or from the midnight that ends the day. */
export function endOf(value: Known, item: Item, context: Context): Limit {
  if (value.sharp && value.instant !== undefined) {
    // The instant at midnight ends the day before it.
    const on = context.zones.localOf(value.instant - 1, item.zone).day;
    return { value, on, at: value.instant, steps: value.steps };
  }
  const at = context.zones.instantAt(value.day + 1, 0, item.zone);
  const steps = context.derivations
    ? [...value.steps, endOfDayStep(value.day, item.zone, at, item.convention)]
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
    ? [...value.steps, startOfDayStep(value.day, item.zone, at, item.convention)]
    : [];
  return { value, on: value.day, at, steps };
}

/** When grace is over: hours from the instant it was due, days to the end of the last of them. */
export function graceEnd(
  grace: Period,
  due: Limit,
  item: Item,
  context: Context,
): { at: Instant; step: Step } {
  const amounts = amountsOf(grace);
  const { zones } = context;
  let at = due.at;
  if (amounts.months !== 0 || amounts.days !== 0) {
    const { day } = addToDay(due.on, amounts, 1, item.convention);
    at = zones.instantAt(day + 1, 0, item.zone);
  }
  at += amounts.milliseconds;
  return { at, step: graceStep(grace, due.at, at) };
}

/** Where an interval starts and ends; `until` and `for` include their last day. */
export function interval(item: Item, context: Context): { start?: Value; end?: Value } {
  const { holds } = item;
  if (holds === undefined) return {};
  const start = holds.from === undefined ? undefined : evaluate(holds.from, item, context, 'start');
  if (holds.until !== undefined) {
    return { ...(start && { start }), end: evaluate(holds.until, item, context, 'end') };
  }
  if (holds.for === undefined || start === undefined) return { ...(start && { start }) };
  return { start, end: shift(start, holds.for, 1, item, context, 'end') };
}
