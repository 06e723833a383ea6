import type { Item } from '../compile/item';
import { extensionStep } from '../evaluate/clause-steps';
import { addProvisionalOn, type Context, derivedValue } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { clockOf } from '../evaluate/fact-index';
import { instanceFor, restOnCase } from '../evaluate/instances';
import type { Fact } from '../model/fact';
import type { Period } from '../model/period';
import { type Known, NO_ANCHOR, type Value } from '../model/value';
import { type Ending, lengthened } from './lengthen';
import { alongside, endingOf, originalDue } from './original';
import { isPinned, lastOf, pinned } from './pinned';
import { closing, type Renewal, renewal } from './renewal';

/** The deadline of an achievement, or the day of an occasion, after pauses and extensions. */
export function dueValue(item: Item, context: Context): Value | undefined {
  const original = originalDue(item, context);
  const last = original && extended(original, item, context).value;
  return pinned(last && restOnCase(last, item), item, context);
}

/** Where an interval ends, after pauses, extensions and renewals; `until` and `for` include their last day. */
export function endValue(item: Item, context: Context): Value | undefined {
  const other = alongside(item, context);
  if (other !== undefined) return context.scheduled(other, 'ends');
  const first = firstEnd(item, context);
  const last = first && (renewalOf(item, first, context)?.end ?? first.value);
  return pinned(last && restOnCase(last, item), item, context);
}

/** The end of the first period, after pauses and extensions. */
function firstEnd(item: Item, context: Context): Ending | undefined {
  const original = context.moment(item, 'original-ends');
  return original && extended(original, item, context);
}

function renewalOf(item: Item, first: Ending, context: Context): Renewal | undefined {
  const { renews } = item;
  const { value } = first;
  return renews && value.known ? renewal({ ...first, value }, renews, item, context) : undefined;
}

/** The last moment at which notice prevents a renewal; undefined without `renews`. */
export function noticeCloses(item: Item, context: Context): Value | undefined {
  const { renews } = item;
  if (renews === undefined || alongside(item, context) !== undefined) return undefined;
  if (isPinned(item, context)) {
    const end = context.moment(item, 'ends');
    return end && closing(end, renews, item, context);
  }
  const first = firstEnd(item, context);
  const closes = first && (renewalOf(item, first, context)?.closes ?? first.value);
  return closes && restOnCase(closes, item);
}

/** The end after all the renewals that the text counts; undefined where it counts none or notice was given. */
export function lastRenewal(item: Item, context: Context): Value | undefined {
  const withoutSteps = { ...context, derivations: false };
  const first = item.renews?.times === undefined ? undefined : firstEnd(item, withoutSteps);
  return first && renewalOf(item, first, withoutSteps)?.latest;
}

/** An extension by a period, and the fact that records it. */
interface Extension {
  fact: Fact;
  period: Period;
}

/**
 * An end after its own extensions in the order recorded, and after the extensions of other items that the text deducts
 * from it.
 */
function extended(original: Value, item: Item, context: Context): Ending {
  let ending = endingOf(original, item, context);
  if (context.facts.has('extended', item.path)) {
    for (const fact of context.facts.of('extended', item.path, clockOf(item))) {
      ending = extendedBy(ending, fact, item, context);
    }
  }
  for (const extension of deductions(item, context)) {
    ending = movedBy(extension, -1, ending, item, context);
  }
  return ending;
}

/** The extensions of other items that are deducted from this one, ordered by the day on which they were recorded. */
function deductions(item: Item, context: Context): Extension[] {
  const deducting = context.agreement.deducting.get(item.path);
  if (deducting === undefined) return [];
  const found: Extension[] = [];
  const withoutSteps = { ...context, derivations: false };
  for (const other of deducting) {
    const own = instanceFor(other, item, context);
    let ending = endingOf(
      context.scheduled(own, own.holds ? 'original-ends' : 'original-due'),
      own,
      context,
    );
    for (const fact of context.facts.of('extended', other.path)) {
      const later = extendedBy(ending, fact, own, withoutSteps);
      const days = later.value.known && ending.value.known ? later.value.day - ending.value.day : 0;
      // An extension to a named day deducts the days that it adds.
      const period = fact.to === undefined ? fact.period : inDays(days);
      if (period !== undefined) found.push({ fact, period });
      ending = later;
    }
  }
  return found.sort((a, b) => order(a.fact, b.fact));
}

function order(a: Fact, b: Fact): number {
  return a.day - b.day || (a.instant ?? 0) - (b.instant ?? 0) || (a.id < b.id ? -1 : 1);
}

function inDays(amount: number): Period {
  return { exactly: false, parts: [{ amount, unit: 'day' }] };
}

function extendedBy(ending: Ending, fact: Fact, item: Item, context: Context): Ending {
  const last = lastOf(fact, item, context);
  if (last === undefined) {
    const { period } = fact;
    return period === undefined ? ending : movedBy({ fact, period }, 1, ending, item, context);
  }
  const from = ending.value.known ? ending.value : undefined;
  const moved = derivedValue(context, from ?? NO_ANCHOR, last, () => [
    extensionStep(from, last, fact, item.extends),
  ]);
  return { value: hypotheticalIf(moved, fact), own: NO_PERIOD, clause: ending.clause };
}

/** The end moved by the period of an extension: later (sign 1), or earlier (-1). */
function movedBy(
  { fact, period }: Extension,
  sign: 1 | -1,
  ending: Ending,
  item: Item,
  context: Context,
): Ending {
  const { value } = ending;
  if (!value.known) return ending;
  const withoutSteps = { ...context, derivations: false };
  const later = lengthened(ending, period, sign, item, withoutSteps);
  const end = later.value;
  if (!end.known) return later;
  const { day, instant } = end;
  const to = end.exact && instant !== undefined ? { day, instant } : { day };
  const moved = derivedValue(context, value, end, () => [
    extensionStep(value, to, fact, item.extends),
  ]);
  return {
    ...later,
    value: hypotheticalIf(addProvisionalOn(moved, end.provisionalOn, end.bound), fact),
  };
}

function hypotheticalIf(value: Known, { hypothetical = false }: Fact): Known {
  return { ...value, hypothetical: value.hypothetical || hypothetical };
}

/** The period of an end on a named day, which is not counted. */
const NO_PERIOD = (): undefined => undefined;

/** The last moment that the text allows an extension to reach; undefined without a cap. */
export function capOf(original: Value, item: Item, context: Context): Value | undefined {
  const cap = item.extends?.cap;
  if (cap === undefined) return undefined;
  if (cap.type === 'beyond') return evaluate(cap.of, item, context, 'end');
  return lengthened(endingOf(original, item, context), cap.period, 1, item, context).value;
}
