import type { EpochDay } from '../model/time';
import { parseDay } from './epoch-day';

/** The table's ends; beyond them days are counted one by one. */
const FIRST = parseDay('1980-01-01') as EpochDay;
const LAST = parseDay('2060-12-31') as EpochDay;
/** Days walked one by one before the table is worth its building. */
const WALKED_AT_MOST = 5_000;

interface Table {
  /** Working days from FIRST up to and including FIRST + i. */
  counts: Int32Array;
  /** Each of them in order. */
  days: readonly EpochDay[];
}

export interface WorkingDayCounter {
  /** Working days from `from` to `to`, `from` excluded and `to` included; `from` not after `to`. */
  between(from: EpochDay, to: EpochDay): number;
  /** The nth working day after (n > 0) or before (n < 0) a day; 0 gives the day itself. */
  add(day: EpochDay, n: number): EpochDay;
}

/**
 * Counts working days by prefix sums, each answer in the same time however far it reaches. A question that
 * only needs a few days is answered without a table.
 */
export function workingDayCounter(isWorking: (day: EpochDay) => boolean): WorkingDayCounter {
  let built: Table | undefined;
  let walked = 0;
  const inTable = (day: EpochDay): boolean => day >= FIRST && day <= LAST;
  /** The table, unless so few days are asked for that walking is cheaper. */
  const table = (days: number): Table | undefined => {
    if (built !== undefined) return built;
    walked += days;
    if (walked > WALKED_AT_MOST) built = tableOf(isWorking);
    return built;
  };
  return {
    between(from, to) {
      const counts = inTable(from) && inTable(to) ? table(to - from)?.counts : undefined;
      if (counts !== undefined) {
        return (counts[to - FIRST] as number) - (counts[from - FIRST] as number);
      }
      let count = 0;
      for (let day = from + 1; day <= to; day++) if (isWorking(day)) count++;
      return count;
    },
    add(day, n) {
      if (n === 0) return day;
      const whole = inTable(day) ? table(2 * Math.abs(n)) : undefined;
      if (whole !== undefined) {
        const upTo = whole.counts[day - FIRST] as number;
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
