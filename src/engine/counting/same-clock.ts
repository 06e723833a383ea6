import type { EpochDay, Instant, Zones } from '../model/milestone';

const MINUTE_MS = 60_000;

/**
 * The instant at which a day's local clock shows so many milliseconds since midnight. Of a repeated time the
 * earlier; a time that the clock skips is read by the offset before the gap, so that 03:30 becomes 04:30
 * (RFC 5545, section 3.3.5).
 */
export function sameClock(day: EpochDay, millisecond: number, zone: string, zones: Zones): Instant {
  const found = zones.instantAt(day, Math.floor(millisecond / MINUTE_MS), zone);
  const shown = zones.localOf(found, zone);
  const minute = millisecond - (millisecond % MINUTE_MS);
  if (shown.millisecond === minute) return found + (millisecond % MINUTE_MS);
  // The port answers with the gap's end: what the clock showed just before tells how deep in it we are.
  const before = zones.localOf(found - 1, zone);
  return found + (day - before.day) * 86_400_000 + millisecond - (before.millisecond + 1);
}
