import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { completionOf } from '../evaluate/completion';
import type { Context } from '../evaluate/context';
import { FactIndex } from '../evaluate/fact-index';
import { instancesOf } from '../evaluate/instances';
import type { Fact } from '../model/fact';
import type { EpochDay } from '../model/time';
import { isRecorded } from '../phrase/tree';
import { contextOf } from '../schedule/contexts';
import type { ScheduleContext } from '../schedule/options';
import { neverTooLate } from './never-too-late';
import { chainTo, dueOf, roomOf } from './slack-room';
import { spreadOf } from './spread';

/** How many days an obligation can be late before another deadline can no longer be met. */
export interface Slack {
  /** `obligation[.phase][@party][#n]`. */
  id: string;
  path: string;
  /** Its due day or, where it is undated, the projected one. */
  dueOn: EpochDay;
  /** Whole days; undefined where no deadline is missed within the horizon. */
  days?: number;
  /** The first deadline that one more day would miss. */
  misses?: {
    id: string;
    path: string;
    dueOn: EpochDay;
    /** Moments from the obligation to the deadline, each of which moves the next. */
    chain: readonly string[];
  };
  /** Number of items that depend on it, directly or through others. */
  dependants: number;
}

/**
 * The slack of every open obligation, in the order of the document, each under the assumption that all others are done on
 * their due days. Conditions (`when`, `unless`) keep their present results; repeated obligations are left out. Yields
 * undefined between two trials, so that the caller can yield to other work.
 * @param horizon the largest number of days tried.
 */
export function* slacks(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
  horizon: number,
): Generator<Slack | undefined> {
  const withoutSteps = { ...options, derivations: false };
  const base = contextOf(agreement, new FactIndex(facts), withoutSteps, true);
  const waitingFor = dependants(agreement);
  for (const item of agreement.items) {
    if (item.kind !== 'achievement') continue;
    for (const own of instancesOf(item, base)) {
      const due = openDue(own, base);
      if (due === undefined) continue;
      const affected = waitingFor(own.path);
      const slack = {
        id: nameOf(own),
        path: own.path,
        dueOn: due.day,
        dependants: affected.length,
      };
      const search = { agreement, facts, options: withoutSteps, base, own, due, affected, horizon };
      yield { ...slack, ...(yield* firstMiss(search)) };
    }
  }
}

export function nameOf(item: Item): string {
  return `${item.path}${item.suffix ?? ''}`;
}

/** Its due date, where it is open and dated. */
function openDue(item: Item, base: Context): { day: EpochDay; instant?: number } | undefined {
  const { facts } = base;
  const only = { party: item.party, ordinal: item.each };
  const done = (['fulfilled', 'waived'] as const).some(
    (kind) => completionOf(kind, item, facts, only) !== undefined,
  );
  if (done || item.due === undefined || item.due.type === 'undated' || item.due.type === 'every') {
    return undefined;
  }
  const due = base.scheduled(item, 'due');
  return due.known ? due : undefined;
}

interface Search {
  agreement: Agreement;
  facts: readonly Fact[];
  options: ScheduleContext;
  base: Context;
  own: Item;
  due: { day: EpochDay; instant?: number };
  affected: readonly Item[];
  horizon: number;
}

const DAY_MS = 86_400_000;

function* firstMiss(search: Search): Generator<undefined, Pick<Slack, 'days' | 'misses'>> {
  const { agreement, facts, options, base, own, due, affected, horizon } = search;
  const candidates = affected
    .filter((item) => !neverTooLate(item, agreement))
    .flatMap((item) => instancesOf(item, base))
    .filter((item) => (roomOf(item, base) ?? -1) >= 0);
  if (candidates.length === 0) return {};
  const slips = (['fulfilled', 'verified'] as const).map((kind) => slipFact(own, kind));
  const index = new FactIndex([...facts, ...slips]);
  const spread = spreadOf([own, ...affected]);
  for (let days = 1; days <= horizon; ) {
    for (const slip of slips) {
      slip.day = due.day + days;
      if (due.instant !== undefined) slip.instant = due.instant + days * DAY_MS;
    }
    const slipped = contextOf(agreement, index, options, true);
    const rooms = candidates.map((item) => roomOf(item, slipped) ?? Number.POSITIVE_INFINITY);
    const room = Math.min(...rooms);
    const missed = candidates[rooms.findIndex((one) => one < 0)];
    const dueOn = missed && dueOf(missed, slipped);
    if (missed !== undefined && dueOn !== undefined) {
      const chain = chainTo(missed, own, base, slipped);
      return { days: days - 1, misses: { id: nameOf(missed), path: missed.path, dueOn, chain } };
    }
    yield undefined;
    // No date moves further than the delay plus the spread, so that many days can be skipped.
    days += spread === undefined ? 1 : Math.max(1, room - spread + 1);
  }
  return {};
}

/** A fact whose day the search changes in place, so that the index is built once. */
function slipFact(own: Item, kind: 'fulfilled' | 'verified'): Fact {
  const { party, each } = own;
  return {
    id: 'slip',
    kind,
    subject: own.path,
    day: 0,
    ...(party === undefined ? {} : { by: party }),
    ...(each === undefined ? {} : { ordinal: each }),
    hypothetical: true,
  };
}

/** Returns a function that gives the items that a delay of a path can move: those that wait for it, and those that name them. */
function dependants(agreement: Agreement): (path: string) => Item[] {
  const naming = new Map<string, Item[]>();
  const waiting = new Map<string, Item[]>();
  const note = (lists: Map<string, Item[]>, path: string, item: Item): void => {
    for (const one of [path, ...(agreement.phases.get(path) ?? [])]) {
      const before = lists.get(one);
      if (before === undefined) lists.set(one, [item]);
      else if (before.at(-1) !== item) before.push(item);
    }
  };
  for (const item of agreement.items) {
    for (const { moment, path } of agreement.needs.get(item.path) ?? [])
      if (moment !== undefined) note(naming, path, item);
    for (const plain of momentsIn(item)) {
      if (plain.type !== 'ref') continue;
      note(naming, plain.path, item);
      // An item that counts from `.due` does not wait for the fulfilment.
      if (plain.moment !== undefined && isRecorded(plain.moment)) note(waiting, plain.path, item);
    }
  }
  return (path) => {
    const found = new Set<Item>();
    const open = [...(waiting.get(path) ?? [])];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      if (item.path === path || found.has(item)) continue;
      found.add(item);
      open.push(...(naming.get(item.path) ?? []));
    }
    return agreement.items.filter((item) => found.has(item));
  };
}
