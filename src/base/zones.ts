import { IANAZone } from 'luxon';
import type { EpochDay, Instant, Zones } from '../engine/model/time';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;

/** Days for which midnights are kept, 1900-01-01 to 2200-12-31, with a margin on both sides. */
const FIRST_KEPT = -25_600;
const KEPT_DAYS = 110_100;

/** Names known to be zones: a look into the zone tables costs more than counting a date. */
const valid = new Set<string>();

/** By zone, the first instant of each day; NaN if it was not computed yet. */
const midnights = new Map<string, Float64Array>();

/** The release of the process's zone tables, such as "2025b". */
export const ZONE_DATA = process.versions.tz ?? 'unknown';

/** Zones by the process's own zone tables, through luxon. No other code converts between days and instants. */
export const luxonZones: Zones = {
  known(zone) {
    if (valid.has(zone)) return true;
    if (!IANAZone.isValidZone(zone)) return false;
    valid.add(zone);
    return true;
  },

  instantAt(day: EpochDay, minute: number, zone: string): Instant {
    // The end of a day is the kept midnight of the next.
    if (minute === DAY_MINUTES) return luxonZones.instantAt(day + 1, 0, zone);
    const index = day - FIRST_KEPT;
    if (minute !== 0 || index < 0 || index >= KEPT_DAYS) return localToInstant(day, minute, zone);
    let kept = midnights.get(zone);
    if (kept === undefined) {
      kept = new Float64Array(KEPT_DAYS).fill(Number.NaN);
      midnights.set(zone, kept);
    }
    const known = kept[index];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const instant = localToInstant(day, minute, zone);
    kept[index] = instant;
    return instant;
  },

  localOf(instant: Instant, zone: string) {
    const offset = IANAZone.create(zone).offset(instant) * MINUTE_MS;
    const local = instant + offset;
    const day = Math.floor(local / DAY_MS);
    return { day, millisecond: local - day * DAY_MS };
  },
};

/** A zone's offset from UTC, from an instant on, inclusive. Milliseconds, positive where local clocks are ahead. */
export type Offsets = readonly { from: Instant; ahead: number }[];

const tables = new Map<string, Offsets>();

/** Step of the search for changes of offset: no zone has changed and changed back within two weeks. */
const LOOK_MS = 14 * DAY_MS;

/** Every change of a zone's offset from 1900 to 2201, for clients without zone tables of the same release. */
export function offsetsOf(zone: string): Offsets {
  const kept = tables.get(zone);
  if (kept !== undefined) return kept;
  const rules = IANAZone.create(zone);
  const ahead = (at: number): number => rules.offset(at) * MINUTE_MS;
  const first = FIRST_KEPT * DAY_MS;
  const found = [{ from: first, ahead: ahead(first) }];
  let before = ahead(first);
  for (let at = first; at < first + KEPT_DAYS * DAY_MS; at += LOOK_MS) {
    const next = ahead(at + LOOK_MS);
    if (next === before) continue;
    before = next;
    let [low, high] = [at, at + LOOK_MS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (ahead(middle) === next) high = middle;
      else low = middle;
    }
    found.push({ from: high, ahead: next });
  }
  tables.set(zone, found);
  return found;
}

/**
 * The earliest instant whose local clock shows the day and minute; where a forward transition skips that
 * minute, the first instant after the gap.
 */
function localToInstant(day: EpochDay, minute: number, zone: string): Instant {
  const rules = IANAZone.create(zone);
  const local = day * DAY_MS + minute * MINUTE_MS;
  // Of the two offsets around it, the larger gives the earlier instant: the first of a repeated minute.
  const around = [local - DAY_MS, local + DAY_MS].map((at) => rules.offset(at) * MINUTE_MS);
  const candidates = [...new Set(around)].map((offset) => local - offset).sort((a, b) => a - b);
  const fitting = candidates.find((at) => at + rules.offset(at) * MINUTE_MS === local);
  return fitting ?? firstAfterGap(local, zone);
}

/** Finds the transition by bisecting the two days around a local time that does not exist. */
function firstAfterGap(local: number, zone: string): Instant {
  const rules = IANAZone.create(zone);
  let before = local - DAY_MS - DAY_MS;
  let after = local + DAY_MS + DAY_MS;
  const shows = (at: number): boolean => at + rules.offset(at) * MINUTE_MS > local;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (shows(middle)) after = middle;
    else before = middle;
  }
  return after;
}
