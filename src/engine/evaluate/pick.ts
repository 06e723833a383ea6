import type { Item } from '../compile/item';
import type { DaySide } from '../counting/arithmetic';
import { type Known, type Value, waiting } from '../model/value';
import type { Bound, MomentExpr } from '../phrase/tree';
import { addProvisionalOn, type Context, derivedValue } from './context';
import { atEarliest, atLatest, overRanges } from './range';
import { pickStep } from './steps';

/** The later, the earlier or the nth of several moments. The later needs all of them to be known, the others only some. */
export function pick(
  which: 'later' | 'earlier' | number,
  values: readonly Value[],
  context: Context,
): Value {
  return overRanges(values, context, (exact, own) => pickExact(which, exact, own));
}

function pickExact(
  which: 'later' | 'earlier' | number,
  values: readonly Value[],
  context: Context,
): Value {
  const dated = values.filter((value) => value.known);
  const open = [...new Set(values.flatMap((value) => (value.known ? [] : value.waitsFor)))];
  const needed = which === 'later' ? values.length : which === 'earlier' ? 1 : which;
  const sorted = [...dated].sort((a, b) => byTime(a, b) || leaning(a) - leaning(b));
  const chosen = sorted[needed - 1];
  if (chosen === undefined) {
    const floor = which === 'later' ? sorted.at(-1)?.day : undefined;
    return { ...waiting(...open), ...(floor === undefined ? {} : { floor }) };
  }
  const hypothetical = dated.some((value) => value.hypothetical);
  const { bound: _, ...own } = derivedValue(context, chosen, chosen, () => [
    pickStep(which, chosen, values),
  ]);
  let value: Known = { ...own, hypothetical, provisionalOn: [] };
  for (const [i, { provisionalOn, bound }] of sorted.entries()) {
    // What comes after the chosen moment and can only be put off changes nothing, nor does the opposite before it.
    const apart = (i >= needed && bound === 'earliest') || (i < needed - 1 && bound === 'latest');
    if (!apart) value = addProvisionalOn(value, provisionalOn, bound);
  }
  // One moment more brings the nth of them forward.
  return addProvisionalOn(value, open, 'latest');
}

/** Of moments at the same time, those that may come earlier stand first and those that may come later last. */
function leaning({ bound }: Known): number {
  return bound === undefined ? 0 : bound === 'latest' ? -1 : 1;
}

/** Applies bounds: `but not before` takes the later of two moments, `but not after` the earlier. */
export function limit(
  of: Value,
  bounds: readonly Bound[],
  item: Item,
  context: Context,
  side: DaySide,
): Value {
  let value = of;
  for (const { not, of: other } of bounds) {
    const bound = boundOf(context.evaluate(other, item, side), not, other);
    value = pick(not === 'before' ? 'later' : 'earlier', [value, bound], context);
  }
  return value;
}

/** Not before a month means not before its first day; not after it, not after its last. */
function boundOf(value: Value, not: Bound['not'], { type }: MomentExpr): Value {
  if (type !== 'rough' || !value.known) return value;
  return not === 'before' ? atEarliest(value) : atLatest(value);
}

export function byTime(a: Known, b: Known): number {
  if (a.day !== b.day) return a.day - b.day;
  // A whole day ends later than any instant in it.
  const end = Number.MAX_SAFE_INTEGER;
  return (a.instant ?? end) - (b.instant ?? end);
}
