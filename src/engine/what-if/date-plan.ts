import type { Agreement } from '../compile/agreement';
import type { Node } from '../compile/cycles/dependency-graph';
import type { Item } from '../compile/item';
import { addInclusively, addToDay, amountsOf, countsTime, dayOfUnit } from '../counting/arithmetic';
import type { Period } from '../model/period';
import type { EpochDay } from '../model/time';
import { printRef } from '../phrase/print';
import type { MomentExpr } from '../phrase/tree';

/** In place of a day: undated, because an anchor is not known. */
export const UNDATED = -0x8000_0000;

/**
 * The due days of an agreement as straight-line integer code, for thousands of signing dates. The day of an item is
 * computed before the days that count from it.
 */
export interface DatePlan {
  /** Paths of the obligations and phases that it dates, in the order of the document: the order of `run`'s result. */
  paths: readonly string[];
  /** Paths left to `schedule`: clock times, hours, rolls, pauses, repetitions, cases, several parties. */
  left: readonly string[];
  /** Events and recorded moments that `run` needs, by name ("signing", "withdrawal.fulfilled"). */
  inputs: readonly string[];
  /**
   * @param known the days of the inputs, in the order of `inputs`; UNDATED where not known.
   * @param into overwritten and returned; as long as `paths`.
   */
  run(known: ArrayLike<EpochDay>, into?: Int32Array): Int32Array;
}

type Code = (days: Int32Array) => EpochDay;

interface PlannedItem {
  slot: number;
  code: Code;
}

interface Builder {
  agreement: Agreement;
  /** Places in the array of days: those of paths first, then those of inputs. */
  slots: Map<string, number>;
  inputs: string[];
  planned: Map<string, PlannedItem | undefined>;
  order: PlannedItem[];
}

/** Plans the items that whole days alone can date; the others are in `left`. */
export function datePlan(agreement: Agreement): DatePlan {
  const builder: Builder = {
    agreement,
    slots: new Map(agreement.items.map(({ path }, i) => [path, i])),
    inputs: [],
    planned: new Map(),
    order: [],
  };
  const all = agreement.items.map(({ path }) => path);
  const done = new Set<Node>();
  for (const path of all) {
    agreement.dependencies.visitDependencies(path, 'due', false, done, (node) => {
      if (node.moment === 'due') plan(node.path, builder);
    });
    plan(path, builder);
  }
  const paths = all.filter((path) => builder.planned.get(path) !== undefined);
  const places = Int32Array.from(paths, (path) => builder.planned.get(path)?.slot ?? 0);
  const targets = Int32Array.from(builder.order, ({ slot }) => slot);
  const codes = builder.order.map(({ code }) => code);
  const days = new Int32Array(all.length + builder.inputs.length).fill(UNDATED);
  return {
    paths,
    left: all.filter((path) => builder.planned.get(path) === undefined),
    inputs: builder.inputs,
    run(known, into = new Int32Array(paths.length)) {
      for (let i = 0; i < builder.inputs.length; i++) days[all.length + i] = known[i] ?? UNDATED;
      for (let i = 0; i < codes.length; i++) {
        days[targets[i] ?? 0] = codes[i]?.(days) ?? UNDATED;
      }
      for (let i = 0; i < places.length; i++) into[i] = days[places[i] ?? 0] ?? UNDATED;
      return into;
    },
  };
}

/** Plans one item; the items that it counts from are planned already. */
function plan(path: string, builder: Builder): void {
  if (builder.planned.has(path)) return;
  const item = builder.agreement.byPath.get(path);
  const inCycle = builder.agreement.dependencies.isInCycle(path, 'due');
  const code = item === undefined || inCycle ? undefined : dueCode(item, builder);
  const slot = builder.slots.get(path);
  const planned = code === undefined || slot === undefined ? undefined : { slot, code };
  builder.planned.set(path, planned);
  if (planned !== undefined) builder.order.push(planned);
}

