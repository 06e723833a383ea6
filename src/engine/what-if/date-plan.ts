import type { Agreement } from '../compile/agreement';
import type { Node } from '../compile/cycles/dependency-graph';
import type { Item } from '../compile/item';
import {
  addInclusively,
  addToDay,
  amountsOf,
  countsTime,
  unitBoundary,
} from '../counting/arithmetic';
import type { EpochDay } from '../model/time';
import { printRef } from '../phrase/print';
import type { MomentExpr, Period } from '../phrase/tree';

/** In place of a day: not dated, because something it counts from is not known. */
export const UNDATED = -0x8000_0000;

/**
 * The due days of an agreement as straight-line integer code, for trying thousands of signing dates: an
 * item's day is written before those that count from it.
 */
export interface DatePlan {
  /** Paths of the obligations and phases it dates, in the order of the document; `run` answers in it. */
  paths: readonly string[];
  /** Paths it leaves to `schedule`: clocks, hours, rolls, pauses, repetitions, cases, a clock for each party. */
  left: readonly string[];
  /** Events and recorded moments that a run takes, by name ("signing", "withdrawal.fulfilled"). */
  inputs: readonly string[];
  /**
   * @param known days of inputs by their place in `inputs`, UNDATED where not known.
   * @param into written to and given back; as long as `paths`.
   */
  run(known: ArrayLike<EpochDay>, into?: Int32Array): Int32Array;
}

type Code = (days: Int32Array) => EpochDay;

interface Builder {
  agreement: Agreement;
  /** Slots: paths first, inputs after. */
  slots: Map<string, number>;
  inputs: string[];
  planned: Map<string, Code | undefined>;
  order: string[];
}

/** Plans what can be dated by whole days alone; the rest is named in `left`. */
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
  const places = Int32Array.from(paths, (path) => builder.slots.get(path) as number);
  const steps = builder.order.map((path) => ({
    slot: builder.slots.get(path) as number,
    code: builder.planned.get(path) as Code,
  }));
  const targets = Int32Array.from(steps, ({ slot }) => slot);
  const codes = steps.map(({ code }) => code);
  const days = new Int32Array(all.length + builder.inputs.length).fill(UNDATED);
  return {
    paths,
    left: all.filter((path) => builder.planned.get(path) === undefined),
    inputs: builder.inputs,
    run(known, into = new Int32Array(paths.length)) {
      for (let i = 0; i < builder.inputs.length; i++) days[all.length + i] = known[i] ?? UNDATED;
      for (let i = 0; i < codes.length; i++) {
        days[targets[i] as number] = (codes[i] as Code)(days);
      }
      for (let i = 0; i < places.length; i++) into[i] = days[places[i] as number] as number;
      return into;
    },
  };
}

/** Plans an item after those it counts from; what whole days alone do not date has no code. */
function plan(path: string, builder: Builder): void {
  if (builder.planned.has(path)) return;
  const item = builder.agreement.byPath.get(path);
  const ringed = builder.agreement.dependencies.isInCycle(path, 'due');
  const code = item === undefined || ringed ? undefined : dueCode(item, builder);
  builder.planned.set(path, code);
  if (code !== undefined) builder.order.push(path);
}

/** Whether nothing but its own phrase dates it, by whole days. */
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
        const slot = builder.slots.get(plain.path);
        const planned = slot !== undefined && builder.planned.get(plain.path) !== undefined;
        return planned ? slotCode(slot) : undefined;
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
      const of = plainCode(plain.of, item, builder);
      if (of === undefined) return undefined;
      if (plain.type === 'day-n') return (days) => less(of(days), 1 - plain.n);
      return (days) => {
        const day = of(days);
        return day === UNDATED ? UNDATED : unitBoundary(plain, day);
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
  return (days) => days[slot] as number;
}

function input(name: string, builder: Builder): number {
  const known = builder.inputs.indexOf(name);
  const place = known < 0 ? builder.inputs.push(name) - 1 : known;
  return builder.agreement.items.length + place;
}

function shiftCode(of: Code, period: Period, sign: 1 | -1, item: Item): Code | undefined {
  const amounts = amountsOf(period);
  const { convention } = item;
  const special =
    convention.clearDays || convention.monthEnd === 'reject' || convention.shortPeriodDays > 0;
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
