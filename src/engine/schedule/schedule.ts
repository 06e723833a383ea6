import { isUncoveredDay } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { FactIndex } from '../evaluate/fact-index';
import { instanceFor, instancesOf } from '../evaluate/instances';
import { occurrences } from '../evaluate/recurrence';
import { undatedStep, waitingStep } from '../evaluate/steps';
import type { Fact } from '../model/fact';
import type { Bound, Milestone } from '../model/milestone';
import type { StepDraft } from '../model/step';
import type { Value } from '../model/value';
import type { Every, ScheduledMoment } from '../phrase/tree';
import { comesAtDaysEnd } from '../status/coming';
import { endOf, graceEnd, startOf } from '../timing/bounds';
import { lastRenewal } from '../timing/ends';
import { type Contexts, contextsOf, latest } from './contexts';
import { addGates } from './gates';
import type { ScheduleContext } from './options';
import { outcomeOf } from './outcome';
import { supersede } from './supersede';
import { endWithTerm, termOf } from './term-notice';

export interface Schedule {
  /** In the order of the document; the clocks of one obligation side by side. */
  milestones: Milestone[];
}

/**
 * The whole of what an agreement says falls due, from its document and the facts alone: no clock, no state.
 * The clock moves only what "renews" carries on, to the instant that the caller gives.
 * Facts that were retracted must be left out by the caller.
 */
export function schedule(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
): Schedule {
  const contexts = contextsOf(agreement, new FactIndex(facts), options);
  const milestones: Milestone[] = [];
  for (const item of agreement.items) addMilestones(milestones, item, contexts);
  supersede(milestones, contexts.context);
  return { milestones };
}

/** The milestones of one entry: of each of its clocks and dates one. */
export function addMilestones(found: Milestone[], item: Item, contexts: Contexts): void {
  const { eachParty, eachEvent, cases } = item;
  const several = eachParty ?? eachEvent ?? cases ?? everyOf(item);
  if (several === undefined) {
    found.push(milestoneOf(item, contexts));
    return;
  }
  for (const own of instancesOf(item, contexts.context)) {
    if (own.noticeOf !== undefined && termOf(own, contexts.context)?.renews === undefined) continue;
    for (const one of occurrencesOf(own, contexts.context)) found.push(milestoneOf(one, contexts));
  }
}

/** One item for each date of a repeated obligation, numbered from 1. */
function occurrencesOf(item: Item, context: Context): Item[] {
  const every = everyOf(item);
  if (every === undefined) return [item];
  return occurrences(every, item, context).map((fixed, i) => ({
    ...item,
    fixed,
    ordinal: i + 1,
    suffix: `${item.suffix ?? ''}#${i + 1}`,
  }));
}

function everyOf({ due, falls }: Item): Every | undefined {
  if (due?.type === 'every') return due;
  return falls?.type === 'every' ? falls : undefined;
}

function milestoneOf(item: Item, { context, projected }: Contexts): Milestone {
  const milestone = newMilestone(item, context);
  const steps: StepDraft[] = [];
  const values =
    item.kind === 'maintenance'
      ? addInterval(milestone, item, context, steps)
      : addDeadline(milestone, item, context, steps);
  if (item.opens !== undefined) {
    const opens = context.scheduled(item, 'opens');
    values.push(opens);
    if (opens.known) {
      const limit = startOf(opens, item, context);
      milestone.opensOn = limit.on;
      milestone.opensAt = limit.at;
      if (item.nature === 'right') milestone.comesAt = limit.at;
      if (steps.length === 0) addSteps(steps, limit.steps);
    }
  }
  if (item.noticeOf !== undefined) endWithTerm(milestone, item, context, steps);
  const gates = addGates(milestone, item, context, steps);
  setWaitsFor(milestone, values, steps);
  if (milestone.waitsFor.length > 0 && isStartless(item, context)) {
    milestone.outcome.startless = true;
  }
  if (context.derivations) {
    milestone.derivation = steps.map((step) => context.render(step, item.zone));
  }
  if (gates.some(({ hypothetical }) => hypothetical)) milestone.hypothetical = true;
  const open = values.find((value) => !value.known);
  if (open !== undefined && !open.known) {
    if (open.floor !== undefined) milestone.earliestOn = open.floor;
    const moment = undatedMoment(milestone);
    const hoped = moment && projected.scheduled(chosenAgain(item, projected), moment);
    if (hoped?.known) milestone.projectedOn = hoped.day;
  }
  return milestone;
}

