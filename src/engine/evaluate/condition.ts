import type { Item } from '../compile/item';
import type { EpochDay, Instant } from '../model/time';
import type { Known } from '../model/value';
import type { Cond } from '../phrase/tree';
import type { Context } from './context';

/** Whether a condition is met by what is known, since when, and what could still change that. */
export interface ConditionResult {
  met: boolean;
  /** First day and instant at which it was met; absent where it is met from the beginning. */
  day?: EpochDay;
  at?: Instant;
  waitsFor: readonly string[];
  hypothetical: boolean;
}

export function evaluateCondition(cond: Cond, item: Item, context: Context): ConditionResult {
  if (cond.type === 'test') return test(cond, item, context);
  const all = cond.of.map((one) => evaluateCondition(one, item, context));
  const met = cond.type === 'all' ? all.every((one) => one.met) : all.some((one) => one.met);
  const dated = all.filter((one) => one.met && one.at !== undefined);
  const sorted = dated.sort((a, b) => (a.at as Instant) - (b.at as Instant));
  const always = all.some((one) => one.met && one.at === undefined);
  const last = cond.type === 'all' ? sorted.at(-1) : always ? undefined : sorted[0];
  // Of several that are all needed, those not met are what it waits for.
  const open = cond.type === 'all' && !met ? all.filter((one) => !one.met) : all;
  return {
    met,
    ...(met && last?.day !== undefined ? { day: last.day } : {}),
    ...(met && last?.at !== undefined ? { at: last.at } : {}),
    waitsFor: open.flatMap((one) => one.waitsFor),
    hypothetical: all.some((one) => one.hypothetical),
  };
}

function test(
  cond: Extract<Cond, { type: 'test' }>,
  item: Item,
  context: Context,
): ConditionResult {
  const value = context.evaluate(cond.of, item, 'end');
  const than = cond.than && context.evaluate(cond.than, item, 'end');
  const hypothetical =
    (value.known && value.hypothetical) || (than?.known === true && than.hypothetical);
  const at = (day: EpochDay) => context.zones.instantAt(day, 0, item.zone);
  const waitsFor = value.known ? [] : value.waitsFor;
  if (than === undefined) {
    if (!value.known) return { met: cond.no, waitsFor, hypothetical };
    const since = { day: value.day, at: value.instant ?? at(value.day) };
    return { met: !cond.no, ...since, waitsFor, hypothetical };
  }
  if (!than.known) return { met: cond.no, waitsFor: than.waitsFor, hypothetical };
  // That something did not happen by a day is known when the day is over.
  const over = than.day + (cond.relation === 'before' ? 0 : 1);
  const missed = { day: over, at: at(over), waitsFor, hypothetical };
  if (!value.known) {
    return cond.no && cond.relation !== 'after'
      ? { met: true, ...missed }
      : { met: cond.no, waitsFor, hypothetical };
  }
  const early = cond.relation === 'before' ? value.day < than.day : value.day <= than.day;
  const holds = cond.relation === 'after' ? value.day > than.day : early;
  if (cond.no && !holds && cond.relation !== 'after') return { met: true, ...missed };
  const since = { day: value.day, at: value.instant ?? at(value.day) };
  return { met: holds !== cond.no, ...since, waitsFor, hypothetical };
}

/** Whether a condition held on a civil day, as far as facts say. */
export function holdsOn(cond: Cond, day: EpochDay, item: Item, context: Context): boolean {
  return held(cond, (value) => value.day <= day, item, context);
}

/** Whether a condition held at an instant; what is known by its day has come when the day begins. */
export function holdsAt(cond: Cond, at: Instant, item: Item, context: Context): boolean {
  return held(cond, (value) => startOf(value, item, context) <= at, item, context);
}

function held(
  cond: Cond,
  hasCome: (value: Known) => boolean,
  item: Item,
  context: Context,
): boolean {
  if (cond.type !== 'test') {
    const one = (inner: Cond): boolean => held(inner, hasCome, item, context);
    return cond.type === 'all' ? cond.of.every(one) : cond.of.some(one);
  }
  const value = context.evaluate(cond.of, item, 'end');
  const yet = value.known && hasCome(value);
  if (!yet || cond.than === undefined) return yet !== cond.no;
  return test(cond, item, context).met;
}

function startOf({ day, instant }: Known, item: Item, { zones }: Context): Instant {
  return instant ?? zones.instantAt(day, 0, item.zone);
}

/** A moment at which something may change: its day, and the instant where that is known. */
export interface ChangePoint {
  day: EpochDay;
  instant?: Instant;
  /** The instant, or the midnight that begins the day. */
  at: Instant;
  hypothetical: boolean;
}

/** The moments at which a condition may change, in order. */
export function changePoints(cond: Cond, item: Item, context: Context): ChangePoint[] {
  if (cond.type !== 'test') {
    return cond.of.flatMap((one) => changePoints(one, item, context)).sort((a, b) => a.at - b.at);
  }
  const value = context.evaluate(cond.of, item, 'end');
  if (!value.known) return [];
  const { day, instant, hypothetical } = value;
  const at = startOf(value, item, context);
  return [{ day, at, hypothetical, ...(instant === undefined ? {} : { instant }) }];
}
