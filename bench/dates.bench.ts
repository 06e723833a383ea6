import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { luxonZones } from '../src/base/zones';
import { PROJECT_ROOT } from '../src/config/root';
import { formatDay, parseDay, weekday } from '../src/engine/calendar/epoch-day';
import { simpleCalendar } from '../src/engine/calendar/working-calendar';
import { type Goal, median, type Row, report } from './report';

/** P1: `signing + N days` and `signing + N working days`, to the end of the day in Europe/Kyiv. */

const ZONE = 'Europe/Kyiv';
const CASES = 4_096;
const PASSES = 5;
/** Each contender gets as many repetitions as take about this long in a pass. */
const PASS_MS = 60;

interface Case {
  day: number;
  text: string;
  days: number;
}
type Count = (given: Case) => number;

const peers = createRequire(join(PROJECT_ROOT, 'bench', 'package.json'));
const { contenders } = peers('./date-peers.js') as {
  contenders(zone: string): Record<string, (day: string, days: number) => number>;
};

const first = parseDay('2000-01-01') as number;
const cases: readonly Case[] = Array.from({ length: CASES }, (_, i) => {
  // A multiplicative generator: the same cases in every run, spread over 30 years and 1 to 365 days.
  const day = first + ((i * 7_919) % 10_950);
  return { day, text: formatDay(day), days: 1 + ((i * 104_729) % 365) };
});

/** Fixed holidays in the years of the cases, so that counting whole weeks gives wrong results. */
const holidays = new Set(
  Array.from({ length: 45 }, (_, i) => 1_999 + i).flatMap((year) =>
    ['01-01', '01-07', '03-08', '05-01', '05-09', '06-28', '08-24', '10-14', '12-25'].map(
      (day) => parseDay(`${year}-${day}`) as number,
    ),
  ),
);
const calendar = simpleCalendar([6, 7], [...holidays]);

const calendarDays: Record<string, Count> = {
  'Pacta: integers and a table of midnights': ({ day, days }) =>
    luxonZones.instantAt(day + days + 1, 0, ZONE),
  ...Object.fromEntries(
    Object.entries(contenders(ZONE)).map(([name, count]): [string, Count] => [
      name,
      ({ text, days }) => count(text, days),
    ]),
  ),
  'luxon, a day at a time': ({ text, days }) => {
    let date = DateTime.fromISO(text, { zone: ZONE });
    for (let i = 0; i < days; i++) date = date.plus({ days: 1 });
    return date.endOf('day').toMillis() + 1;
  },
};

const workingDays: Record<string, Count> = {
  'Pacta: prefix sums and a table of midnights': ({ day, days }) =>
    luxonZones.instantAt(calendar.add(day, days) + 1, 0, ZONE),
  'luxon, a day at a time': ({ text, days }) => {
    let date = DateTime.fromISO(text, { zone: ZONE });
    for (let left = days; left > 0; ) {
      date = date.plus({ days: 1 });
      const day = parseDay(date.toISODate() as string) as number;
      if (weekday(day) < 6 && !holidays.has(day)) left--;
    }
    return date.endOf('day').toMillis() + 1;
  },
};

/** Nanoseconds for one date, the median of several alternating passes. */
function measure(counts: Record<string, Count>): { name: string; ns: number }[] {
  const plans = Object.entries(counts).map(([name, count]) => ({
    name,
    count,
    rounds: calibrate(count),
    taken: [] as number[],
  }));
  for (let pass = 0; pass < PASSES; pass++) {
    for (const plan of plans) plan.taken.push(time(plan.count, plan.rounds));
  }
  return plans.map(({ name, taken }) => ({ name, ns: median(taken) }));
}

function calibrate(count: Count): number {
  let rounds = 16;
  while (rounds < 4_000_000 && time(count, rounds) * rounds < PASS_MS * 1e6) rounds *= 2;
  return rounds;
}

let sink = 0;
function time(count: Count, rounds: number): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < rounds; i++) sink += count(cases[i % CASES] as Case);
  return Number(process.hrtime.bigint() - start) / rounds;
}

/** @throws if two contenders give different instants. */
function agree(counts: Record<string, Count>, among: number): number {
  const [own, ...others] = Object.entries(counts);
  for (const given of cases.slice(0, among)) {
    const expected = own?.[1](given);
    for (const [name, count] of others) {
      const got = count(given);
      if (got !== expected)
        throw new Error(`${name}: ${given.text} + ${given.days} is ${got}, not ${expected}`);
    }
  }
  return among;
}

/** numpy's busday_offset over an array; undefined if python3 has no numpy. */
function numpy(): number | undefined {
  const program = `
import time, numpy as np
first = np.datetime64('${formatDay(first)}')
days = np.array([${cases.map((given) => given.day - first).join(',')}]) + first
offsets = np.array([${cases.map((given) => given.days).join(',')}])
holidays = np.array([${[...holidays].map((day) => `'${formatDay(day)}'`).join(',')}], dtype='datetime64[D]')
calendar = np.busdaycalendar(holidays=holidays)
best = 1e9
for _ in range(50):
    start = time.perf_counter(); out = np.busday_offset(days, offsets, roll='backward', busdaycal=calendar); best = min(best, time.perf_counter() - start)
print(best * 1e9 / len(days)); print(' '.join(str(d) for d in out[:500].astype('int64')))
`;
  const { status, stdout } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [ns = '', days = ''] = stdout.split('\n');
  for (const [i, day] of days.split(' ').map(Number).entries()) {
    const given = cases[i] as Case;
    const own = calendar.add(given.day, given.days);
    if (day !== own)
      throw new Error(
        `numpy: ${given.text} + ${given.days} is ${formatDay(day)}, not ${formatDay(own)}`,
      );
  }
  return Number(ns);
}

function rowsOf(prefix: string, measured: readonly { name: string; ns: number }[]): Row[] {
  const [own] = measured;
  return measured.map(({ name, ns }) => ({
    contender: `${prefix}, ${name}`,
    value: ns,
    unit: 'ns',
    ratio: ns / (own?.ns as number),
  }));
}

const agreed = agree(calendarDays, 300) + agree(workingDays, 100);
const days = rowsOf('days', measure(calendarDays));
const byNumpy = numpy();
const measured = measure(workingDays);
if (byNumpy !== undefined)
  measured.push({ name: 'numpy busday_offset, an array at a time', ns: byNumpy });
else process.stderr.write('numpy is not there: skipped\n');
const working = rowsOf('working days', measured);
const loop = (rows: readonly Row[]): number =>
  rows.find(({ contender }) => contender.includes('luxon'))?.ratio ?? 0;
const goals: Goal[] = [
  {
    name: 'days',
    goal: 'at least 1,000 × the luxon loop',
    measured: `${Math.round(loop(days))} ×`,
    met: loop(days) >= 1_000,
  },
  {
    name: 'working days',
    goal: 'at least 10,000 × the luxon loop',
    measured: `${Math.round(loop(working))} ×`,
    met: loop(working) >= 10_000,
  },
];
if (byNumpy !== undefined) {
  const ratio = byNumpy / (measured[0]?.ns as number);
  goals.push({
    name: 'working days',
    goal: 'no slower than numpy',
    measured: `${ratio.toFixed(1)} × its speed`,
    met: ratio >= 1,
  });
}
report(
  `dates: to the end of the day in ${ZONE}; the contenders agree on ${agreed} cases`,
  [...days, ...working],
  goals,
);
if (sink === 0) process.exitCode = 1;
