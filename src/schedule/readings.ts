import type { Agreement, Item } from './compile';
import { CONVENTIONS } from './convention';
import { formatDay } from './epoch-day';
import type { Fact, Milestone } from './model';
import { nestedIn } from './plains';
import { type ScheduleContext, schedule } from './schedule';

/** Another reading of the same words that gives another day. */
export interface Reading {
  kind: 'month-end' | 'inclusive-count' | 'zones-differ' | 'hours-from-a-day';
  detail: string;
  advice: string;
}

/** Units in which an exclusive and an inclusive count are likely to be mixed up. */
const SHORT_DAYS = 31;

/** Counts an item as other careful readers might, and tells where they come to another day. */
export function otherReadings(
  item: Item,
  milestones: readonly Milestone[],
  facts: readonly Fact[],
  context: ScheduleContext,
  agreement: Agreement,
): Reading[] {
  const ours = milestones.find(({ dueOn, endsOn }) => dueOn !== undefined || endsOn !== undefined);
  const on = ours?.dueOn ?? ours?.endsOn;
  if (ours === undefined || on === undefined) return [];
  const otherwise = (changed: Item, given: readonly Fact[] = facts): number | undefined => {
    const items = agreement.items.map((one) => (one.path === item.path ? changed : one));
    const byPath = new Map(items.map((one) => [one.path, one]));
    const quiet = { ...context, derivations: false };
    const found = schedule({ ...agreement, items, byPath }, given, quiet).milestones;
    const same = found.find(({ id }) => id === ours.id);
    return same?.dueOn ?? same?.endsOn;
  };
  return [
    ...monthEnd(item, on, otherwise),
    ...inclusive(item, on, otherwise),
    ...zones(item, on, otherwise, facts, context, agreement),
    ...hours(item, facts),
  ];
}

type Otherwise = (changed: Item, facts?: readonly Fact[]) => number | undefined;

function monthEnd(item: Item, on: number, otherwise: Otherwise): Reading[] {
  if (item.convention.monthEnd !== 'clamp') return [];
  const other = otherwise({ ...item, convention: { ...item.convention, monthEnd: 'round-up' } });
  if (other === undefined || other === on) return [];
  const detail = `the month has no such day: its last day is ${formatDay(on)}, and some would say ${formatDay(other)}`;
  return [{ kind: 'month-end', detail, advice: 'Name the day, or count in days.' }];
}

/** Only short periods in days: nobody counts ten years inclusively. */
function inclusive(item: Item, on: number, otherwise: Otherwise): Reading[] {
  const periods = nestedIn(item).flatMap((plain) => (plain.type === 'shift' ? [plain.period] : []));
  if (item.due?.type === 'within') periods.push(item.due.period);
  const short = periods.some(({ parts }) =>
    parts.every(({ amount, unit }) => unit === 'day' && amount > 0 && amount <= SHORT_DAYS),
  );
  if (!short || !item.convention.excludesTriggerDay) return [];
  const convention = CONVENTIONS.get('inclusive');
  const other = convention && otherwise({ ...item, convention });
  if (other === undefined || other === on) return [];
  const detail = `counted from the day after it is ${formatDay(on)}; with the day itself as day 1, ${formatDay(other)}`;
  return [
    { kind: 'inclusive-count', detail, advice: 'Say "day N of" where the text numbers its days.' },
  ];
}

/** An instant near midnight is another day where another party reads it. */
function zones(
  item: Item,
  on: number,
  otherwise: Otherwise,
  facts: readonly Fact[],
  context: ScheduleContext,
  { document }: Agreement,
): Reading[] {
  const found: Reading[] = [];
  for (const [id, { zone, name }] of Object.entries(document.parties ?? {})) {
    if (zone === undefined || zone === item.zone || !context.zones.known(zone)) continue;
    const read = facts.map((fact) =>
      fact.instant === undefined
        ? fact
        : { ...fact, day: context.zones.localOf(fact.instant, zone).day },
    );
    const other = otherwise({ ...item, zone }, read);
    if (other === undefined || other === on) continue;
    const detail = `in ${item.zone} it is ${formatDay(on)}; read in ${zone}, the zone of ${name} (${id}), ${formatDay(other)}`;
    found.push({ kind: 'zones-differ', detail, advice: 'Say whose midnight counts.' });
  }
  return found;
}

/** Hours from something known by its day only. */
function hours(item: Item, facts: readonly Fact[]): Reading[] {
  const plains = nestedIn(item);
  const periods = plains.flatMap((plain) => (plain.type === 'shift' ? [plain.period] : []));
  if (item.due?.type === 'within') periods.push(item.due.period);
  const inHours = periods.some(({ parts }) => parts.some(({ unit }) => unit === 'hour'));
  if (!inHours) return [];
  const vague = plains.flatMap((plain) =>
    plain.type === 'ref' && plain.moment === undefined
      ? facts.filter(
          ({ subject, instant, kind }) =>
            kind === 'occurred' && subject === plain.path && instant === undefined,
        )
      : [],
  );
  if (vague.length === 0) return [];
  const detail = `its hours run from "${vague[0]?.subject}", which is known by its day only; they count from the midnight that ends it`;
  return [{ kind: 'hours-from-a-day', detail, advice: 'Record the instant.' }];
}
