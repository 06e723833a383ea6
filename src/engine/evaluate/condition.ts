import type { Item } from '../compile/item';
import type { EpochDay, Instant } from '../model/time';
import type { Known } from '../model/value';
import { printRef } from '../phrase/print';
import type { Cond } from '../phrase/tree';
import type { Context } from './context';
import { atEarliest, atLatest } from './range';

/** Whether a condition is met as far as is known, since when, and what could still change that. */
export interface ConditionResult {
  met: boolean;
  /** The first day on which it was met; absent where it always was. */
  day?: EpochDay;
  /** The first instant at which it was met; absent where it always was. */
  at?: Instant;
  waitsFor: readonly string[];
  hypothetical: boolean;
}

/** Evaluates a condition with the facts known, in the zone and convention of an item. */
export function evaluateCondition(cond: Cond, item: Item, context: Context): ConditionResult {
  if (cond.type === 'test') return test(cond, item, context);
  const all = cond.of.map((one) => evaluateCondition(one, item, context));
  const met = cond.type === 'all' ? all.every((one) => one.met) : all.some((one) => one.met);
  const sorted = all.flatMap((one) => since(one) ?? []).sort((a, b) => a.at - b.at);
  const always = all.some((one) => one.met && one.at === undefined);
  const last = cond.type === 'all' ? sorted.at(-1) : always ? undefined : sorted[0];
  // If all are required, it waits for those that are not met.
  const open = cond.type === 'all' && !met ? all.filter((one) => !one.met) : all;
  return {
    met,
    ...(met && last?.day !== undefined ? { day: last.day } : {}),
    ...(met && last?.at !== undefined ? { at: last.at } : {}),
    waitsFor: open.flatMap((one) => one.waitsFor),
    hypothetical: all.some((one) => one.hypothetical),
  };
}

/** When a part was met; undefined where it is not met, or always was. */
function since({ met, day, at }: ConditionResult): { day?: EpochDay; at: Instant } | undefined {
  if (!met || at === undefined) return undefined;
  return day === undefined ? { at } : { day, at };
}

function test(cond: Test, item: Item, context: Context): ConditionResult {
  const value = context.evaluate(cond.of, item, 'end');
  const than = cond.than && context.evaluate(cond.than, item, 'end');
  const hypothetical =
    (value.known && value.hypothetical) || (than?.known === true && than.hypothetical);
  const at = (day: EpochDay) => context.zones.instantAt(day, 0, item.zone);
  const waitsFor = value.known ? [] : value.waitsFor;
  if (than === undefined) {
    if (!value.known) return { met: cond.no, waitsFor, hypothetical };
    const from = { day: value.day, at: value.instant ?? at(value.day) };
    return { met: !cond.no, ...from, waitsFor, hypothetical };
  }
  if (!than.known) return { met: cond.no, waitsFor: than.waitsFor, hypothetical };
  const [first, last] = limitsOf(cond, than);
  if (value.known && !isCertain(cond, value, first, last)) {
    return { met: false, waitsFor: [printRef(cond.of)], hypothetical };
  }
  // That something has not happened by a day is known when the day is over, by an instant at once.
  const over = last.day + (cond.relation === 'before' ? 0 : 1);
  const missed = {
    ...(last.exact && last.instant !== undefined
      ? { day: last.day, at: last.instant }
      : { day: over, at: at(over) }),
    waitsFor,
    hypothetical,
  };
  if (!value.known) {
    return cond.no && cond.relation !== 'after'
      ? { met: true, ...missed }
      : { met: cond.no, waitsFor, hypothetical };
  }
  const fits = isMet(cond, value, last);
  if (cond.no && !fits && cond.relation !== 'after') return { met: true, ...missed };
  const from = { day: value.day, at: value.instant ?? at(value.day) };
  return { met: fits !== cond.no, ...from, waitsFor, hypothetical };
}

type Test = Extract<Cond, { type: 'test' }>;

/** By day; by instant where the phrase names one and that of the value is known. */
function isMet({ relation }: Test, value: Known, than: Known): boolean {
  if (than.exact && than.instant !== undefined && value.instant !== undefined) {
    if (relation === 'after') return value.instant > than.instant;
    return relation === 'before' ? value.instant < than.instant : value.instant <= than.instant;
  }
  if (relation === 'after') return value.day > than.day;
  return relation === 'before' ? value.day < than.day : value.day <= than.day;
}

/** The earliest and the latest limit. Before a month means before its first day; by it and after it, its last. */
function limitsOf({ relation, than: named }: Test, than: Known): [Known, Known] {
  const [first, last] = [atEarliest(than), atLatest(than)];
  if (named?.type !== 'rough') return [first, last];
  return relation === 'before' ? [first, first] : [last, last];
}

/** Whether the answer is the same wherever in their ranges the two moments are. */
function isCertain(cond: Test, value: Known, first: Known, last: Known): boolean {
  const answers = [atEarliest(value), atLatest(value)].flatMap((one) => [
    isMet(cond, one, first),
    isMet(cond, one, last),
  ]);
  return answers.every((one) => one === answers[0]);
}

/** Whether a condition held on a civil day, as far as is recorded. */
export function holdsOn(cond: Cond, day: EpochDay, item: Item, context: Context): boolean {
  return holds(cond, (value) => value.day <= day, item, context);
}

/** Whether a condition held at an instant. What is known by its day only counts from the beginning of the day. */
export function holdsAt(cond: Cond, at: Instant, item: Item, context: Context): boolean {
  return holds(cond, (value) => startOf(value, item, context) <= at, item, context);
}

function holds(
  cond: Cond,
  hasCome: (value: Known) => boolean,
  item: Item,
  context: Context,
): boolean {
  if (cond.type !== 'test') {
    const one = (inner: Cond): boolean => holds(inner, hasCome, item, context);
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

/** A point in time at which a condition may change. */
export interface ChangePoint {
  day: EpochDay;
  instant?: Instant;
  /** `instant`, or where it is not known the midnight that begins the day. */
  at: Instant;
  hypothetical: boolean;
}

/** The known points in time at which a condition may change, in order. */
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
