import { formatDay } from '../calendar/epoch-day';
import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { FactIndex } from '../evaluate/fact-index';
import { calendarFor } from '../evaluate/item-calendar';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { EpochDay, Instant, Zones } from '../model/time';
import { contextOf } from '../schedule/contexts';
import type { ScheduleContext } from '../schedule/options';
import { schedule } from '../schedule/schedule';

/** What can be wrong with a deadline because of the day it falls on. */
export const CONFLICT_KINDS = {
  'non-working-day': 'due on a day off in its calendar, or on a weekend where it names none',
  'window-closed': 'opens, or starts, after it is over',
  blackout: 'due in a time that the question rules out',
  'whose-midnight': 'due on another day, or at another midnight, by the clock of a party',
  squeezed: 'due before what it depends on, or open for no working day at all',
} as const;
export type ConflictKind = keyof typeof CONFLICT_KINDS;

export interface Conflict {
  kind: ConflictKind;
  /** The milestone's id. */
  milestone: string;
  path: string;
  /** The day of its deadline. */
  on: EpochDay;
  /** The day off, the other day, the party's zone, what it depends on. */
  because: string;
}

/** A time in which nothing may be due, both days included; of one obligation, or of all. */
export interface Blackout {
  path?: string;
  from: EpochDay;
  to: EpochDay;
}

/** What is the same for every signing date. */
export interface Look {
  item: Item;
  calendar: WorkingCalendar | undefined;
  /** The zones of its obligors that are not its own. */
  zones: readonly string[];
  /** Paths whose deadline must not come after its own. */
  dependsOn: readonly string[];
  blackouts: readonly (Blackout & { text: string })[];
}

/** How a milestone stands, as far as conflicts ask. */
export type Dated = Pick<
  Milestone,
  | 'id'
  | 'path'
  | 'kind'
  | 'dueOn'
  | 'dueAt'
  | 'opensOn'
  | 'opensAt'
  | 'graceEndsAt'
  | 'startsAt'
  | 'endsAt'
  | 'endsOn'
  | 'outcome'
>;

export function looks(
  agreement: Agreement,
  context: ScheduleContext,
  blackouts: readonly Blackout[],
): Map<string, Look> {
  const inner = contextOf(agreement, new FactIndex([]), context, false);
  const texts = blackouts.map((one) => ({
    ...one,
    text: `${formatDay(one.from)}..${formatDay(one.to)}`,
  }));
  return new Map(
    agreement.items.map((item) => {
      const calendar = calendarFor(item, inner);
      return [
        item.path,
        {
          item,
          calendar: typeof calendar === 'string' ? undefined : calendar,
          zones: zonesOf(item, agreement, context.zones),
          dependsOn: dependsOn(item),
          blackouts: texts.filter(
            ({ path }) => path === undefined || path === item.path || path === item.obligation.id,
          ),
        },
      ];
    }),
  );
}

function zonesOf(item: Item, { document }: Agreement, zones: Zones): string[] {
  const own = item.obligors.flatMap((party) => document.parties?.[party]?.zone ?? []);
  return [...new Set(own)].filter((zone) => zone !== item.zone && zones.known(zone));
}

/** What it counts from, forwards: a day before another's deadline comes before it by its own words. */
function dependsOn(item: Item): string[] {
  const plains = momentsIn(item);
  if (plains.some((plain) => plain.type === 'shift' && plain.direction === 'before')) return [];
  const paths = plains.flatMap((plain) =>
    plain.type === 'ref' &&
    (plain.moment === 'due' || plain.moment === 'fulfilled') &&
    plain.path !== ''
      ? [plain.path]
      : [],
  );
  return [...new Set(paths)];
}

