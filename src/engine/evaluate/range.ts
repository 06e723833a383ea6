import type { Known, Point, Value } from '../model/value';
import { addProvisionalOn, type Context } from './context';

/** Moments known only roughly: a value is then the latest possible moment, and has the earliest beside it. */

/**
 * Applies a function to both ends of a range.
 * @param apply keeps the order of moments: a later moment never gives an earlier result.
 */
export function overRange(
  of: Value,
  context: Context,
  apply: (of: Value, context: Context) => Value,
): Value {
  if (!isRough(of)) return apply(of, context);
  return overRanges([of], context, ([one = of], own) => apply(one, own));
}

/** The same for a function of several moments, of which the earliest belong together and the latest do. */
export function overRanges(
  of: readonly Value[],
  context: Context,
  apply: (of: readonly Value[], context: Context) => Value,
): Value {
  if (!of.some(isRough)) return apply(of, context);
  const each = (end: (value: Known) => Known): Value[] =>
    of.map((value) => (value.known ? end(value) : value));
  const latest = apply(each(atLatest), context);
  const early = apply(each(atEarliest), { ...context, derivations: false });
  // What is not known yet cannot come before the earliest of what is.
  if (!latest.known || !early.known) return early.known ? latest : early;
  const value = addProvisionalOn(latest, early.provisionalOn, early.bound);
  if (early.day === value.day && early.instant === value.instant) return value;
  return { ...value, earliest: pointOf(early) };
}

function isRough(value: Value): boolean {
  return value.known && value.earliest !== undefined;
}

/** The latest end of a range as an exact value. */
export function atLatest(value: Known): Known {
  if (value.earliest === undefined) return value;
  const { earliest: _, ...rest } = value;
  return rest;
}

/** The earliest end of a range as an exact value; an exact value is its own. */
export function atEarliest(value: Known): Known {
  const { earliest, instant: _, ...rest } = value;
  return earliest === undefined ? value : { ...rest, ...earliest };
}

function pointOf({ day, instant }: Known): Point {
  return instant === undefined ? { day } : { day, instant };
}
