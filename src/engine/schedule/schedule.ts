import { isUncoveredDay } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { FactIndex } from '../evaluate/fact-index';
import { instanceFor, instancesOf, restOnCase } from '../evaluate/instances';
import { atEarliest, atLatest } from '../evaluate/range';
import { occurrences } from '../evaluate/recurrence';
import { rangeStep, undatedStep, waitingStep } from '../evaluate/steps';
import type { Fact } from '../model/fact';
import type { DateBound, Milestone, OtherEnds } from '../model/milestone';
import type { StepDraft } from '../model/step';
import type { Value } from '../model/value';
import type { Every, ScheduledMoment } from '../phrase/tree';
import { comesAtDaysEnd } from '../status/coming';
import { endOf, graceEnd, startOf } from '../timing/bounds';
import { lastRenewal } from '../timing/ends';
import { pinned } from '../timing/pinned';
import { type Contexts, contextsOf, latest } from './contexts';
import { addGates } from './gates';
import type { ScheduleContext } from './options';
import { outcomeOf } from './outcome';
import { supersede } from './supersede';
import { endWithTerm, termOf } from './term-notice';

interface Schedule {
  /** In the order of the document; those of one obligation are adjacent. */
  milestones: Milestone[];
}

/**
 * All milestones of an agreement, from its document and facts alone. Pure: `options.at` affects only terms with `renews`.
 * @param facts without retracted ones.
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

/**
 * Adds the milestones of one entry.
 * @param isWanted whether the milestone of one clock or occurrence is added; the others are not computed.
 */
export function addMilestones(
  found: Milestone[],
  item: Item,
  contexts: Contexts,
  isWanted: (one: Item) => boolean = () => true,
): void {
  const one = onlyClock(item);
  // One milestone is added without asking.
  if (one !== undefined) {
    found.push(milestoneOf(one, contexts));
    return;
  }
  for (const clock of clocksOf(item, contexts.context)) {
    if (isWanted(clock)) found.push(milestoneOf(clock, contexts));
  }
}

/** One item for each milestone of an entry: for each party, event, case and occurrence. */
export function* clocksOf(item: Item, context: Context): Generator<Item> {
  if (onlyClock(item) !== undefined) {
    yield item;
    return;
  }
  for (const own of instancesOf(item, context)) {
    if (own.noticeOf !== undefined && termOf(own, context)?.renews === undefined) continue;
    yield* occurrencesOf(own, context);
  }
}

/** The item itself if it has one milestone whatever the facts are. */
function onlyClock(item: Item): Item | undefined {
  const { eachParty, eachEvent, cases } = item;
  return (eachParty ?? eachEvent ?? cases ?? everyOf(item)) === undefined ? item : undefined;
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
      if (limit.other !== undefined) addOther(milestone, { opensOnLatest: limit.other.on });
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
    const projection =
      moment && projected && projected.scheduled(chosenAgain(item, projected), moment);
    if (projection?.known) milestone.projectedOn = projection.day;
  }
  return milestone;
}

/** The same item with the case that applies in the projection. */
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

/** The moment of a milestone that has no date: its deadline, the start of an interval or, once started, its end. */
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
  const target = addTarget(milestone, item, context, steps);
  if (item.nature === 'goal') return target === undefined ? [] : [target];
  if (item.falls === undefined && (item.due === undefined || item.due.type === 'undated'))
    return [];
  const value = context.scheduled(item, 'due');
  if (!value.known) return [value];
  const limit = endOf(value, item, context);
  milestone.dueOn = limit.on;
  milestone.dueAt = limit.at;
  addOriginal(milestone, item, context, 'original-due', value.day);
  // What begins has come for certain on the latest day possible.
  const coming =
    item.nature === undefined || comesAtDaysEnd(item.nature)
      ? limit
      : startOf(atLatest(value), item, context);
  if (item.nature !== undefined) milestone.comesAt = coming.at;
  addSteps(steps, coming.steps);
  if (limit.other !== undefined) {
    const early = coming === limit ? limit.other : startOf(atEarliest(value), item, context);
    addOther(milestone, { dueOnEarliest: limit.other.on, earliestAt: early.at });
    if (coming !== limit && context.derivations) steps.push(rangeStep(limit.other.on, limit.on));
  }
  if (item.grace !== undefined) {
    const grace = graceEnd(item.grace, limit, item, context);
    milestone.graceEndsAt = grace.at;
    steps.push(grace.step);
  }
  return [value];
}

