import { plannedMoment } from '../compile/cycles/dependency-graph';
import type { Item } from '../compile/item';
import type { Fact, FactKind } from '../model/fact';
import type { Anchor, Certainty } from '../model/step';
import { type Known, type Value, waiting } from '../model/value';
import { printRef } from '../phrase/print';
import { isRecorded, type Ref, type ScheduledMoment } from '../phrase/tree';
import { completionOf } from './completion';
import { type Context, derivedValue } from './context';
import { byTime } from './fact-index';
import { instanceFor, instancesOf } from './instances';
import { occurrences } from './recurrence';
import { anchorStep } from './steps';

/** Evaluates a reference: to the fact of an event, or to a moment of an obligation. */
export function evaluateRef(ref: Ref, item: Item, context: Context): Value {
  const { moment } = ref;
  if (moment === undefined) {
    const fact = occurrence(ref, item, context);
    const path = ref.path === '' ? (item.eachEvent ?? '') : ref.path;
    return fact === undefined
      ? waiting(nameFor(ref, item))
      : recorded(fact, ref, { of: 'event', ...titled(path, context) }, context);
  }
  const target = context.agreement.byPath.get(ref.path === '' ? item.path : ref.path);
  if (isRecorded(moment)) {
    if (target === undefined) return allPhases(ref, moment, context);
    const only = {
      party: ref.its ? item.party : undefined,
      ordinal: ref.its ? item.each : typeof ref.ordinal === 'number' ? ref.ordinal : undefined,
    };
    const fact = completionOf(moment, target, context.facts, only);
    if (fact !== undefined) {
      return recorded(fact, ref, { of: 'moment', title: titleOf(target), moment }, context);
    }
    const planned = context.projecting && moment !== 'breached' && moment !== 'cured';
    if (planned && !context.agreement.dependencies.cyclicRefs.has(ref)) {
      return scheduledOf(ref, plannedMoment(target), target, item, context);
    }
    return waiting(nameFor(ref, item));
  }
  if (target === undefined) return waiting(printRef(ref));
  const value = scheduledOf(ref, moment, target, item, context);
  if (!value.known) return value;
  const side = sideOf(moment, target, value);
  return derivedValue(context, value, { ...value, side }, () => [
    anchorStep(printRef(ref), value, { of: 'schedule', title: titleOf(target) }, item.convention),
  ]);
}

/** The side of its day that a computed moment means: `ends` of an interval is the end of the day, others as evaluated. */
function sideOf(moment: ScheduledMoment, { kind }: Item, { side }: Known): Known['side'] {
  const lasts = kind === 'maintenance';
  if (moment === 'starts' || moment === 'opens') return side;
  if (moment === 'due' || moment === 'original-due' || moment === 'came')
    return kind === 'occasion' ? side : undefined;
  return lasts && moment !== 'notice-closes' ? 'ends' : undefined;
}

/** A computed moment: of the item itself, of the clock that the reference means, or of the occurrence that it names. */
function scheduledOf(
  ref: Ref,
  moment: ScheduledMoment,
  target: Item,
  item: Item,
  context: Context,
): Value {
  if (ref.path === '') return context.scheduled(item, moment);
  // Checked before a case is chosen: the condition of the case may be on the cycle, too.
  if (context.agreement.dependencies.isInCycle(target.path, moment)) return waiting(printRef(ref));
  if (ref.ordinal === undefined) {
    return context.scheduled(instanceFor(target, ref.its ? item : undefined, context), moment);
  }
  const missing = waiting(printRef(ref));
  if (target.eachEvent !== undefined) {
    const all = instancesOf(target, context);
    const one = ref.ordinal === 'last' ? all.at(-1) : all.find(({ each }) => each === ref.ordinal);
    return one === undefined ? missing : context.scheduled(one, moment);
  }
  const every = target.due?.type === 'every' ? target.due : target.falls;
  if (every?.type !== 'every') return missing;
  const dates = occurrences(every, target, context);
  const ends = every.times !== undefined || every.until !== undefined;
  if (ref.ordinal === 'last' && !ends) return missing;
  // Without a known origin there is one value, which says what it waits for.
  if (dates[0]?.known === false) return dates[0];
  const ordinal = ref.ordinal === 'last' ? dates.length : ref.ordinal;
  const fixed = dates[ordinal - 1];
  if (fixed === undefined) return missing;
  return context.scheduled({ ...target, fixed, ordinal, suffix: `#${ordinal}` }, moment);
}

/** The name of what is missing, with its party: "deposit by ukraine" for `its deposit`. */
function nameFor(ref: Ref, item: Item): string {
  const name = printRef(ref);
  if (ref.path === '' && ref.its) return item.eachEvent ?? name;
  if (!ref.its || item.party === undefined) return name;
  return `${name.slice('its '.length)} by ${item.party}`;
}

function occurrence(ref: Ref, item: Item, context: Context): Fact | undefined {
  const { facts } = context;
  if (item.eachEvent !== undefined && (ref.path === '' || (ref.its && ref.path === item.eachEvent)))
    return facts.occurrencesByNumber(item.eachEvent).get(item.each ?? 1);
  if (ref.its) return facts.of('occurred', ref.path, { party: item.party }).at(-1);
  if (ref.ordinal !== undefined) return facts.nthOccurrence(ref.path, ref.ordinal);
  return facts.of('occurred', ref.path).at(-1);
}

/** A recorded moment of an obligation in phases: that of its last phase, once every phase has one. */
function allPhases(ref: Ref, kind: FactKind, context: Context): Value {
  const facts: Fact[] = [];
  const missing: string[] = [];
  for (const path of context.agreement.phases.get(ref.path) ?? []) {
    const phase = context.agreement.byPath.get(path);
    const fact = phase && completionOf(kind, phase, context.facts);
    if (fact === undefined) missing.push(`${path}.${kind}`);
    else facts.push(fact);
  }
  const latest = facts.reduce<Fact | undefined>(
    (last, fact) => (last === undefined || byTime(fact, last) >= 0 ? fact : last),
    undefined,
  );
  if (missing.length > 0 || latest === undefined) return waiting(...missing);
  const value = recorded(latest, ref, { of: 'all-phases', path: ref.path, moment: kind }, context);
  return { ...value, hypothetical: facts.some((fact) => fact.hypothetical === true) };
}

type WithoutCertainty<T> = T extends { known: Certainty } ? Omit<T, 'known'> : never;

function recorded(fact: Fact, ref: Ref, what: WithoutCertainty<Anchor>, context: Context): Known {
  const hypothetical = fact.hypothetical === true;
  const value: Known = {
    known: true,
    day: fact.day,
    ...(fact.instant === undefined ? {} : { instant: fact.instant }),
    ...roughly(fact),
    exact: false,
    hypothetical,
    provisionalOn: [],
    steps: [],
  };
  if (!context.derivations) return value;
  const certainty = hypothetical ? 'assumed' : fact.about ? 'approximate' : 'recorded';
  return {
    ...value,
    steps: [anchorStep(printRef(ref), value, { ...what, known: certainty }, fact.id)],
  };
}

function roughly({ day, earliest = day }: Fact): Pick<Known, 'earliest'> {
  return earliest === day ? {} : { earliest: { day: earliest } };
}

function titled(event: string, context: Context): { title?: string } {
  const title = context.agreement.document.events?.[event]?.title;
  return title === undefined ? {} : { title };
}

function titleOf(item: Item): string {
  return item.phase?.title ?? item.obligation.title;
}
