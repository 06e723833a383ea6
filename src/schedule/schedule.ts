import type { Agreement, Item } from './compile';
import type { Context } from './evaluate';
import { evaluate } from './evaluate';
import { FactIndex } from './fact-index';
import type { Fact, Milestone, Step, Zones } from './model';
import { outcomeOf } from './outcome';
import { undatedStep, waitingStep } from './steps';
import { dueValue, endOf, graceEnd, interval, startOf } from './timing';
import { type Value, waiting } from './value';

export interface ScheduleContext {
  zones: Zones;
  /** Whether milestones carry their steps; true unless switched off. */
  derivations?: boolean;
}

export interface Schedule {
  /** In the order of the document. */
  milestones: Milestone[];
}

/**
 * The whole of what an agreement says falls due, from its document and the facts alone: no clock, no state.
 * Facts that were retracted must be left out by the caller.
 */
export function schedule(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
): Schedule {
  const kept = new Map<string, Value>();
  const context: Context = {
    agreement,
    facts: new FactIndex(facts),
    zones: options.zones,
    derivations: options.derivations ?? true,
    scheduled(item, moment) {
      const key = `${item.path}.${moment}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const value = moments[moment](item, context) ?? waiting(key);
      kept.set(key, value);
      return value;
    },
  };
  return { milestones: agreement.items.map((item) => milestoneOf(item, context)) };
}

const moments: Readonly<
  Record<'due' | 'opens' | 'starts' | 'ends', (item: Item, context: Context) => Value | undefined>
> = {
  due: (item, context) =>
    item.falls === undefined ? dueValue(item, context) : fallsValue(item, context),
  opens: (item, context) => item.opens && evaluate(item.opens, item, context, 'start'),
  starts: (item, context) => interval(item, context).start,
  ends: (item, context) => interval(item, context).end,
};

function fallsValue(item: Item, context: Context): Value | undefined {
  return item.falls && evaluate(item.falls, item, context, 'end');
}

function milestoneOf(item: Item, context: Context): Milestone {
  const { obligation, phase } = item;
  const { ref, theme } = { ...obligation, ...phase };
  const milestone: Milestone = {
    id: `${context.agreement.document.id}/${item.path}`,
    agreement: context.agreement.document.id,
    obligation: obligation.id,
    ...(phase === undefined ? {} : { phase: phase.id }),
    path: item.path,
    ...(ref === undefined ? {} : { ref }),
    title:
      phase === undefined ? obligation.title : `${obligation.title}: ${phase.title ?? phase.id}`,
    ...(theme === undefined ? {} : { theme }),
    kind: item.kind,
    obligors: item.obligors,
    beneficiaries: item.beneficiaries,
    phrase: item.phrase,
    waitsFor: [],
    provisional: false,
    hypothetical: false,
    derivation: [],
    outcome: outcomeOf(item, context),
  };
  const values =
    item.kind === 'maintenance'
      ? addInterval(milestone, item, context)
      : addDeadline(milestone, item, context);
  const opens = item.opens === undefined ? undefined : context.scheduled(item, 'opens');
  if (opens?.known) {
    const limit = startOf(opens, item, context);
    milestone.opensOn = limit.on;
    milestone.opensAt = limit.at;
  }
  return settle(milestone, [...values, ...(opens === undefined ? [] : [opens])], context);
}

function addDeadline(milestone: Milestone, item: Item, context: Context): Value[] {
  if (item.falls === undefined && (item.due === undefined || item.due.type === 'undated'))
    return [];
  const value = context.scheduled(item, 'due');
  if (!value.known) return [value];
  const limit = endOf(value, item, context);
  milestone.dueOn = limit.on;
  milestone.dueAt = limit.at;
  const steps: Step[] = [...limit.steps];
  if (item.grace !== undefined) {
    const grace = graceEnd(item.grace, limit, item, context);
    milestone.graceEndsAt = grace.at;
    steps.push(grace.step);
  }
  milestone.derivation = context.derivations ? steps : [];
  return [value];
}

function addInterval(milestone: Milestone, item: Item, context: Context): Value[] {
  const { start, end } = interval(item, context);
  const steps: Step[] = [];
  if (start?.known) {
    const limit = startOf(start, item, context);
    milestone.startsOn = limit.on;
    milestone.startsAt = limit.at;
    steps.push(...limit.steps);
  }
  if (end?.known) {
    const limit = endOf(end, item, context);
    milestone.endsOn = limit.on;
    milestone.endsAt = limit.at;
    steps.push(...limit.steps);
  }
  milestone.derivation = context.derivations ? steps : [];
  return [start, end].filter((value) => value !== undefined);
}

/** What the milestone waits for and rests on, from the values behind it. */
function settle(milestone: Milestone, values: readonly Value[], context: Context): Milestone {
  const waitsFor = values.flatMap((value) => (value.known ? value.provisionalOn : value.waitsFor));
  milestone.waitsFor = [...new Set(waitsFor)];
  milestone.provisional = values.some((value) => value.known && value.provisionalOn.length > 0);
  milestone.hypothetical = values.some((value) => value.known && value.hypothetical);
  if (context.derivations) {
    if (values.length === 0) milestone.derivation = [...milestone.derivation, undatedStep()];
    const open = values.flatMap((value) => (value.known ? [] : value.waitsFor));
    if (open.length > 0)
      milestone.derivation = [...milestone.derivation, waitingStep([...new Set(open)])];
  }
  return milestone;
}
