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

/** What is, and what would be if everything open came when it is due: asked for the undated only. */
export interface Contexts {
  context: Context;
  projected: Context;
}

export function contextsOf(
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
): Contexts {
  const quiet = { ...options, derivations: false };
  return {
    context: contextOf(agreement, facts, options, false),
    projected: contextOf(agreement, facts, quiet, true),
  };
}

const NO_CALENDARS: ReadonlyMap<string, WorkingCalendar> = new Map();

/** So many moments deep one is found through another; what lies deeper is found beforehand, one by one. */
const DEEP = 40;

export function contextOf(
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
  projecting: boolean,
): Context {
  const { dependencies } = agreement;
  const kept: Partial<Record<ScheduledMoment, Map<string, Value | null>>> = {};
  const choices = new Map<string, Item>();
  const settled = new Set<Node>();
  let depth = 0;
  const settle = (node: Node): void => {
    const item = agreement.byPath.get(node.path);
    if (item === undefined) return;
    for (const one of instancesOf(item, context)) context.moment(one, node.moment);
  };
  const find = <T>(item: Item, moment: ScheduledMoment, found: () => T): T => {
    if (depth >= DEEP)
      dependencies.visitDependencies(item.path, moment, projecting, settled, settle);
    depth++;
    const value = found();
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
      const own = (kept[moment] ??= new Map());
      const known = own.get(owner);
      if (known !== undefined) return known ?? undefined;
      // What rests on itself has no date, whichever moment of the ring is asked for first.
      const value = dependencies.isInCycle(item.path, moment)
        ? waiting(`${owner}.${moment}`)
        : find(item, moment, () => MOMENTS[moment](item, context));
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
      // Whichever moment is asked for, its case is chosen by the same conditions.
      const choice = find(item, 'opens', choose);
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

/** How far the text lets an end be moved. */
export function latest(item: Item, context: Context): Value | undefined {
  const moment = item.kind === 'maintenance' ? 'original-ends' : 'original-due';
  const original = context.moment(item, moment);
  return original && capOf(original, item, context);
}
