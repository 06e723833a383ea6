import type { Case, Item } from '../compile/item';
import type { Instant } from '../model/time';
import type { Value } from '../model/value';
import { evaluateCondition } from './condition';
import { addProvisionalOn, type Context } from './context';

/**
 * The clock of an item that a reference from another clock means, with the case that applies to it.
 * @param of the clock that refers to it.
 */
export function instanceFor(target: Item, of: Item | undefined, context: Context): Item {
  if (of?.party === undefined && of?.each === undefined) return applicable(target, context);
  if (target.eachParty === undefined && target.eachEvent === undefined) {
    return applicable(target, context);
  }
  return applicable(instance(target, of.party, of.each), context);
}

/** Every clock of an item: one, or one for each party or occurrence. */
export function instancesOf(item: Item, context: Context): Item[] {
  if (item.eachParty !== undefined) {
    return item.eachParty.map((party) => applicable(instance(item, party, undefined), context));
  }
  if (item.eachEvent === undefined) return [applicable(item, context)];
  const numbers = [...context.facts.occurrencesByNumber(item.eachEvent).keys()].sort(
    (a, b) => a - b,
  );
  const each = numbers.length === 0 ? [1] : numbers;
  return each.map((n) => applicable(instance(item, undefined, n), context));
}

function instance(item: Item, party: string | undefined, each: number | undefined): Item {
  const suffix = party === undefined ? `#${each}` : `@${party}`;
  return {
    ...item,
    suffix,
    ...(party === undefined ? {} : { party }),
    ...(each === undefined ? {} : { each }),
    ...(party !== undefined && (item.obligors.length === 0 || item.obligors.includes(party))
      ? { obligors: [party] }
      : {}),
  };
}

/** The item with the timing of the first case whose condition is met. */
function applicable(item: Item, context: Context): Item {
  return item.cases === undefined ? item : context.chooseCase(item, () => choice(item, context));
}

function choice(item: Item, context: Context): Item {
  const open: string[] = [];
  let hypothetical = false;
  for (const one of item.cases ?? []) {
    const met = one.when === undefined ? undefined : evaluateCondition(one.when, item, context);
    if (met !== undefined) {
      open.push(...met.waitsFor);
      hypothetical ||= met.hypothetical;
      if (!met.met) continue;
    }
    return chosen(item, one, { open, hypothetical, at: met?.at });
  }
  return item;
}

interface Choice {
  open: readonly string[];
  hypothetical: boolean;
  at: Instant | undefined;
}

function chosen(item: Item, one: Case, { open, hypothetical, at }: Choice): Item {
  const { when: _, ...timing } = one;
  const known = at === undefined ? {} : { caseMetAt: at };
  return { ...item, ...timing, caseWaitsFor: open, caseHypothetical: hypothetical, ...known };
}

/** Adds to a value what the choice of its case depends on. */
export function restOnCase(value: Value, item: Item): Value {
  if (!value.known || item.caseWaitsFor === undefined) return value;
  const hypothetical = value.hypothetical || item.caseHypothetical === true;
  // Another case may have an earlier date or a later one.
  return addProvisionalOn({ ...value, hypothetical }, item.caseWaitsFor, undefined);
}