/** Whether its phrase alone dates the item, in whole days. */
function isPlannable(item: Item): boolean {
  const { convention } = item;
  const rolls = convention.rollForward !== 'none' || convention.rollBackward !== 'none';
  const more = item.cases ?? item.pauses ?? item.extends ?? item.eachParty ?? item.eachEvent;
  return more === undefined && !rolls && !convention.keepsClock;
}

function dueCode(item: Item, builder: Builder): Code | undefined {
  const { due, falls } = item;
  if (!isPlannable(item)) return undefined;
  if (falls !== undefined)
    return falls.type === 'every' ? undefined : plainCode(falls, item, builder);
  if (due === undefined || (due.type !== 'within' && due.type !== 'target')) return undefined;
  if (due.but !== undefined) return undefined;
  const of = plainCode(due.of, item, builder);
  if (of === undefined) return undefined;
  if (due.type === 'within') return shiftCode(of, due.period, 1, item);
  if (due.relation !== 'before') return of;
  return (days) => less(of(days), 1);
}

function less(day: EpochDay, by: number): EpochDay {
  return day === UNDATED ? UNDATED : day - by;
}

function plainCode(plain: MomentExpr, item: Item, builder: Builder): Code | undefined {
  switch (plain.type) {
    case 'day':
      return () => plain.day;
    case 'ref': {
      if (plain.ordinal !== undefined) return undefined;
      if (plain.moment === 'due') {
        const planned = builder.planned.get(plain.path);
        return planned && slotCode(planned.slot);
      }
      const recorded = plain.moment === undefined || plain.moment === 'fulfilled';
      if (!recorded || builder.agreement.phases.has(plain.path)) return undefined;
      return slotCode(input(printRef(plain), builder));
    }
    case 'shift': {
      const of = plainCode(plain.of, item, builder);
      return of && shiftCode(of, plain.period, plain.direction === 'after' ? 1 : -1, item);
    }
    case 'day-n':
    case 'edge': {
      if (plain.type === 'edge' && plain.day === 'working') return undefined;
      const of = plainCode(plain.of, item, builder);
      if (of === undefined) return undefined;
      if (plain.type === 'day-n') return (days) => less(of(days), 1 - plain.n);
      return (days) => {
        const day = of(days);
        return day === UNDATED ? UNDATED : dayOfUnit(plain, day).day;
      };
    }
    case 'pick':
      return pickCode(plain, item, builder);
    default:
      return undefined;
  }
}

function pickCode(
  { which, of }: Extract<MomentExpr, { type: 'pick' }>,
  item: Item,
  builder: Builder,
): Code | undefined {
  const codes = of.map((one) => plainCode(one, item, builder)).filter((one) => one !== undefined);
  if (codes.length < of.length || typeof which === 'number') return undefined;
  return (days) => {
    let best = UNDATED;
    for (const code of codes) {
      const day = code(days);
      if (day === UNDATED) {
        if (which === 'later') return UNDATED;
      } else if (best === UNDATED || (which === 'later') === day > best) best = day;
    }
    return best;
  };
}

function slotCode(slot: number): Code {
  return (days) => days[slot] ?? UNDATED;
}

function input(name: string, builder: Builder): number {
  const known = builder.inputs.indexOf(name);
  const place = known < 0 ? builder.inputs.push(name) - 1 : known;
  return builder.agreement.items.length + place;
}

function shiftCode(of: Code, period: Period, sign: 1 | -1, item: Item): Code | undefined {
  const amounts = amountsOf(period);
  const { convention } = item;
  const special = convention.clearDays || convention.shortPeriodDays > 0;
  if (special || countsTime(period) || amounts.workingDays > 0 || period.exactly) return undefined;
  if (amounts.months === 0) {
    const inclusive = convention.excludesTriggerDay ? 0 : sign;
    const by = amounts.days === 0 ? 0 : sign * amounts.days - inclusive;
    return (days) => {
      const day = of(days);
      return day === UNDATED ? UNDATED : day + by;
    };
  }
  return (days) => {
    const from = of(days);
    if (from === UNDATED) return UNDATED;
    return convention.excludesTriggerDay
      ? addToDay(from, amounts, sign, convention.monthEnd).day
      : addInclusively(from, amounts, sign).day;
  };
}
