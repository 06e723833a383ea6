import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Node } from '../compile/cycles/dependency-graph';
import type { Item } from '../compile/item';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import type { FactIndex } from '../evaluate/fact-index';
import { instancesOf } from '../evaluate/instances';
import { EN } from '../explain/en';
import { stepRenderer } from '../explain/sentences';
import { type Value, waiting } from '../model/value';
import type { ScheduledMoment } from '../phrase/tree';
import { capOf, dueValue, endValue, noticeCloses } from '../timing/ends';
import { originalDue, originalEnd, startValue } from '../timing/original';
import type { ScheduleContext } from './options';

/** `context` evaluates the facts; `projected` assumes that everything open happens when it is due, for undated milestones. */
export interface Contexts {
  context: Context;
  projected: Context;
}

export function contextsOf(
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
): Contexts {
  const withoutSteps = { ...options, derivations: false };
  return {
    context: contextOf(agreement, facts, options, false),
    projected: contextOf(agreement, facts, withoutSteps, true),
  };
}

const NO_CALENDARS: ReadonlyMap<string, WorkingCalendar> = new Map();

/** Deepest recursion from moment to moment. Beyond it, dependencies are computed beforehand, one by one. */
const MAX_DEPTH = 40;

export function contextOf(
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
  projecting: boolean,
): Context {
  const { dependencies } = agreement;
  const memo: Partial<Record<ScheduledMoment, Map<string, Value | null>>> = {};
  const choices = new Map<string, Item>();
  const computed = new Set<Node>();
  let depth = 0;
  const compute = (node: Node): void => {
    const item = agreement.byPath.get(node.path);
    if (item === undefined) return;
    for (const one of instancesOf(item, context)) context.moment(one, node.moment);
  };
  const withinDepth = <T>(item: Item, moment: ScheduledMoment, find: () => T): T => {
    if (depth >= MAX_DEPTH)
      dependencies.visitDependencies(item.path, moment, projecting, computed, compute);
    depth++;
    const value = find();
    depth--;
    return value;
  };
  const context: Context = {
    agreement,
    facts,
    zones: options.zones,
    calendars: options.calendars ?? NO_CALENDARS,
    derivations: options.derivations ?? true,
    render: stepRenderer(options.sentences ?? EN, options.zones),
    projecting,
    ...(options.at !== undefined && { at: options.at }),
    get memoized() {
      return context;
    },
    moment(item, moment) {
      const owner = ownerOf(item);
      const own = (memo[moment] ??= new Map());
      const known = own.get(owner);
      if (known !== undefined) return known ?? undefined;
      // A moment in a cycle has no date, whichever moment of the cycle is evaluated first.
      const value = dependencies.isInCycle(item.path, moment)
        ? waiting(`${owner}.${moment}`)
        : withinDepth(item, moment, () => MOMENTS[moment](item, context));
      own.set(owner, value ?? null);
      return value;
    },
    evaluate(plain, item, side) {
      return evaluate(plain, item, this, side);
    },
    scheduled(item, moment) {
      return context.moment(item, moment) ?? waiting(`${ownerOf(item)}.${moment}`);
    },
    chooseCase(item, choose) {
      const owner = ownerOf(item);
      const known = choices.get(owner);
      if (known !== undefined) return known;
      // The case is the same for all moments of an item.
      const choice = withinDepth(item, 'opens', choose);
      choices.set(owner, choice);
      return choice;
    },
  };
  return context;
}

function ownerOf(item: Item): string {
  return item.suffix === undefined ? item.path : item.path + item.suffix;
}

const MOMENTS: Readonly<
  Record<ScheduledMoment, (item: Item, context: Context) => Value | undefined>
> = {
  due: dueValue,
  'original-due': originalDue,
  opens: (item, context) => item.opens && evaluate(item.opens, item, context, 'start'),
  starts: startValue,
  ends: endValue,
  'original-ends': originalEnd,
  latest: (item, context) => latest(item, context),
  'notice-closes': noticeCloses,
};

/** The last moment to which the text allows the end to be moved. */
export function latest(item: Item, context: Context): Value | undefined {
  const moment = item.kind === 'maintenance' ? 'original-ends' : 'original-due';
  const original = context.moment(item, moment);
  return original && capOf(original, item, context);
}
