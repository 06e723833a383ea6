import type { Item } from '../compile/item';
import { extensionStep } from '../evaluate/clause-steps';
import { addProvisionalOn, type Context, derivedValue } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { instanceFor, restOnCase } from '../evaluate/instances';
import type { Fact } from '../model/fact';
import type { Known, Value } from '../model/value';
import { readPeriod } from '../phrase/parse';
import type { Period } from '../phrase/tree';
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

/** Until when notice keeps an interval from being renewed; undefined where it does not renew itself. */
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

/** The last end that counted renewals reach, where no notice came. */
export function lastRenewal(item: Item, context: Context): Value | undefined {
  const quiet = { ...context, derivations: false };
  const first = item.renews?.times === undefined ? undefined : firstEnd(item, quiet);
  return first && renewalOf(item, first, quiet)?.latest;
}

/** What facts say of an end that was put off. */
interface Put {
  fact: Fact;
  period: Period;
}

/**
 * Where an end stands after what the facts say was used: extensions in the order recorded, then what other
 * periods' extensions took from it.
 */
function extended(original: Value, item: Item, context: Context): Ending {
  let ending = endingOf(original, item, context);
  if (context.facts.has('extended', item.path)) {
    for (const fact of context.facts.of('extended', item.path, whose(item))) {
      ending = extendedBy(ending, fact, item, context);
    }
  }
  for (const { fact, period } of costs(item, context)) {
    ending = put(ending, { fact, period }, -1, item, context);
  }
  return ending;
}

/** What the extensions of others cost it, by the day they were recorded on, whichever entry stands first. */
function costs(item: Item, context: Context): Put[] {
  const found: Put[] = [];
  const quiet = { ...context, derivations: false };
  for (const other of context.agreement.deducting) {
    if (other.extends?.deductedFrom !== item.path) continue;
    const own = instanceFor(other, item, context);
    let ending = endingOf(
      context.scheduled(own, own.holds ? 'original-ends' : 'original-due'),
      own,
      context,
    );
    for (const fact of context.facts.of('extended', other.path)) {
      const later = extendedBy(ending, fact, own, quiet);
      const days = later.value.known && ending.value.known ? later.value.day - ending.value.day : 0;
      // An extension to a named day costs the days it adds.
      const period = fact.to === undefined ? periodOf(fact) : inDays(days);
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

function periodOf(fact: Fact): Period | undefined {
  return fact.for === undefined ? undefined : readPeriod(fact.for);
}

function whose(item: Item) {
  return { party: item.party, ordinal: item.ordinal ?? item.each };
}

function extendedBy(ending: Ending, fact: Fact, item: Item, context: Context): Ending {
  const last = lastOf(fact, item, context);
  if (last === undefined) {
    const period = periodOf(fact);
    return period === undefined ? ending : put(ending, { fact, period }, 1, item, context);
  }
  const from = ending.value.known ? ending.value : undefined;
  const moved = derivedValue(context, from ?? NOTHING, last, () => [
    extensionStep(from, last, fact, item.extends),
  ]);
  return { value: assuming(moved, fact), own: NAMED, clause: ending.clause };
}

function put(
  ending: Ending,
  { fact, period }: Put,
  sign: 1 | -1,
  item: Item,
  context: Context,
): Ending {
  const { value } = ending;
  if (!value.known) return ending;
  const quiet = { ...context, derivations: false };
  const later = lengthened(ending, period, sign, item, quiet);
  const end = later.value;
  if (!end.known) return later;
  const moved = derivedValue(context, value, end, () => [
    extensionStep(value, { day: end.day }, fact, item.extends),
  ]);
  return {
    ...later,
    value: assuming(addProvisionalOn(moved, end.provisionalOn, end.bound), fact),
  };
}

function assuming(value: Known, { hypothetical = false }: Fact): Known {
  return { ...value, hypothetical: value.hypothetical || hypothetical };
}

/** A day that is named is counted by no period. */
const NAMED = (): undefined => undefined;

/** What an extension to a named day rests on where nothing dated the end before. */
const NOTHING: Known = {
  known: true,
  day: 0,
  exact: false,
  hypothetical: false,
  provisionalOn: [],
  steps: [],
};

/** The last moment that the text lets an extension reach; undefined where it sets no cap. */
export function capOf(original: Value, item: Item, context: Context): Value | undefined {
  const cap = item.extends?.cap;
  if (cap === undefined) return undefined;
  if (cap.type === 'beyond') return evaluate(cap.of, item, context, 'end');
  return lengthened(endingOf(original, item, context), cap.period, 1, item, context).value;
}