/** Adds the day that is aimed at. The date of a goal has steps; a goal is moved by pins, as a deadline is. */
function addTarget(
  milestone: Milestone,
  item: Item,
  context: Context,
  steps: StepDraft[],
): Value | undefined {
  if (item.target === undefined) return undefined;
  const aim = restOnCase(evaluate(item.target, item, context, 'end'), item);
  const isGoal = item.nature === 'goal';
  const target = isGoal ? (pinned(aim, item, context) ?? aim) : aim;
  if (!target.known) return target;
  const limit = endOf(target, item, context);
  milestone.targetOn = limit.on;
  milestone.targetAt = limit.at;
  if (limit.other !== undefined) addOther(milestone, { targetOnEarliest: limit.other.on });
  if (!isGoal) return target;
  milestone.comesAt = limit.at;
  if (limit.other !== undefined) addOther(milestone, { earliestAt: limit.other.at });
  addSteps(steps, limit.steps);
  return target;
}

/** Adds the day that the text alone gives, if facts moved it, and the last day that the text allows. */
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
    if (limit.other !== undefined) addOther(milestone, { startsOnLatest: limit.other.on });
    addSteps(steps, limit.steps);
  }
  if (end?.known) {
    const limit = endOf(end, item, context);
    milestone.endsOn = limit.on;
    milestone.endsAt = limit.at;
    if (limit.other !== undefined) addOther(milestone, { endsOnEarliest: limit.other.on });
    addSteps(steps, limit.steps);
    addOriginal(milestone, item, context, 'original-ends', end.day);
    const last = lastRenewal(item, context);
    if (last?.known) milestone.latestOn ??= last.day;
  }
  return [start, end].filter((value) => value !== undefined);
}

function addOther(milestone: Milestone, ends: OtherEnds): void {
  milestone.rough = { ...milestone.rough, ...ends };
}

/** Whether an interval has no start. An interval with `while` is not one: it starts when its condition holds. */
function isStartless(item: Item, context: Context): boolean {
  if (item.kind !== 'maintenance' || context.moment(item, 'starts') !== undefined) return false;
  return item.holds?.while === undefined || context.moment(item, 'ends')?.known !== false;
}

/** Appends one by one: a long chain has more steps than a call may have arguments. */
function addSteps(to: StepDraft[], steps: readonly StepDraft[]): void {
  for (const step of steps) to.push(step);
}

/** The direction in which provisional dates can move, if it is the same for all. */
function boundOfAll(values: readonly Value[]): DateBound | undefined {
  const [first, ...others] = values.flatMap((value) =>
    value.known && value.provisionalOn.length > 0 ? [value.bound] : [],
  );
  return others.every((one) => one === first) ? first : undefined;
}

/** Whether a value is dated and can only move later, for another reason than days that no calendar covers. */
function canOnlyMoveLater(value: Value): boolean {
  if (!value.known || value.bound !== 'earliest') return false;
  return !value.provisionalOn.every(isUncoveredDay);
}

/** Sets what the milestone waits for, and whether it is provisional or hypothetical, from its values. */
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
  const movable = values.find((value) => canOnlyMoveLater(value));
  if (movable?.known) milestone.earliestOn = movable.day;
  if (values.length === 0) steps.push(undatedStep());
  const open = values.flatMap((value) => (value.known ? [] : value.waitsFor));
  if (open.length > 0) steps.push(waitingStep([...new Set(open)]));
}

/** A milestone without dates: parties, texts and outcome. */
function newMilestone(item: Item, context: Context): Milestone {
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
  // Assigned one by one, not spread: this is the hottest code of a schedule.
  if (item.nature !== undefined) milestone.nature = item.nature;
  if (item.titles !== undefined) milestone.titles = item.titles;
  // A last day for notice is presented as a phase beside its term.
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