/** The same clock with the case that applies where everything comes when it is due. */
function chosenAgain(item: Item, context: Context): Item {
  const base = item.cases && context.agreement.byPath.get(item.path);
  if (base === undefined) return item;
  const { fixed, ordinal, suffix } = item;
  return {
    ...instanceFor(base, item, context),
    ...(fixed === undefined ? {} : { fixed }),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(suffix === undefined ? {} : { suffix }),
  };
}

/** What of it has no date yet: its deadline, the start of a duty that lasts or, once it began, its end. */
function undatedMoment({ kind, dueOn, startsOn, endsOn }: Milestone): ScheduledMoment | undefined {
  if (kind !== 'maintenance') return dueOn === undefined ? 'due' : undefined;
  if (startsOn === undefined) return 'starts';
  return endsOn === undefined ? 'ends' : undefined;
}

function addDeadline(
  milestone: Milestone,
  item: Item,
  context: Context,
  steps: StepDraft[],
): Value[] {
  if (item.target !== undefined) {
    const target = evaluate(item.target, item, context, 'end');
    if (target.known) {
      const limit = endOf(target, item, context);
      milestone.targetOn = limit.on;
      milestone.targetAt = limit.at;
    }
  }
  if (item.falls === undefined && (item.due === undefined || item.due.type === 'undated'))
    return [];
  const value = context.scheduled(item, 'due');
  if (!value.known) return [value];
  const limit = endOf(value, item, context);
  milestone.dueOn = limit.on;
  milestone.dueAt = limit.at;
  addOriginal(milestone, item, context, 'original-due', value.day);
  if (item.nature === undefined) addSteps(steps, limit.steps);
  else {
    const comes = comesAtDaysEnd(item.nature) ? limit : startOf(value, item, context);
    milestone.comesAt = comes.at;
    addSteps(steps, comes.steps);
  }
  if (item.grace !== undefined) {
    const grace = graceEnd(item.grace, limit, item, context);
    milestone.graceEndsAt = grace.at;
    steps.push(grace.step);
  }
  return [value];
}

/** Where facts moved it, the day the text alone gives; and how far the text lets it be moved. */
function addOriginal(
  milestone: Milestone,
  item: Item,
  context: Context,
  moment: 'original-due' | 'original-ends',
  now: number,
): void {
  const moved = context.facts.has('extended', item.path) || context.facts.has('pinned', item.path);
  if (item.extends === undefined && !moved) return;
  const original = context.scheduled(item, moment);
  if (original.known && original.day !== now) milestone.originalOn = original.day;
  const cap = latest(item, { ...context, derivations: false });
  if (cap?.known) milestone.latestOn = cap.day;
}

function addInterval(
  milestone: Milestone,
  item: Item,
  context: Context,
  steps: StepDraft[],
): Value[] {
  const start = context.moment(item, 'starts');
  const end = context.moment(item, 'ends');
  if (start?.known) {
    const limit = startOf(start, item, context);
    milestone.startsOn = limit.on;
    milestone.startsAt = limit.at;
    addSteps(steps, limit.steps);
  }
  if (end?.known) {
    const limit = endOf(end, item, context);
    milestone.endsOn = limit.on;
    milestone.endsAt = limit.at;
    addSteps(steps, limit.steps);
    addOriginal(milestone, item, context, 'original-ends', end.day);
    const last = lastRenewal(item, context);
    if (last?.known) milestone.latestOn ??= last.day;
  }
  return [start, end].filter((value) => value !== undefined);
}

