import { extensionStep, pauseStep, renewalStep } from './clause-steps';
import type { Item } from './compile';
import { heldOn, turns } from './condition';
import { parseDay } from './epoch-day';
import { type Context, evaluate } from './evaluate';
import { WHOLE_AGREEMENT } from './fact-kinds';
import { instanceFor } from './instances';
import { after } from './known';
import type { EpochDay, Fact } from './model';
import { parseGrace } from './phrase/parse';
import type { Period } from './phrase/tree';
import { shift } from './shift';
import { type Known, type Value, waiting } from './value';

/**
 * Where an end stands after what the facts say was used: extensions in the order recorded, then what other
 * periods' extensions took from it.
 */
export function extended(end: Value, item: Item, context: Context): Value {
  let value = end;
  if (context.facts.has('extended', item.path)) {
    const only = { party: item.party, ordinal: item.ordinal ?? item.each };
    for (const fact of context.facts.of('extended', item.path, only)) {
      value = extendedBy(value, fact, 1, item, context);
    }
  }
  for (const other of context.agreement.deducting) {
    if (other.extends?.deductedFrom !== item.path) continue;
    const quiet = { ...context, derivations: false };
    const own = instanceFor(other, item, context);
    let stands = context.scheduled(own, own.holds ? 'original-ends' : 'original-due');
    for (const fact of context.facts.of('extended', other.path)) {
      const later = extendedBy(stands, fact, 1, own, quiet);
      const days = later.known && stands.known ? later.day - stands.day : 0;
      // An extension to a named day costs the days it adds.
      const cost = fact.to === undefined ? fact : { ...fact, for: `${days} days` };
      value = extendedBy(value, cost, -1, item, context);
      stands = later;
    }
  }
  return value;
}

function extendedBy(value: Value, fact: Fact, sign: 1 | -1, item: Item, context: Context): Value {
  const hypothetical = fact.hypothetical === true;
  const to = fact.to === undefined ? undefined : parseDay(fact.to);
  if (to !== undefined && sign === 1) {
    const from = value.known ? value : undefined;
    const moved = after(context, from ?? NOTHING, { day: to, sharp: false }, () => [
      extensionStep(from, to, fact, item.extends),
    ]);
    return { ...moved, hypothetical: moved.hypothetical || hypothetical };
  }
  const period = fact.for === undefined ? undefined : parseGrace(fact.for);
  if (!value.known || period === undefined || !period.ok) return value;
  const quiet = { ...context, derivations: false };
  const end = shift(value, period.tree, sign, { ...item, rolls: false }, quiet, 'end');
  if (!end.known) return end;
  const moved = after(context, value, end, () => [
    extensionStep(value, end.day, fact, item.extends),
  ]);
  return { ...moved, hypothetical: moved.hypothetical || hypothetical };
}

/** What an extension to a named day rests on where nothing dated the end before. */
const NOTHING: Known = {
  known: true,
  day: 0,
  sharp: false,
  hypothetical: false,
  provisionalOn: [],
  steps: [],
};

/** The last moment that the text lets an extension reach; undefined where it sets no cap. */
export function capOf(original: Value, item: Item, context: Context): Value | undefined {
  const cap = item.extends?.cap;
  if (cap === undefined) return undefined;
  if (cap.type === 'beyond') return evaluate(cap.of, item, context, 'end');
  return shift(original, cap.period, 1, { ...item, rolls: false }, context, 'end');
}

/**
 * The end of the last period: renewals go on by themselves until a notice comes in time, so that without
 * one there is no last end unless the text counts the renewals.
 */
export function renewed(end: Value, item: Item, context: Context): Value {
  const { renews } = item;
  if (renews === undefined || !end.known) return end;
  const quiet = { ...context, derivations: false };
  const notice = context.facts.of('occurred', renews.unless).at(-1);
  const used = context.facts.of('renewed', item.path, { party: item.party }).length;
  const most = renews.times ?? (notice === undefined ? used : RENEWALS);
  let value: Known = end;
  for (let n = 1; n <= most; n++) {
    const closes = shift(value, renews.before, -1, item, quiet, 'end');
    const inTime = notice !== undefined && closes.known && notice.day <= closes.day;
    if (inTime && n > used) break;
    // From the first end, never from one renewal to the next: 31 August stays 31 August.
    const next = shift(end, times(renews.for, n), 1, item, quiet, 'end');
    if (!next.known) return next;
    value = next;
  }
  if (notice === undefined && renews.times === undefined) {
    return { ...waiting(renews.unless), floor: value.day };
  }
  if (value === end) return notice === undefined ? open(end, renews.unless) : end;
  const moved = after(context, end, value, () => [renewalStep(end.day, value.day, renews)]);
  return notice === undefined ? open(moved, renews.unless) : moved;
}

