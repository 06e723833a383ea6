import { DateTime } from 'luxon';
import { SystemClock } from '../src/base/clock';
import { presentDayOfSigning } from '../src/domain/what-if/sensitivity/present-sensitivity';
import { slicedDays } from '../src/domain/what-if/sensitivity/slices';
import { formatDay } from '../src/engine/calendar/epoch-day';
import type { Agreement } from '../src/engine/compile/agreement';
import { compile } from '../src/engine/compile/compile';
import type { AgreementDocument, Obligation } from '../src/engine/model/document';

/** The conflicts of many signing days: Pacta's code, in slices and as JSON, and code as people write it. */

const ZONE = 'Europe/Kyiv';
const OTHER = 'Europe/Moscow';
const PARTIES = {
  here: { name: 'Here' },
  there: { name: 'There', zone: OTHER },
};

/** Every second one is owed by a party with midnights of its own. */
export function owed(obligations: readonly Obligation[]): AgreementDocument {
  return {
    id: 'large',
    title: 'Large',
    zone: ZONE,
    parties: PARTIES,
    obligations: obligations.map((one, i) => ({ ...one, obligor: i % 2 === 0 ? 'here' : 'there' })),
  };
}

export function compiledOwed(obligations: readonly Obligation[]): Agreement {
  const result = compile(owed(obligations));
  if (!result.ok) throw new Error(JSON.stringify(result.faults[0]));
  return result.agreement;
}

export interface Counted {
  conflicts: number;
  characters: number;
  /** The longest time without a turn of the event loop. */
  longestMs: number;
}

/** Like the service: in slices, each serialised as JSON. */
export async function sliced(
  agreement: Agreement,
  first: number,
  signings: number,
): Promise<Counted> {
  const counted = { conflicts: 0, characters: 0, longestMs: 0 };
  let since = process.hrtime.bigint();
  const days = slicedDays(
    { agreement, blackouts: [] },
    [],
    {
      from: first,
      to: first + signings - 1,
    },
    new SystemClock(),
  );
  for await (const some of days) {
    for (const day of some) {
      counted.conflicts += day.conflicts.length;
      counted.characters += JSON.stringify(presentDayOfSigning(day)).length;
    }
    const now = process.hrtime.bigint();
    counted.longestMs = Math.max(counted.longestMs, Number(now - since) / 1e6);
    await new Promise((resolve) => setImmediate(resolve));
    since = process.hrtime.bigint();
  }
  return counted;
}

/** One luxon date after another, each checked twice. */
export function naiveConflicts(
  obligations: readonly Obligation[],
  first: number,
  signings: number,
): number {
  let conflicts = 0;
  for (let i = 0; i < signings; i++) {
    const due: DateTime[] = [];
    const signing = DateTime.fromISO(formatDay(first + i), { zone: ZONE });
    for (let j = 0; j < obligations.length; j++) {
      const from = j === 0 ? signing : (due[Math.floor(j / 2)] as DateTime);
      const on = from.plus({ days: (j % 30) + 1 });
      due.push(on);
      if (on.weekday > 5) conflicts++;
      if (j % 2 === 0) continue;
      const ends = on.plus({ days: 1 }).startOf('day').toMillis();
      const next = on.plus({ days: 1 });
      const there = DateTime.fromObject(
        { year: next.year, month: next.month, day: next.day },
        { zone: OTHER },
      );
      if (there.toMillis() !== ends) conflicts++;
    }
  }
  return conflicts;
}
