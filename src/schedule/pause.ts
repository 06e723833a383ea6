import { pauseStep } from './clause-steps';
import type { Item } from './compile';
import { heldOn, turns } from './condition';
import type { Context } from './evaluate';
import { WHOLE_AGREEMENT } from './fact-kinds';
import { after } from './known';
import type { EpochDay } from './model';
import type { Period } from './phrase/tree';
import { shift } from './shift';
import { type Known, type Value, waiting } from './value';

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