function open(value: Known, event: string): Known {
  return { ...value, provisionalOn: [...new Set([...value.provisionalOn, event])] };
}

/** Renewals looked through for one notice; longer than any agreement has lasted. */
const RENEWALS = 1_000;

export function times(period: Period, n: number): Period {
  return {
    ...period,
    parts: period.parts.map(({ amount, unit }) => ({ amount: amount * n, unit })),
  };
}

/** A time during which a duty was suspended: from its first day to the day on which it is owed again. */
export interface Pause {
  from: EpochDay;
  to?: EpochDay;
  /** Whether its clock stood still meanwhile. */
  tolling: boolean;
}

/** The pauses of an item, by its condition and by what facts say was suspended and resumed. */
export function pausesOf(item: Item, context: Context): Pause[] {
  const { pauses } = item;
  const found: Pause[] = [];
  if (pauses === undefined && !suspendedByFact(item, context)) return found;
  const turn = (day: EpochDay, stopped: boolean, tolling = pauses !== undefined): void => {
    const last = found.at(-1);
    if (stopped && (last === undefined || last.to !== undefined))
      found.push({ from: day, tolling });
    else if (!stopped && last !== undefined && last.to === undefined) last.to = day;
  };
  if (pauses !== undefined) {
    for (const day of turns(pauses.while, item, context)) {
      turn(day, heldOn(pauses.while, day, item, context));
    }
  }
  const only = { party: item.party, ordinal: item.ordinal ?? item.each };
  const facts = (['suspended', 'resumed'] as const)
    .flatMap((kind) => [
      ...context.facts.of(kind, item.path, only),
      ...context.facts.of(kind, WHOLE_AGREEMENT),
    ])
    .sort((a, b) => a.day - b.day);
  for (const { kind, day, tolling } of facts) turn(day, kind === 'suspended', tolling);
  return found;
}

/** Whether a fact suspended it, by itself or with the whole agreement. */
export function suspendedByFact(item: Item, { facts }: Context): boolean {
  return facts.has('suspended', item.path) || facts.has('suspended', WHOLE_AGREEMENT);
}

/**
 * A deadline that did not run while something lasted: the days of each pause are added, or the whole period
 * runs again from the pause's end. A pause that has not ended leaves it undated.
 * @param of the moment the period ran from; undefined for a fixed date.
 */
export function paused(
  end: Value,
  of: Value | undefined,
  period: Period | undefined,
  item: Item,
  context: Context,
): Value {
  if (!end.known || (item.pauses === undefined && !suspendedByFact(item, context))) return end;
  let value = end;
  const quiet = { ...context, derivations: false };
  for (const pause of pausesOf(item, context)) {
    if (!pause.tolling) continue;
    const from = of?.known ? Math.max(pause.from, of.day) : pause.from;
    if (from > value.day) break;
    if (pause.to === undefined) {
      return { ...waiting(`the end of the pause of ${item.path}`), floor: value.day };
    }
    if (pause.to <= from) continue;
    const whole = item.pauses?.ending === 'restarting' && of?.known && period !== undefined;
    const again = whole
      ? shift(dayAnchored(of, pause.to), period, 1, item, quiet, 'end')
      : undefined;
    const before = value;
    const to = again?.known ? again.day : value.day + (pause.to - from);
    value = after(context, before, { day: to, sharp: false }, () => [
      pauseStep(before.day, to, from, pause.to as EpochDay),
    ]);
  }
  return value;
}

function dayAnchored(value: Known, day: EpochDay): Known {
  const { instant: _, ...rest } = value;
  return { ...rest, day };
}
