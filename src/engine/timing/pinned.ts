import { parseDay } from '../calendar/epoch-day';
import type { Item } from '../compile/item';
import { pinStep } from '../evaluate/clause-steps';
import { type Context, knownValue, type PointInTime } from '../evaluate/context';
import { clockOf } from '../evaluate/fact-index';
import type { Fact } from '../model/fact';
import type { Value } from '../model/value';

/**
 * The date of the latest pin, if there is one, else the given value. A pinned date is known even where its anchor is not,
 * and nothing that is still unknown can move it.
 */
export function pinned(value: Value | undefined, item: Item, context: Context): Value | undefined {
  const fact = pinOf(item, context);
  const last = fact && lastOf(fact, item, context);
  if (fact === undefined || last === undefined) return value;
  const from = value?.known ? value : undefined;
  return {
    ...knownValue(context, last, () => [...(from?.steps ?? []), pinStep(from?.day, last, fact)]),
    hypothetical: fact.hypothetical === true,
  };
}

export function isPinned(item: Item, context: Context): boolean {
  return parseDay(pinOf(item, context)?.to ?? '') !== undefined;
}

function pinOf(item: Item, { facts }: Context): Fact | undefined {
  return facts.of('pinned', item.path, clockOf(item)).at(-1);
}

/** The last day or the instant that an extension or a pin names; undefined where it names none. */
export function lastOf(fact: Fact, { zone }: Item, { zones }: Context): PointInTime | undefined {
  const { to, toInstant: instant } = fact;
  if (instant !== undefined) return { day: zones.localOf(instant, zone).day, instant, exact: true };
  const day = to === undefined ? undefined : parseDay(to);
  return day === undefined ? undefined : { day, exact: false };
}