/** Conflicts of one milestone that is owed still. */
export function conflictsOf(
  milestone: Dated,
  look: Look,
  dueOf: (path: string) => EpochDay | undefined,
  zones: Zones,
): Conflict[] {
  const { id, path, kind, dueOn, outcome } = milestone;
  const found: Conflict[] = [];
  if (outcome.fulfilledAt ?? outcome.waivedAt ?? outcome.dischargedAt ?? outcome.endedAt)
    return found;
  const add = (conflict: ConflictKind, on: EpochDay, because: string): void => {
    found.push({ kind: conflict, milestone: id, path, on, because });
  };
  const closed = closedWindow(milestone);
  if (closed !== undefined) add('window-closed', ...closed);
  if (dueOn === undefined || kind !== 'achievement') return found;
  const off = look.calendar?.reason(dueOn);
  if (off !== undefined) add('non-working-day', dueOn, off);
  for (const { from, to, text } of look.blackouts) {
    if (from <= dueOn && dueOn <= to) add('blackout', dueOn, text);
  }
  if (look.zones.length > 0 && milestone.dueAt === zones.instantAt(dueOn + 1, 0, look.item.zone)) {
    for (const zone of look.zones) {
      if (zones.instantAt(dueOn + 1, 0, zone) !== milestone.dueAt)
        add('whose-midnight', dueOn, zone);
    }
  }
  for (const other of look.dependsOn) {
    const before = dueOf(other);
    if (before !== undefined && before > dueOn) add('squeezed', dueOn, other);
  }
  const { opensOn } = milestone;
  if (
    opensOn !== undefined &&
    closed === undefined &&
    look.calendar?.between(opensOn - 1, dueOn) === 0
  ) {
    add('squeezed', dueOn, `no working day from ${formatDay(opensOn)}`);
  }
  return found;
}

/** The last day of what opens or starts too late, and since when it would be open. */
function closedWindow(milestone: Dated): [EpochDay, string] | undefined {
  const { opensAt, opensOn, dueAt, dueOn, graceEndsAt, startsAt, endsAt, endsOn } = milestone;
  const closed = (start?: Instant, end?: Instant): boolean =>
    start !== undefined && end !== undefined && start >= end;
  if (dueOn !== undefined && opensOn !== undefined && closed(opensAt, graceEndsAt ?? dueAt)) {
    return [dueOn, `opens on ${formatDay(opensOn)}`];
  }
  if (endsOn !== undefined && closed(startsAt, endsAt)) return [endsOn, 'ends before it starts'];
  return undefined;
}

/** All conflicts of a whole schedule, in its order; the days that other zones read come last. */
export function conflicts(
  agreement: Agreement,
  facts: readonly Fact[],
  context: ScheduleContext,
  blackouts: readonly Blackout[] = [],
): Conflict[] {
  const quiet = { ...context, derivations: false };
  const { milestones } = schedule(agreement, facts, quiet);
  const all = looks(agreement, context, blackouts);
  const first = new Map<string, Milestone>();
  for (const one of milestones) if (!first.has(one.path)) first.set(one.path, one);
  const found = milestones.flatMap((one) =>
    conflictsOf(one, all.get(one.path) as Look, (path) => first.get(path)?.dueOn, context.zones),
  );
  for (const zone of readingZones(agreement, context.zones)) {
    const read = readIn(zone, facts, context.zones);
    if (read === undefined) continue;
    const other = new Map(
      schedule(agreement, read, quiet).milestones.map((one) => [one.id, one.dueOn]),
    );
    for (const one of milestones) found.push(...readElsewhere(one, other.get(one.id), zone));
  }
  return found;
}

/** The zones of parties in which somebody may read the facts. */
export function readingZones({ document }: Agreement, zones: Zones): string[] {
  const all = Object.values(document.parties ?? {}).flatMap(({ zone }) => zone ?? []);
  return [...new Set(all)].filter((zone) => zone !== document.zone && zones.known(zone));
}

/** The facts on the days that a zone gives their instants; undefined where all days stay. */
export function readIn(zone: string, facts: readonly Fact[], zones: Zones): Fact[] | undefined {
  let changed = false;
  const read = facts.map((fact) => {
    if (fact.instant === undefined) return fact;
    const { day } = zones.localOf(fact.instant, zone);
    changed ||= day !== fact.day;
    return { ...fact, day };
  });
  return changed ? read : undefined;
}

export function readElsewhere(one: Dated, other: EpochDay | undefined, zone: string): Conflict[] {
  const { fulfilledAt, waivedAt, dischargedAt } = one.outcome;
  if (fulfilledAt ?? waivedAt ?? dischargedAt) return [];
  if (one.kind !== 'achievement' || one.dueOn === undefined || other === undefined) return [];
  if (other === one.dueOn) return [];
  const because = `${formatDay(other)} in ${zone}`;
  return [{ kind: 'whose-midnight', milestone: one.id, path: one.path, on: one.dueOn, because }];
}
