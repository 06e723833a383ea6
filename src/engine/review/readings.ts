import type { Agreement } from '../compile/agreement';
import { returnsToItself } from '../compile/cycles/self-dependence';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import type { Context } from '../evaluate/context';
import { FactIndex } from '../evaluate/fact-index';
import { EN } from '../explain/en';
import type { ReadingData, Sentences } from '../explain/sentences';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { Period } from '../model/period';
import type { EpochDay } from '../model/time';
import { contextOf } from '../schedule/contexts';
import type { ScheduleContext } from '../schedule/options';
import { addMilestones } from '../schedule/schedule';

/** Another reading of the same phrase that gives another day. */
export interface Reading {
  reading: keyof ReadingData;
  /** Last day, inclusive, in the zone of that reading. */
  on: EpochDay;
  text: string;
}

/** Dates of a milestone; readings compare the first that is known. */
const DATES = ['dueOn', 'endsOn', 'opensOn', 'startsOn'] as const;

/**
 * Counts a milestone by other plausible readings and returns those that give another day. Only the entry itself is
 * counted by them, not what it depends on, so that each milestone costs a few counts.
 */
export function readingsFor(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
): (milestone: Milestone) => Reading[] {
  const words = options.sentences ?? EN;
  const quiet = { ...options, derivations: false };
  const kept = new Map<string, Context>();
  /** The context of these facts. Values that entries share are computed once for all contexts. */
  const contextFor = ({ key, read }: OtherFacts): Context => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const context = contextOf(agreement, new FactIndex(read()), quiet, false);
    const oldest = kept.keys().next();
    if (kept.size >= CONTEXTS_KEPT && !oldest.done) kept.delete(oldest.value);
    kept.set(key, context);
    return context;
  };
  const own: OtherFacts = { key: '', read: () => facts };
  return (milestone) => {
    const item = agreement.byPath.get(milestone.path);
    const date = DATES.find((one) => milestone[one] !== undefined);
    if (item === undefined || date === undefined) return [];
    const dayUnder: DayUnder = (changed, given = own) => {
      const found: Milestone[] = [];
      const { path, id } = changed;
      const others = contextFor(given);
      const alone = returnsToItself(agreement.dependencies, path)
        ? {}
        : { within: { path, others } };
      const context = contextOf(agreement, others.facts, quiet, false, alone);
      const isWanted = ({ suffix = '' }: Item) => id + suffix === milestone.id;
      addMilestones(found, changed, { context, projected: undefined }, isWanted);
      const on = found.find((one) => one.id === milestone.id)?.[date];
      return on === milestone[date] ? undefined : on;
    };
    return [
      ...monthEnd(item, dayUnder, words),
      ...firstDay(item, dayUnder, words),
      ...zones(item, dayUnder, words, { agreement, facts, options }),
      ...hours(item, dayUnder, words, { agreement, facts, options }),
    ];
  };
}

/** Contexts kept at once: one for each zone and set of events that readings are about. */
const CONTEXTS_KEPT = 8;

/** Changed facts: a key that is equal for equal ones, and how they are made. */
interface OtherFacts {
  key: string;
  read(): readonly Fact[];
}

/** The day under a changed entry or changed facts; undefined where it is the same or there is none. */
type DayUnder = (changed: Item, facts?: OtherFacts) => EpochDay | undefined;

interface Input {
  agreement: Agreement;
  facts: readonly Fact[];
  options: ScheduleContext;
}

/** The periods that an entry counts. */
export function periodsOf(item: Item): Period[] {
  const { due, holds } = item;
  const periods = momentsIn(item).flatMap((plain) =>
    plain.type === 'shift' ? [plain.period] : [],
  );
  if (due?.type === 'within') periods.push(due.period);
  if (holds?.for !== undefined) periods.push(holds.for);
  return periods;
}

function monthEnd(item: Item, dayUnder: DayUnder, words: Sentences): Reading[] {
  const { convention } = item;
  if (convention.monthEnd !== 'clamp') return [];
  const on = dayUnder({ ...item, convention: { ...convention, monthEnd: 'round-up' } });
  if (on === undefined) return [];
  return [{ reading: 'month-end', on, text: words.readings['month-end']({ on }) }];
}

/** Whether the day of the event is day 0 or day 1; for days and weeks only. */
function firstDay(item: Item, dayUnder: DayUnder, words: Sentences): Reading[] {
  const { convention } = item;
  const inDays = periodsOf(item).some(({ parts }) =>
    parts.every(({ amount, unit }) => (unit === 'day' || unit === 'week') && amount > 0),
  );
  if (!inDays || convention.clearDays) return [];
  const excludesTriggerDay = !convention.excludesTriggerDay;
  const on = dayUnder({ ...item, convention: { ...convention, excludesTriggerDay } });
  if (on === undefined) return [];
  const reading = excludesTriggerDay ? 'exclusive-count' : 'inclusive-count';
  return [{ reading, on, text: words.readings[reading]({ on }) }];
}

/** An instant near midnight falls on another day in the zone of another party. */
function zones(item: Item, dayUnder: DayUnder, words: Sentences, input: Input): Reading[] {
  const { zones: tables } = input.options;
  const found: Reading[] = [];
  for (const { zone, name } of Object.values(input.agreement.document.parties ?? {})) {
    if (zone === undefined || zone === item.zone || !tables.known(zone)) continue;
    const read = (): Fact[] =>
      input.facts.map((fact) =>
        fact.instant === undefined
          ? fact
          : { ...fact, day: tables.localOf(fact.instant, zone).day },
      );
    const on = dayUnder({ ...item, zone }, { key: `zone ${zone}`, read });
    if (on === undefined) continue;
    const text = words.readings['zones-differ']({ on, zone, party: name });
    found.push({ reading: 'zones-differ', on, text });
  }
  return found;
}

/** Hours from an event known by its day only, counted from the midnight that begins the day. */
function hours(item: Item, dayUnder: DayUnder, words: Sentences, input: Input): Reading[] {
  const inHours = periodsOf(item).some(({ parts }) => parts.some(({ unit }) => unit === 'hour'));
  if (!inHours) return [];
  const named = new Set(
    momentsIn(item).flatMap((plain) =>
      plain.type === 'ref' && plain.moment === undefined ? [plain.path] : [],
    ),
  );
  const dayOnly = input.facts.filter(
    ({ kind, subject, instant }) =>
      kind === 'occurred' && instant === undefined && named.has(subject),
  );
  const [first] = dayOnly;
  if (first === undefined) return [];
  const { zones: tables } = input.options;
  const changed = new Set(dayOnly);
  const read = (): Fact[] =>
    input.facts.map((fact) =>
      changed.has(fact) ? { ...fact, instant: tables.instantAt(fact.day, 0, item.zone) } : fact,
    );
  const key = `midnights ${item.zone} ${dayOnly.map(({ id }) => id).join(' ')}`;
  const on = dayUnder(item, { key, read });
  if (on === undefined) return [];
  const text = words.readings['hours-from-a-day']({ on, subject: first.subject });
  return [{ reading: 'hours-from-a-day', on, text }];
}
