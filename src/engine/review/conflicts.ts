import { formatDay } from '../calendar/epoch-day';
import type { WorkingCalendar } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { FactIndex } from '../evaluate/fact-index';
import { calendarFor } from '../evaluate/item-calendar';
import type { Fact } from '../model/fact';
import type { Milestone, Optionally } from '../model/milestone';
import type { EpochDay, Instant, Zones } from '../model/time';
import { contextOf } from '../schedule/contexts';
import type { ScheduleContext } from '../schedule/options';
import { schedule } from '../schedule/schedule';

/** Kinds of conflicts: problems of a deadline that come from the day on which it falls. */
export const CONFLICT_KINDS = {
  'non-working-day': 'due on a day off in its calendar, or on a weekend where it names none',
  'window-closed': 'opens after its deadline, or starts after its end',
  blackout: 'due in a period that the question excludes',
  'whose-midnight': 'due on another day, or at another midnight, in the zone of a party',
  squeezed: 'due before what it depends on, or open on no working day',
} as const;
export type ConflictKind = keyof typeof CONFLICT_KINDS;

export interface Conflict {
  kind: ConflictKind;
  /** The milestone's id. */
  milestone: string;
  path: string;
  /** The day of its deadline. */
  on: EpochDay;
  /** The day off, the excluded period, the zone, the other day or the obligation it depends on. */
  because: string;
}

/** A period in which nothing may be due; both days inclusive. Of one obligation, or of all without `path`. */
export interface Blackout {
  path?: string;
  from: EpochDay;
  to: EpochDay;
}

/** What the conflicts of one entry depend on; the same for every signing date. */
interface ConflictInput {
  item: Item;
  calendar: WorkingCalendar | undefined;
  /** The zones of its obligors, without its own. */
  zones: readonly string[];
  /** Paths of obligations whose deadline must not come after its own. */
  dependsOn: readonly string[];
  blackouts: readonly (Blackout & { text: string })[];
}

/** What conflicts read of a milestone. */
export type DatedMilestone = Pick<
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
> &
  Optionally<'rough'>;

export function conflictInputs(
  agreement: Agreement,
  context: ScheduleContext,
  blackouts: readonly Blackout[],
): Map<string, ConflictInput> {
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

/** Obligations it is counted forward from. A phrase that counts back is meant to come before the other deadline. */
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

/** The conflicts of one milestone; none where it is fulfilled, waived, discharged or ended. */
export function conflictsOf(
  milestone: DatedMilestone,
  input: ConflictInput,
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
  // On which day it falls is not known where its date is known only roughly.
  const exact = milestone.rough?.dueOnEarliest === undefined;
  const off = exact ? input.calendar?.reason(dueOn) : undefined;
  if (off !== undefined) add('non-working-day', dueOn, off);
  for (const { from, to, text } of input.blackouts) {
    if (exact && from <= dueOn && dueOn <= to) add('blackout', dueOn, text);
  }
  if (
    exact &&
    input.zones.length > 0 &&
    milestone.dueAt === zones.instantAt(dueOn + 1, 0, input.item.zone)
  ) {
    for (const zone of input.zones) {
      if (zones.instantAt(dueOn + 1, 0, zone) !== milestone.dueAt)
        add('whose-midnight', dueOn, zone);
    }
  }
  for (const other of input.dependsOn) {
    const before = dueOf(other);
    if (before !== undefined && before > dueOn) add('squeezed', dueOn, other);
  }
  const { opensOn } = milestone;
  if (
    opensOn !== undefined &&
    closed === undefined &&
    input.calendar?.between(opensOn - 1, dueOn) === 0
  ) {
    add('squeezed', dueOn, `no working day from ${formatDay(opensOn)}`);
  }
  return found;
}

/** The last day, and the reason, of a milestone that opens or starts too late. */
function closedWindow(milestone: DatedMilestone): [EpochDay, string] | undefined {
  const { opensAt, opensOn, dueAt, dueOn, graceEndsAt, startsAt, endsAt, endsOn } = milestone;
  const closed = (start?: Instant, end?: Instant): boolean =>
    start !== undefined && end !== undefined && start >= end;
  if (dueOn !== undefined && opensOn !== undefined && closed(opensAt, graceEndsAt ?? dueAt)) {
    return [dueOn, `opens on ${formatDay(opensOn)}`];
  }
  if (endsOn !== undefined && closed(startsAt, endsAt)) return [endsOn, 'ends before it starts'];
  return undefined;
}

/** All conflicts of a schedule, in its order; those of other zones come last. */
export function conflicts(
  agreement: Agreement,
  facts: readonly Fact[],
  context: ScheduleContext,
  blackouts: readonly Blackout[] = [],
): Conflict[] {
  const quiet = { ...context, derivations: false };
  const { milestones } = schedule(agreement, facts, quiet);
  const inputs = conflictInputs(agreement, context, blackouts);
  const first = new Map<string, Milestone>();
  for (const one of milestones) if (!first.has(one.path)) first.set(one.path, one);
  const dueOf = (path: string): EpochDay | undefined => first.get(path)?.dueOn;
  const found = milestones.flatMap((one) => {
    const input = inputs.get(one.path);
    return input === undefined ? [] : conflictsOf(one, input, dueOf, context.zones);
  });
  for (const zone of partyZones(agreement, context.zones)) {
    const read = factsInZone(zone, facts, context.zones);
    if (read === undefined) continue;
    const other = new Map(
      schedule(agreement, read, quiet).milestones.map((one) => [one.id, one.dueOn]),
    );
    for (const one of milestones) found.push(...zoneConflicts(one, other.get(one.id), zone));
  }
  return found;
}

/** The zones of the parties, without that of the agreement. */
export function partyZones({ document }: Agreement, zones: Zones): string[] {
  const all = Object.values(document.parties ?? {}).flatMap(({ zone }) => zone ?? []);
  return [...new Set(all)].filter((zone) => zone !== document.zone && zones.known(zone));
}

/** The facts with their days in another zone; undefined where no day differs. */
export function factsInZone(
  zone: string,
  facts: readonly Fact[],
  zones: Zones,
): Fact[] | undefined {
  let changed = false;
  const read = facts.map((fact) => {
    if (fact.instant === undefined) return fact;
    const { day } = zones.localOf(fact.instant, zone);
    changed ||= day !== fact.day;
    return { ...fact, day };
  });
  return changed ? read : undefined;
}

/** The conflict of a milestone whose deadline falls on another day in a zone. */
export function zoneConflicts(
  one: DatedMilestone,
  other: EpochDay | undefined,
  zone: string,
): Conflict[] {
  const { fulfilledAt, waivedAt, dischargedAt } = one.outcome;
  if (fulfilledAt ?? waivedAt ?? dischargedAt) return [];
  if (one.kind !== 'achievement' || one.dueOn === undefined || other === undefined) return [];
  if (other === one.dueOn) return [];
  const because = `${formatDay(other)} in ${zone}`;
  return [{ kind: 'whose-midnight', milestone: one.id, path: one.path, on: one.dueOn, because }];
}
