import type { Item } from '../compile/item';
import { pauseStep } from '../evaluate/clause-steps';
import { type ChangePoint, changePoints, holdsAt } from '../evaluate/condition';
import { addGap, type Context, derivedValue } from '../evaluate/context';
import { clockOf } from '../evaluate/fact-index';
import { overRanges } from '../evaluate/range';
import { firstDayOfTerm, shift } from '../evaluate/shift';
import { WHOLE_AGREEMENT } from '../model/fact-kinds';
import type { Period } from '../model/period';
import { type Known, type Value, waiting } from '../model/value';
import { meterFor } from './pause-meter';

/** A time during which an obligation is suspended; without `to` it still is. */
export interface Pause {
  from: ChangePoint;
  to?: ChangePoint;
  /** Whether the clock of its deadline stands still meanwhile. */
  tolling: boolean;
}

/** The pauses of an item in order of time, from its `pauses` condition and from facts that suspend and resume. */
export function pausesOf(item: Item, context: Context): Pause[] {
  const { pauses } = item;
  const found: Pause[] = [];
  if (pauses !== undefined) {
    const stops = changePoints(pauses.while, item, context).map(
      (turn): Stop => [turn, holdsAt(pauses.while, turn.at, item, context), true],
    );
    found.push(...spansOf(stops));
  }
  if (suspendedByFact(item, context)) found.push(...spansOf(suspensions(item, context)));
  return found.length < 2 ? found : merged(found);
}

/** Whether a fact suspends the item or the whole agreement. */
export function suspendedByFact(item: Item, { facts }: Context): boolean {
  return facts.has('suspended', item.path) || facts.has('suspended', WHOLE_AGREEMENT);
}

type Stop = readonly [turn: ChangePoint, stopped: boolean, tolling: boolean];

function suspensions(item: Item, context: Context): Stop[] {
  const { facts, zones } = context;
  const own = clockOf(item);
  const stops: Stop[] = [];
  for (const kind of ['suspended', 'resumed'] as const) {
    const recorded = [...facts.of(kind, item.path, own), ...facts.of(kind, WHOLE_AGREEMENT)];
    for (const { day, instant, hypothetical = false, tolling } of recorded) {
      const at = instant ?? zones.instantAt(day, 0, item.zone);
      const turn = { day, at, hypothetical, ...(instant === undefined ? {} : { instant }) };
      stops.push([turn, kind === 'suspended', tolling ?? item.pauses !== undefined]);
    }
  }
  return stops.sort(([a], [b]) => a.at - b.at);
}

/** Pairs each beginning with the end that follows it. A beginning within a pause changes nothing. */
function spansOf(stops: readonly Stop[]): Pause[] {
  const found: Pause[] = [];
  for (const [turn, stopped, tolling] of stops) {
    const last = found.at(-1);
    const open = last !== undefined && last.to === undefined;
    if (stopped && !open) found.push({ from: turn, tolling });
    else if (!stopped && open) last.to = turn;
  }
  return found;
}

/** Merges overlapping pauses, so that no day is added twice. */
function merged(pauses: readonly Pause[]): Pause[] {
  const found: Pause[] = [];
  for (const pause of [...pauses].sort((a, b) => a.from.at - b.from.at)) {
    const last = found.findLast(({ tolling }) => tolling === pause.tolling);
    if (last === undefined || (last.to !== undefined && last.to.at < pause.from.at)) {
      found.push({ ...pause });
    } else if (last.to !== undefined && (pause.to === undefined || pause.to.at > last.to.at)) {
      if (pause.to === undefined) delete last.to;
      else last.to = pause.to;
    }
  }
  return found;
}

/**
 * An end after the pauses of its clock. Each pause is added in the unit of the period, or the whole period runs again from
 * the end of the pause. A pause that has not ended leaves the end unknown.
 * @param of the anchor of the period; undefined for a fixed date.
 * @param period undefined where the clause names a day.
 */
export function paused(
  end: Value,
  of: Value | undefined,
  period: Period | undefined,
  item: Item,
  context: Context,
): Value {
  if (!end.known || (item.pauses === undefined && !suspendedByFact(item, context))) return end;
  const ends = of === undefined ? [end] : [end, of];
  return overRanges(ends, context, ([one = end, from], own) =>
    pausedExact(one, from, period, item, own),
  );
}

function pausedExact(
  end: Value,
  of: Value | undefined,
  period: Period | undefined,
  item: Item,
  context: Context,
): Value {
  if (!end.known) return end;
  const origin = of?.known ? of : undefined;
  const base = (): Value => baseOf(end, of, period, item, context);
  const meter = meterFor(end, origin, period, item, context, base);
  if (typeof meter === 'string') return waiting(meter);
  let value = end;
  for (const { from, to, tolling } of pausesOf(item, context)) {
    if (!tolling) continue;
    if (meter.isPast(from, value)) break;
    if (to === undefined) {
      return { ...waiting(`the end of the pause of ${item.path}`), floor: value.day };
    }
    const again = restarted(origin, period, from, to, item, context);
    const stopped = meter.between(from, to);
    if (again === undefined && stopped <= 0) continue;
    if (again?.known === false) return again;
    const before = value;
    const later = again ?? meter.later(before, stopped);
    const moved = derivedValue(context, before, later, () => [
      pauseStep(before.day, later, from.day, to.day, again ? undefined : meter.print(stopped)),
    ]);
    const hypothetical = before.hypothetical || from.hypothetical || to.hypothetical;
    value = addGap({ ...moved, hypothetical }, meter.gap(before.day, later.day));
  }
  return value;
}

/** The end of the part of a period that is not counted in working days. */
function baseOf(
  end: Value,
  of: Value | undefined,
  period: Period | undefined,
  item: Item,
  context: Context,
): Value {
  if (of === undefined || period === undefined) return end;
  const whole = { ...period, parts: period.parts.filter(({ unit }) => unit !== 'working day') };
  const withoutSteps = { ...context, derivations: false };
  return shift(of, whole, 1, item, withoutSteps, 'end', item.holds && firstDayOfTerm(of, item));
}

/** The end of a period that runs again from the end of a pause; undefined unless the text says so. */
function restarted(
  of: Known | undefined,
  period: Period | undefined,
  from: ChangePoint,
  to: ChangePoint,
  item: Item,
  context: Context,
): Value | undefined {
  if (item.pauses?.ending !== 'restarting' || of === undefined || period === undefined) {
    return undefined;
  }
  const begun = of.instant ?? context.zones.instantAt(of.day, 0, item.zone);
  if (to.at <= Math.max(from.at, begun)) return undefined;
  const { instant: _, side: __, ...rest } = of;
  const start = {
    ...rest,
    day: to.day,
    ...(to.instant === undefined ? {} : { instant: to.instant }),
  };
  return shift(start, period, 1, item, { ...context, derivations: false }, 'end');
}
