import type { Period } from '../model/period';
import type { EpochDay, Instant, Zones } from '../model/time';
import type { Known } from '../model/value';
import { amountsOf, type DaySide } from './arithmetic';
import type { Convention } from './convention';

const HOUR_MS = 3_600_000;

/** The convention and the zone to count by. */
interface CountingRules {
  convention: Convention;
  zone: string;
  zones: Zones;
}

/**
 * Adds a period that counts hours, or keeps the clock time, to an anchor: days first, hours last.
 * @param of the day of the anchor.
 * @param at the instant of the anchor, where it is known.
 * @param to the day that results from the days, months and years of the period.
 * @returns `base` is the instant from which the hours are counted.
 */
export function shiftInstant(
  of: EpochDay,
  at: Instant | undefined,
  to: EpochDay,
  period: Period,
  sign: 1 | -1,
  side: DaySide,
  by: CountingRules,
): { day: EpochDay; instant: Instant; base: Instant } {
  const { zone, zones } = by;
  const { months, days, workingDays, milliseconds } = amountsOf(period);
  const base = baseInstant(of, at, side, milliseconds !== 0, sign, by);
  const local = zones.localOf(base, zone);
  const moved = months !== 0 || days !== 0 || workingDays !== 0;
  const kept = moved ? atClockTime(to + (local.day - of), local.millisecond, zone, zones) : base;
  const instant = kept + sign * milliseconds;
  // As a deadline, an instant at midnight belongs to the day that it ends.
  const { day } = zones.localOf(instant - (side === 'end' ? 1 : 0), zone);
  return { day, instant, base };
}

/** The instant from which the hours of a deadline are counted. */
export function hoursStart({ day, instant }: Known, by: CountingRules): Instant {
  return baseInstant(day, instant, 'end', true, 1, by);
}

/**
 * The instant from which hours are counted: the instant of the event, a boundary of its hour, or a boundary of its day
 * where only the day is known. Where full hours count, the hour of the event does not.
 */
function baseInstant(
  of: EpochDay,
  at: Instant | undefined,
  side: DaySide,
  hours: boolean,
  sign: 1 | -1,
  { convention, zone, zones }: CountingRules,
): Instant {
  if (at === undefined) return zones.instantAt(of + (side === 'end' ? 1 : 0), 0, zone);
  if (!hours || convention.hoursFrom === 'event') return at;
  const begun = at - (zones.localOf(at, zone).millisecond % HOUR_MS);
  return sign === 1 ? begun + HOUR_MS : begun;
}

const MINUTE_MS = 60_000;

/**
 * The instant at which the local clock of a day shows so many milliseconds since midnight. For a repeated time it is
 * the earlier instant. A time that the clock skips is read by the offset before the gap: 03:30 becomes 04:30
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
  // `instantAt` gives the end of the gap: the clock time just before it says how far into the gap the time is.
  const before = zones.localOf(found - 1, zone);
  return found + (day - before.day) * 86_400_000 + millisecond - (before.millisecond + 1);
}