/** Whether it is held from the first; what is held while a condition lasts waits for the condition. */
function isStartless(item: Item, context: Context): boolean {
  if (item.kind !== 'maintenance' || context.moment(item, 'starts') !== undefined) return false;
  return item.holds?.while === undefined || context.moment(item, 'ends')?.known !== false;
}

/** One by one: at the end of a long chain they are more than a call takes arguments. */
function addSteps(to: StepDraft[], steps: readonly StepDraft[]): void {
  for (const step of steps) to.push(step);
}

/** Which way its dates can still move, where all that are provisional can move one way only. */
function boundOfAll(values: readonly Value[]): Bound | undefined {
  const [first, ...others] = values.flatMap((value) =>
    value.known && value.provisionalOn.length > 0 ? [value.bound] : [],
  );
  return others.every((one) => one === first) ? first : undefined;
}

/** Dated, and only able to be put off by what is still to come; of days that no calendar covers `bound` speaks. */
function isPutOff(value: Value): boolean {
  if (!value.known || value.bound !== 'earliest') return false;
  return !value.provisionalOn.every(isUncoveredDay);
}

/** What the milestone waits for and rests on, from the values behind it. */
function setWaitsFor(milestone: Milestone, values: readonly Value[], steps: StepDraft[]): void {
  const [only] = values;
  if (values.length === 1 && only?.known && only.provisionalOn.length === 0) {
    milestone.hypothetical = only.hypothetical;
    return;
  }
  const waitsFor = values.flatMap((value) => (value.known ? value.provisionalOn : value.waitsFor));
  milestone.waitsFor = [...new Set(waitsFor)];
  milestone.provisional = values.some((value) => value.known && value.provisionalOn.length > 0);
  milestone.hypothetical = values.some((value) => value.known && value.hypothetical);
  const bound = boundOfAll(values);
  if (bound !== undefined) milestone.bound = bound;
  const putOff = values.find((value) => isPutOff(value));
  if (putOff?.known) milestone.earliestOn = putOff.day;
  if (values.length === 0) steps.push(undatedStep());
  const open = values.flatMap((value) => (value.known ? [] : value.waitsFor));
  if (open.length > 0) steps.push(waitingStep([...new Set(open)]));
}

/** A milestone without its dates: who owes what, and what was recorded about it. */
export function newMilestone(item: Item, context: Context): Milestone {
  const { obligation, phase } = item;
  const milestone: Milestone = {
    id: item.suffix === undefined ? item.id : item.id + item.suffix,
    agreement: context.agreement.document.id,
    obligation: obligation.id,
    path: item.path,
    title: item.title,
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
  const ref = phase?.ref ?? obligation.ref;
  const theme = phase?.theme ?? obligation.theme;
  const ordinal = item.ordinal ?? item.each;
  // Set one by one, not spread: this is the busiest place of a schedule.
  if (item.nature !== undefined) milestone.nature = item.nature;
  // A last day for notice stands beside its term as a phase of the same obligation would.
  if (item.noticeOf !== undefined) milestone.phase = item.path.slice(obligation.id.length + 1);
  else if (phase !== undefined) milestone.phase = phase.id;
  if (item.party !== undefined) milestone.party = item.party;
  if (ordinal !== undefined) milestone.ordinal = ordinal;
  if (ref !== undefined) milestone.ref = ref;
  if (theme !== undefined) milestone.theme = theme;
  if (context.facts.has('superseded', item.path)) {
    const only = { party: item.party, ordinal };
    const instead = context.facts.of('superseded', item.path, only)[0]?.instead;
    if (instead !== undefined) milestone.supersededBy = instead;
  }
  return milestone;
}
