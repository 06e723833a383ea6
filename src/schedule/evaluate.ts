import type { Agreement, Item } from './compile';
import type { FactIndex } from './fact-index';
import { after, known } from './known';
import type { Fact, Zones } from './model';
import type { Plain, Ref } from './phrase/tree';
import { shift } from './shift';
import { anchorStep, clockStep, fixedStep, pickStep } from './steps';
import { type Edge, type Known, type Value, waiting } from './value';

/** What evaluating needs, the same for a whole schedule. */
export interface Context {
  agreement: Agreement;
  facts: FactIndex;
  zones: Zones;
  derivations: boolean;
  /** A scheduled moment of another item, evaluated once. */
  scheduled(item: Item, moment: 'due' | 'opens' | 'starts' | 'ends'): Value;
}

/**
 * What a moment comes to.
 * @param item the obligation that speaks: its zone and convention count.
 * @param edge where hours start in a day that is known only as a day.
 */
export function evaluate(plain: Plain, item: Item, context: Context, edge: Edge): Value {
  switch (plain.type) {
    case 'day':
      return known(context, { day: plain.day, sharp: false }, () => [fixedStep(plain.day)]);
    case 'instant': {
      const { day } = context.zones.localOf(plain.instant, item.zone);
      return known(context, { day, instant: plain.instant, sharp: true }, () => [
        fixedStep(day, plain.instant),
      ]);
    }
    case 'ref':
      return evaluateRef(plain, item, context);
    case 'shift':
      return shift(
        evaluate(plain.of, item, context, edge),
        plain.period,
        plain.direction === 'after' ? 1 : -1,
        item,
        context,
        edge,
      );
    case 'clock': {
      const of = evaluate(plain.of, item, context, edge);
      if (!of.known) return of;
      const zone = plain.zone ?? item.zone;
      const instant = context.zones.instantAt(of.day, plain.minute, zone);
      // The day is the agreement's own, also where the clock is another zone's; 24:00 keeps its day.
      const day = zone === item.zone ? of.day : context.zones.localOf(instant, item.zone).day;
      return after(context, of, { day, instant, sharp: true }, () => [
        clockStep(of.day, plain.minute, zone, instant),
      ]);
    }
    case 'pick':
      return pick(
        plain.which,
        plain.of.map((one) => evaluate(one, item, context, edge)),
        context,
      );
  }
}

function evaluateRef(ref: Ref, item: Item, context: Context): Value {
  const name = ref.moment === undefined ? ref.path : `${ref.path}.${ref.moment}`;
  if (ref.moment === undefined) {
    const fact = context.facts.of('occurred', ref.path).at(-1);
    return fact === undefined
      ? waiting(name)
      : recorded(fact, name, eventTitle(ref.path, context), context);
  }
  const target = context.agreement.byPath.get(ref.path);
  const { moment } = ref;
  if (moment === 'due' || moment === 'opens' || moment === 'starts' || moment === 'ends') {
    if (target === undefined) return waiting(name);
    const value = context.scheduled(target, moment);
    if (!value.known) return value;
    return after(context, value, value, () => [
      anchorStep(name, value, `as scheduled for “${titleOf(target)}”`, item.convention),
    ]);
  }
  if (target === undefined) return allPhases(ref, context);
  const fact = context.facts.completing(moment, ref.path, target.obligors);
  return fact === undefined
    ? waiting(name)
    : recorded(fact, name, `“${titleOf(target)}” ${moment}`, context);
}

/** An obligation in phases is fulfilled when its last phase is. */
function allPhases(ref: Ref, context: Context): Value {
  const facts: Fact[] = [];
  const missing: string[] = [];
  for (const path of context.agreement.phases.get(ref.path) ?? []) {
    const phase = context.agreement.byPath.get(path);
    const kind = ref.moment as 'fulfilled';
    const fact = context.facts.completing(kind, path, phase?.obligors ?? []);
    if (fact === undefined) missing.push(`${path}.${kind}`);
    else facts.push(fact);
  }
  const latest = facts.reduce<Fact | undefined>(
    (last, fact) => (last === undefined || fact.day >= last.day ? fact : last),
    undefined,
  );
  if (missing.length > 0 || latest === undefined) return waiting(...missing);
  const value = recorded(
    latest,
    `${ref.path}.${ref.moment}`,
    `all phases of “${ref.path}” ${ref.moment}`,
    context,
  );
  return value.known
    ? { ...value, hypothetical: facts.some((fact) => fact.hypothetical === true) }
    : value;
}

function recorded(fact: Fact, name: string, what: string, context: Context): Value {
  const hypothetical = fact.hypothetical === true;
  const value: Known = {
    known: true,
    day: fact.day,
    ...(fact.instant === undefined ? {} : { instant: fact.instant }),
    sharp: false,
    hypothetical,
    provisionalOn: [],
    steps: [],
  };
  if (!context.derivations) return value;
  const how = hypothetical ? 'as assumed' : 'as recorded';
  return { ...value, steps: [anchorStep(name, value, `${what}, ${how}`, undefined, fact.id)] };
}

function pick(which: 'later' | 'earlier', values: readonly Value[], context: Context): Value {
  const dated = values.filter((value) => value.known);
  const missing = values.flatMap((value) => (value.known ? value.provisionalOn : value.waitsFor));
  const someUnknown = dated.length < values.length;
  if (dated.length === 0 || (which === 'later' && someUnknown)) return waiting(...new Set(missing));
  const chosen = dated.reduce((best, value) =>
    comesFirst(value, best) === (which === 'earlier') ? value : best,
  );
  const hypothetical = dated.some((value) => value.hypothetical);
  const value = after(context, chosen, chosen, () => [pickStep(which, chosen, values)]);
  return value.known ? { ...value, hypothetical, provisionalOn: [...new Set(missing)] } : value;
}

function comesFirst(a: Known, b: Known): boolean {
  if (a.day !== b.day) return a.day < b.day;
  // A whole day ends after any instant in it.
  return (a.instant ?? Number.POSITIVE_INFINITY) < (b.instant ?? Number.POSITIVE_INFINITY);
}

function eventTitle(event: string, context: Context): string {
  return context.agreement.document.events?.[event]?.title ?? `the event “${event}”`;
}

function titleOf(item: Item): string {
  return item.phase?.title ?? item.obligation.title;
}
