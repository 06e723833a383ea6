import type { Item } from '../compile/item';
import type { DaySide } from '../counting/arithmetic';
import { type Known, type Value, waiting } from '../model/value';
import type { Bound } from '../phrase/tree';
import { type Context, derivedValue } from './context';
import { pickStep } from './steps';

/** The later, the earlier or the nth of several moments; later needs all of them, the others may do with some. */
export function pick(
  which: 'later' | 'earlier' | number,
  values: readonly Value[],
  context: Context,
): Value {
  const dated = values.filter((value) => value.known);
  const missing = [
    ...new Set(values.flatMap((value) => (value.known ? value.provisionalOn : value.waitsFor))),
  ];
  const needed = which === 'later' ? values.length : which === 'earlier' ? 1 : which;
  const sorted = [...dated].sort(byTime);
  const chosen = sorted[needed - 1];
  if (chosen === undefined) {
    const floor = which === 'later' ? sorted.at(-1)?.day : undefined;
    const open = values.flatMap((value) => (value.known ? [] : value.waitsFor));
    return { ...waiting(...new Set(open)), ...(floor === undefined ? {} : { floor }) };
  }
  const hypothetical = dated.some((value) => value.hypothetical);
  const { onlyLater: _, ...value } = derivedValue(context, chosen, chosen, () => [
    pickStep(which, chosen, values),
  ]);
  const open = dated.filter(({ provisionalOn }) => provisionalOn.length > 0);
  const onlyLater = dated.length === values.length && open.length > 0 && open.every(isOnlyLater);
  return { ...value, hypothetical, provisionalOn: missing, ...(onlyLater && { onlyLater }) };
}

function isOnlyLater({ onlyLater }: Known): boolean {
  return onlyLater === true;
}

/** `but not before` is the later of the two, `but not after` the earlier. */
export function limit(
  of: Value,
  buts: readonly Bound[],
  item: Item,
  context: Context,
  edge: DaySide,
): Value {
  let value = of;
  for (const but of buts) {
    const bound = context.evaluate(but.of, item, edge);
    value = pick(but.not === 'before' ? 'later' : 'earlier', [value, bound], context);
  }
  return value;
}

export function byTime(a: Known, b: Known): number {
  if (a.day !== b.day) return a.day - b.day;
  // A whole day ends after any instant in it.
  const end = Number.MAX_SAFE_INTEGER;
  return (a.instant ?? end) - (b.instant ?? end);
}
