import type { EpochDay } from '../model/time';
import { toEpochDay } from './epoch-day';

/** The days of the table; other days are counted one by one. */
const FIRST = toEpochDay(1980, 1, 1);
const LAST = toEpochDay(2060, 12, 31);
/** Days counted one by one until the table is worth building. */
const COUNTED_WITHOUT_TABLE = 5_000;

interface Table {
  /** At index i, the number of working days from FIRST to FIRST + i, both included. */
  counts: Int32Array;
  /** The working days in order. */
  days: readonly EpochDay[];
}

interface WorkingDayCounter {
  /** Working days from `from` to `to`, `from` excluded and `to` included; `from` not after `to`. */
  between(from: EpochDay, to: EpochDay): number;
  /** The nth working day after (n > 0) or before (n < 0) a day; 0 gives the day itself. */
  add(day: EpochDay, n: number): EpochDay;
}

/**
 * Counts working days by prefix sums, in constant time for any distance. The table is built once enough days have been
 * counted without it.
 */
export function workingDayCounter(isWorking: (day: EpochDay) => boolean): WorkingDayCounter {
  let built: Table | undefined;
  let counted = 0;
  const inTable = (day: EpochDay): boolean => day >= FIRST && day <= LAST;
  /** The table; undefined while it is not worth building. */
  const table = (days: number): Table | undefined => {
    if (built !== undefined) return built;
    counted += days;
    if (counted > COUNTED_WITHOUT_TABLE) built = tableOf(isWorking);
    return built;
  };
  return {
    between(from, to) {
      const counts = inTable(from) && inTable(to) ? table(to - from)?.counts : undefined;
      if (counts !== undefined) {
        return (counts[to - FIRST] ?? 0) - (counts[from - FIRST] ?? 0);
      }
      let count = 0;
      for (let day = from + 1; day <= to; day++) if (isWorking(day)) count++;
      return count;
    },
    add(day, n) {
      if (n === 0) return day;
      const whole = inTable(day) ? table(2 * Math.abs(n)) : undefined;
      if (whole !== undefined) {
        const upTo = whole.counts[day - FIRST] ?? 0;
        const own = n < 0 && isWorking(day) ? 1 : 0;
        const found = whole.days[n > 0 ? upTo + n - 1 : upTo - own + n];
        if (found !== undefined) return found;
      }
      let at = day;
      for (let left = Math.abs(n); left > 0; ) {
        at += Math.sign(n);
        if (isWorking(at)) left--;
      }
      return at;
    },
  };
}

function tableOf(isWorking: (day: EpochDay) => boolean): Table {
  const counts = new Int32Array(LAST - FIRST + 1);
  const days: EpochDay[] = [];
  for (let i = 0; i < counts.length; i++) {
    if (isWorking(FIRST + i)) days.push(FIRST + i);
    counts[i] = days.length;
  }
  return { counts, days };
}
