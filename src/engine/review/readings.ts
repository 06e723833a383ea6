import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { FactIndex } from '../evaluate/fact-index';
import { EN } from '../explain/en';
import type { ReadingData, Sentences } from '../explain/sentences';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { EpochDay } from '../model/time';
import type { Period } from '../phrase/tree';
import { contextsOf } from '../schedule/contexts';
import type { ScheduleContext } from '../schedule/options';
import { addMilestones } from '../schedule/schedule';

/** Another reading of the same words that gives another day. */
export interface Reading {
  reading: keyof ReadingData;
  /** The day it would be, in the zone of that reading; inclusive. */
  on: EpochDay;
  text: string;
}

/** The dates of a milestone, the one that other readings are held against first. */
const DATES = ['dueOn', 'endsOn', 'opensOn', 'startsOn'] as const;

/**
 * Counts a milestone as other careful readers might, and tells where they come to another day. Only the entry
 * itself is read otherwise, never what it depends on, so that one answer costs a few counts.
 */
export function readingsFor(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
): (milestone: Milestone) => Reading[] {
  const words = options.sentences ?? EN;
  const quiet = { ...options, derivations: false };
  const index = new FactIndex(facts);
  return (milestone) => {
    const item = agreement.byPath.get(milestone.path);
    const date = DATES.find((one) => milestone[one] !== undefined);
    if (item === undefined || date === undefined) return [];
    const otherwise: Otherwise = (changed, given = index) => {
      const found: Milestone[] = [];
      addMilestones(found, changed, contextsOf(agreement, given, quiet));
      const on = found.find(({ id }) => id === milestone.id)?.[date];
      return on === milestone[date] ? undefined : on;
    };
    return [
      ...monthEnd(item, otherwise, words),
      ...firstDay(item, otherwise, words),
      ...zones(item, otherwise, words, { agreement, facts, options }),
      ...hours(item, otherwise, words, { agreement, facts, options }),
    ];
  };
}

/** The day under another reading; undefined where it is the same or there is none. */
type Otherwise = (changed: Item, facts?: FactIndex) => EpochDay | undefined;
interface Given {
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

function monthEnd(item: Item, otherwise: Otherwise, words: Sentences): Reading[] {
  const { convention } = item;
  if (convention.monthEnd !== 'clamp') return [];
  const on = otherwise({ ...item, convention: { ...convention, monthEnd: 'round-up' } });
  if (on === undefined) return [];
  return [{ reading: 'month-end', on, text: words.readings['month-end']({ on }) }];
}

/** Whether the day of the event is the first; nobody asks of months and years. */
function firstDay(item: Item, otherwise: Otherwise, words: Sentences): Reading[] {
  const { convention } = item;
  const inDays = periodsOf(item).some(({ parts }) =>
    parts.every(({ amount, unit }) => (unit === 'day' || unit === 'week') && amount > 0),
  );
  if (!inDays || convention.clearDays) return [];
  const excludesTriggerDay = !convention.excludesTriggerDay;
  const on = otherwise({ ...item, convention: { ...convention, excludesTriggerDay } });
  if (on === undefined) return [];
  const reading = excludesTriggerDay ? 'exclusive-count' : 'inclusive-count';
  return [{ reading, on, text: words.readings[reading]({ on }) }];
}

/** An instant near midnight is another day where another party reads it. */
function zones(item: Item, otherwise: Otherwise, words: Sentences, given: Given): Reading[] {
  const { zones: tables } = given.options;
  const found: Reading[] = [];
  for (const { zone, name } of Object.values(given.agreement.document.parties ?? {})) {
    if (zone === undefined || zone === item.zone || !tables.known(zone)) continue;
    const read = given.facts.map((fact) =>
      fact.instant === undefined ? fact : { ...fact, day: tables.localOf(fact.instant, zone).day },
    );
    const on = otherwise({ ...item, zone }, new FactIndex(read));
    if (on === undefined) continue;
    const text = words.readings['zones-differ']({ on, zone, party: name });
    found.push({ reading: 'zones-differ', on, text });
  }
  return found;
}

/** Hours from an event known by its day only, counted from the midnight that begins that day. */
function hours(item: Item, otherwise: Otherwise, words: Sentences, given: Given): Reading[] {
  const inHours = periodsOf(item).some(({ parts }) => parts.some(({ unit }) => unit === 'hour'));
  if (!inHours) return [];
  const named = new Set(
    momentsIn(item).flatMap((plain) =>
      plain.type === 'ref' && plain.moment === undefined ? [plain.path] : [],
    ),
  );
  const vague = given.facts.filter(
    ({ kind, subject, instant }) =>
      kind === 'occurred' && instant === undefined && named.has(subject),
  );
  const [first] = vague;
  if (first === undefined) return [];
  const { zones: tables } = given.options;
  const early = given.facts.map((fact) =>
    vague.includes(fact) ? { ...fact, instant: tables.instantAt(fact.day, 0, item.zone) } : fact,
  );
  const on = otherwise(item, new FactIndex(early));
  if (on === undefined) return [];
  const text = words.readings['hours-from-a-day']({ on, subject: first.subject });
  return [{ reading: 'hours-from-a-day', on, text }];
}
