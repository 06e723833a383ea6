import type { EpochDay, Instant, Zones } from '../model/time';
import type { Known } from '../model/value';
import type { Period } from '../phrase/tree';
import { amountsOf, type DaySide } from './arithmetic';
import type { Convention } from './convention';

const HOUR_MS = 3_600_000;

/** By whose rule and in whose zone. */
export interface CountingRules {
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
export function shiftInstant(
  of: EpochDay,
  at: Instant | undefined,
  to: EpochDay,
  period: Period,
  sign: 1 | -1,
  edge: DaySide,
  by: CountingRules,
): { day: EpochDay; instant: Instant; base: Instant } {
  const { zone, zones } = by;
  const { months, days, workingDays, milliseconds } = amountsOf(period);
  const base = baseInstant(of, at, edge, milliseconds !== 0, sign, by);
  const local = zones.localOf(base, zone);
  const moved = months !== 0 || days !== 0 || workingDays !== 0;
  const kept = moved ? atClockTime(to + (local.day - of), local.millisecond, zone, zones) : base;
  const instant = kept + sign * milliseconds;
  // An instant at midnight ends the day before, as a deadline; `schedule` asks again for a start.
  const { day } = zones.localOf(instant - (edge === 'end' ? 1 : 0), zone);
  return { day, instant, base };
}

/** The instant from which the hours of a deadline run. */
export function hoursStart({ day, instant }: Known, by: CountingRules): Instant {
  return baseInstant(day, instant, 'end', true, 1, by);
}

/**
 * Where hours start: at the event, at an end of the hour that it is in, or at an end of a day known only as
 * one. The hour of the event is left out on the side that is counted to.
 */
function baseInstant(
  of: EpochDay,
  at: Instant | undefined,
  edge: DaySide,
  hours: boolean,
  sign: 1 | -1,
  { convention, zone, zones }: CountingRules,
): Instant {
  if (at === undefined) return zones.instantAt(of + (edge === 'end' ? 1 : 0), 0, zone);
  if (!hours || convention.hoursFrom === 'event') return at;
  const begun = at - (zones.localOf(at, zone).millisecond % HOUR_MS);
  return sign === 1 ? begun + HOUR_MS : begun;
}

const MINUTE_MS = 60_000;

/**
 * The instant at which a day's local clock shows so many milliseconds since midnight. Of a repeated time the
 * earlier; a time that the clock skips is read by the offset before the gap, so that 03:30 becomes 04:30
 * (RFC 5545, section 3.3.5).
 */
export function atClockTime(
  day: EpochDay,
  millisecond: number,
  zone: string,
  zones: Zones,
): Instant {
  const found = zones.instantAt(day, Math.floor(millisecond / MINUTE_MS), zone);
  const shown = zones.localOf(found, zone);
  const minute = millisecond - (millisecond % MINUTE_MS);
  if (shown.millisecond === minute) return found + (millisecond % MINUTE_MS);
  // The port answers with the gap's end: what the clock showed just before tells how deep in it we are.
  const before = zones.localOf(found - 1, zone);
  return found + (day - before.day) * 86_400_000 + millisecond - (before.millisecond + 1);
}
