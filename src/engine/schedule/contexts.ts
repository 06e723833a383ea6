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
import type { Instant } from '../model/time';
import { type Value, waiting } from '../model/value';
import type { ScheduledMoment } from '../phrase/tree';
import { cameValue } from '../timing/came';
import { capOf, dueValue, endValue, noticeCloses } from '../timing/ends';
import { originalDue, originalEnd, startValue } from '../timing/original';
import type { DependencyTracker } from './dependency-tracker';
import type { ScheduleContext } from './options';

/**
 * `context` evaluates the facts. `projected` assumes that everything open happens when it is due, for `projectedOn` of
 * undated milestones; undefined to leave that out.
 */
export interface Contexts {
  context: Context;
  projected: Context | undefined;
}

/** For a context whose facts and instant change. */
interface Changing {
  tracker: DependencyTracker;
  instant: () => Instant | undefined;
}

/** For a context of one changed entry: the values of all other entries come from another context. */
interface Within {
  path: string;
  others: Context;
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
  { changing, within }: { changing?: Changing; within?: Within } = {},
): Context {
  const tracker = changing?.tracker;
  const { dependencies } = agreement;
  const memo: Partial<Record<ScheduledMoment, Map<string, Value | null>>> = {};
  const choices = new Map<string, Item>();
  const dates = new Map<string, Value[]>();
  const computed = new Set<Node>();
  const isOther = ({ path }: Item): boolean => within !== undefined && path !== within.path;
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
  /** Finds a value; where facts change, notes what it depends on. */
  const cached = <T>(cache: Map<string, unknown>, what: string, item: Item, find: () => T): T => {
    if (tracker === undefined) return find();
    const owner = ownerOf(item);
    const forget = (): void => {
      cache.delete(owner);
      computed.clear();
    };
    return tracker.compute(`${what} ${owner}`, forget, () => {
      // The timing of the item itself comes from its case, the date of an occurrence from all dates.
      const all = item.fixed === undefined ? owner : owner.slice(0, owner.lastIndexOf('#'));
      if (what !== 'case') tracker.read(`case ${all}`);
      if (item.fixed !== undefined) tracker.read(`dates ${all}`);
      return find();
    });
  };
  const context: Context = {
    agreement,
    facts,
    zones: options.zones,
    calendars: options.calendars ?? NO_CALENDARS,
    derivations: options.derivations ?? true,
    render: stepRenderer(options.sentences ?? EN, options.zones),
    projecting,
    instant: changing?.instant ?? (() => options.at),
    get memoized() {
      return context;
    },
    moment(item, moment) {
      if (isOther(item)) return within?.others.moment(item, moment);
      const owner = ownerOf(item);
      const own = (memo[moment] ??= new Map());
      tracker?.read(`${moment} ${owner}`);
      const known = own.get(owner);
      if (known !== undefined) return known ?? undefined;
      // A moment in a cycle has no date, whichever moment of the cycle is evaluated first.
      const value = dependencies.isInCycle(item.path, moment)
        ? waiting(`${owner}.${moment}`)
        : cached(own, moment, item, () =>
            withinDepth(item, moment, () => MOMENTS[moment](item, context)),
          );
      own.set(owner, value ?? null);
      return value;
    },
    evaluate(plain, item, side) {
      return evaluate(plain, item, this, side);
    },
    scheduled(item, moment) {
      return context.moment(item, moment) ?? waiting(`${ownerOf(item)}.${moment}`);
    },
    occurrences(item, find) {
      if (within !== undefined && isOther(item)) return within.others.occurrences(item, find);
      const owner = ownerOf(item);
      tracker?.read(`dates ${owner}`);
      const known = dates.get(owner);
      if (known !== undefined) return known;
      const found = cached(dates, 'dates', item, find);
      dates.set(owner, found);
      return found;
    },
    chooseCase(item, choose) {
      if (within !== undefined && isOther(item)) return within.others.chooseCase(item, choose);
      const owner = ownerOf(item);
      tracker?.read(`case ${owner}`);
      const known = choices.get(owner);
      if (known !== undefined) return known;
      // All moments of an item have the same case, so any of them will do.
      const choice = cached(choices, 'case', item, () => withinDepth(item, 'opens', choose));
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
  came: cameValue,
};

/** The last moment to which the text allows the end to be moved. */
export function latest(item: Item, context: Context): Value | undefined {
  const moment = item.kind === 'maintenance' ? 'original-ends' : 'original-due';
  const original = context.moment(item, moment);
  return original && capOf(original, item, context);
}
