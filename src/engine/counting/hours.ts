import type { Item } from '../compile/compile';
import type { EpochDay, Instant, Zones } from '../model/milestone';
import type { Edge, Known } from '../model/value';
import type { Period } from '../phrase/tree';
import { amountsOf } from './arithmetic';
import type { Convention } from './convention';
import { sameClock } from './same-clock';

const HOUR_MS = 3_600_000;

/** By whose rule and in whose zone. */
interface By {
  convention: Convention;
  zone: string;
  zones: Zones;
}

/**
 * The instant a period leads to that counts hours or keeps the clock: days first, the clock last.
 * @param of the anchor's day, and `at` its instant where that is known.
 * @param to the day that the period's days, months and years lead to.
 * @returns `base`: the instant that hours were counted from.
 */
export function moveInstant(
  of: EpochDay,
  at: Instant | undefined,
  to: EpochDay,
  period: Period,
  sign: 1 | -1,
  edge: Edge,
  by: By,
): { day: EpochDay; instant: Instant; base: Instant } {
  const { zone, zones } = by;
  const { months, days, workingDays, milliseconds } = amountsOf(period);
  const base = baseInstant(of, at, edge, milliseconds !== 0, sign, by);
  const local = zones.localOf(base, zone);
  const moved = months !== 0 || days !== 0 || workingDays !== 0;
  const kept = moved ? sameClock(to + (local.day - of), local.millisecond, zone, zones) : base;
  const instant = kept + sign * milliseconds;
  // An instant at midnight ends the day before, as a deadline; `schedule` asks again for a start.
  const { day } = zones.localOf(instant - (edge === 'end' ? 1 : 0), zone);
  return { day, instant, base };
}

/** The instant from which the hours of a deadline run. */
export function startOfHours({ day, instant }: Known, item: Item, zones: Zones): Instant {
  const { convention, zone } = item;
  return baseInstant(day, instant, 'end', true, 1, { convention, zone, zones });
}

/**
 * Where hours start: at the event, at an end of the hour that it is in, or at an end of a day known only as
 * one. The hour of the event is left out on the side that is counted to.
 */
function baseInstant(
  of: EpochDay,
  at: Instant | undefined,
  edge: Edge,
  hours: boolean,
  sign: 1 | -1,
  { convention, zone, zones }: By,
): Instant {
  if (at === undefined) return zones.instantAt(of + (edge === 'end' ? 1 : 0), 0, zone);
  if (!hours || convention.hoursFrom === 'event') return at;
  const begun = at - (zones.localOf(at, zone).millisecond % HOUR_MS);
  return sign === 1 ? begun + HOUR_MS : begun;
}
