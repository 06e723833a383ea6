import type { Instant, Zones } from '../model/time';
import type { InZone, ZonedTime } from './sentences';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The local time of an instant. UTC needs no table of offsets; the page has tables only for the zones of its
 * agreements.
 */
function zonedTime(at: Instant, zone: string, zones: Zones): ZonedTime {
  const utc = { day: Math.floor(at / DAY_MS), millisecond: at - Math.floor(at / DAY_MS) * DAY_MS };
  const { day, millisecond } = zone === 'UTC' ? utc : zones.localOf(at, zone);
  const minute = Math.floor(millisecond / MINUTE_MS);
  const second = Math.floor((millisecond % MINUTE_MS) / SECOND_MS);
  const clock = second === 0 ? clockTime(minute) : `${clockTime(minute)}:${two(second)}`;
  const first = zone === 'UTC' ? at : zones.instantAt(day, minute, zone);
  if (at - first < MINUTE_MS) return { day, clock, zone };
  const offset = Math.round((day * DAY_MS + millisecond - at) / MINUTE_MS);
  const sign = offset < 0 ? '-' : '+';
  return { day, clock, zone: `${zone}, UTC${sign}${clockTime(Math.abs(offset))}` };
}

/** "14:05" from minutes since midnight. */
export function clockTime(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Converts instants to the clock of a zone. */
export function inZone(zone: string, zones: Zones): InZone {
  return (at, other) => zonedTime(at, other ?? zone, zones);
}
