import type { Zones } from '../src/engine/model/time';

/** Offsets of a zone as the service sends them: from the instant `from` on, local time is `ahead` ms ahead of UTC. */
export type Offsets = readonly { from: number; ahead: number }[];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Zones by the service's own tables, so that browser and service compute the same instants. */
export function tableZones(tables: Readonly<Record<string, Offsets>>): Zones {
  const midnights = new Map<string, Map<number, number>>();
  const tableOf = (zone: string): Offsets => {
    const table = tables[zone];
    if (table === undefined) throw new RangeError(`The service sent no offsets of ${zone}`);
    return table;
  };
  return {
    known: (zone) => tables[zone] !== undefined,
    instantAt(day, minute, zone) {
      const key = day * 1_441 + minute;
      let kept = midnights.get(zone);
      if (kept === undefined) midnights.set(zone, (kept = new Map()));
      let instant = kept.get(key);
      if (instant === undefined) {
        instant = instantOf(day * DAY_MS + minute * MINUTE_MS, tableOf(zone));
        kept.set(key, instant);
      }
      return instant;
    },
    localOf(instant, zone) {
      const table = tableOf(zone);
      const local = instant + (table[spanAt(table, instant)]?.ahead ?? 0);
      const day = Math.floor(local / DAY_MS);
      return { day, millisecond: local - day * DAY_MS };
    },
  };
}

/** Index of the span that holds an instant; the first one for instants before the table. */
function spanAt(table: Offsets, instant: number): number {
  let [low, high] = [0, table.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((table[middle]?.from ?? 0) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The earliest instant with this local time; the instant of the change where a change of offset skips that time. */
function instantOf(local: number, table: Offsets): number {
  const first = Math.max(0, spanAt(table, local - DAY_MS) - 1);
  for (let i = first; i < table.length; i++) {
    const span = table[i];
    if (span === undefined) break;
    const begins = i === 0 ? Number.NEGATIVE_INFINITY : span.from;
    const ends = table[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const at = local - span.ahead;
    if (at < begins) return begins;
    if (at < ends) return at;
  }
  return local;
}
