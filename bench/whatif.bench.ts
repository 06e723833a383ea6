import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { luxonZones } from '../src/base/zones';
import { formatDay, parseDay } from '../src/engine/calendar/epoch-day';
import { compile } from '../src/engine/compile/compile';
import type { Obligation } from '../src/engine/model/document';
import type { Fact } from '../src/engine/model/fact';
import { schedule } from '../src/engine/schedule/schedule';
import { datePlan } from '../src/engine/what-if/date-plan';
import { cpuMs, type Goal, median, type Row, report } from './report';
import { compiledOwed, naiveConflicts, owed, sliced } from './whatif-conflicts';
import { polled } from './whatif-service';

/** Many signing dates over obligations that depend on one another: their dates, and their conflicts. */

const ZONE = 'Europe/Kyiv';
const SIGNINGS = 1_000;
const OBLIGATIONS = 200;
const LARGE = 2_000;
const PASSES = 7;
const first = parseDay('2025-11-27') as number;

/** Each obligation counts from an earlier one, so that none can be dated alone. */
function chain(count: number): Obligation[] {
  return Array.from({ length: count }, (_, i) => {
    const from = i === 0 ? 'signing' : `o${Math.floor(i / 2)}.due`;
    return { id: `o${i}`, title: `Obligation ${i}`, due: `within ${(i % 30) + 1} days of ${from}` };
  });
}

function compiled(count: number) {
  const result = compile({ id: 'large', title: 'Large', zone: ZONE, obligations: chain(count) });
  if (!result.ok) throw new Error(JSON.stringify(result.faults[0]));
  return result.agreement;
}

const signed = (day: number): Fact[] => [
  { id: 'signing', kind: 'occurred', subject: 'signing', day },
];

/** Integer code for every signing date, with midnights from the table. */
function planned(agreement: ReturnType<typeof compiled>, signings: number): number {
  const plan = datePlan(agreement);
  if (plan.left.length > 0) throw new Error(`The plan leaves out ${plan.left.length} obligations`);
  const into = new Int32Array(plan.paths.length);
  let last = 0;
  for (let i = 0; i < signings; i++) {
    plan.run([first + i], into);
    last += luxonZones.instantAt((into.at(-1) as number) + 1, 0, ZONE);
  }
  return last;
}

/** The complete schedule, as the service computes it. */
function scheduled(agreement: ReturnType<typeof compiled>, signings: number): number {
  let last = 0;
  for (let i = 0; i < signings; i++) {
    const options = { zones: luxonZones, derivations: false };
    last += schedule(agreement, signed(first + i), options).milestones.at(-1)?.dueAt ?? 0;
  }
  return last;
}

/** The same calculations as people write them: one luxon date after another. */
function naive(count: number, signings: number): number {
  let last = 0;
  for (let i = 0; i < signings; i++) {
    const due: DateTime[] = [];
    const signing = DateTime.fromISO(formatDay(first + i), { zone: ZONE });
    for (let j = 0; j < count; j++) {
      const from = j === 0 ? signing : (due[Math.floor(j / 2)] as DateTime);
      due.push(from.plus({ days: (j % 30) + 1 }));
    }
    last += (due.at(-1) as DateTime).plus({ days: 1 }).startOf('day').toMillis();
  }
  return last;
}

function taken(work: () => number): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** CPU seconds of TaskJuggler for the same chain; undefined if it is not installed. */
function taskJuggler(count: number): number | undefined {
  if (spawnSync('tj3', ['--version']).status !== 0) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'pacta-tj-'));
  const tasks = chain(count).map((_, i) => {
    const depends = i === 0 ? '' : ` depends !o${Math.floor(i / 2)}`;
    return `task o${i} "o${i}" { duration ${(i % 30) + 1}d${depends} }`;
  });
  const file = join(directory, 'plan.tjp');
  const project = `project plan "Plan" 2025-11-27 +60y { timezone "${ZONE}" }\n${tasks.join('\n')}\ntaskreport "out" { formats csv columns id, end }\n`;
  writeFileSync(file, project);
  const { stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time tj3 --silent ${file}`], {
    cwd: directory,
    encoding: 'utf8',
  });
  rmSync(directory, { recursive: true, force: true });
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return user + system;
}

const small = compiled(OBLIGATIONS);
const large = compiled(LARGE);
const sums = [planned, scheduled].map((count) => count(small, 20));
if (sums.some((sum) => sum !== naive(OBLIGATIONS, 20)))
  throw new Error('The contenders do not agree');
const own: number[] = [];
const ownLarge: number[] = [];
const whole: number[] = [];
for (let pass = 0; pass <= PASSES; pass++) {
  own.push(taken(() => planned(small, SIGNINGS)));
  ownLarge.push(taken(() => planned(large, 100)) / 100);
  whole.push(taken(() => scheduled(small, SIGNINGS / 10)) * 10);
}
const naiveMs = taken(() => naive(OBLIGATIONS, 100)) * (SIGNINGS / 100);
const ms = median(own.slice(1));
const largeMs = median(ownLarge.slice(1));
const wholeMs = median(whole.slice(1));
const size = `${SIGNINGS} × ${OBLIGATIONS}`;
const rows: Row[] = [
  { contender: `Pacta, due days, ${size}`, value: ms, unit: 'ms', ratio: 1 },
  {
    contender: `Pacta, whole milestones, ${size}`,
    value: wholeMs,
    unit: 'ms',
    ratio: wholeMs / ms,
  },
  {
    contender: `luxon, due days, ${size} (from a tenth)`,
    value: naiveMs,
    unit: 'ms',
    ratio: naiveMs / ms,
  },
  { contender: `Pacta, due days, 1 × ${LARGE}`, value: largeMs, unit: 'ms', ratio: largeMs / ms },
];
const goals: Goal[] = [
  { name: 'what-if', goal: 'at most 20 ms', measured: `${ms.toFixed(1)} ms`, met: ms <= 20 },
];
const juggled = taskJuggler(LARGE);
if (juggled === undefined) process.stderr.write('TaskJuggler is not there: skipped\n');
else {
  const value = juggled * 1_000;
  const ratio = value / largeMs;
  rows.push({ contender: `TaskJuggler, 1 × ${LARGE}, CPU`, value, unit: 'ms', ratio: value / ms });
  const goal = 'at least 1,000 × less CPU';
  goals.push({
    name: 'against TaskJuggler',
    goal,
    measured: `${Math.round(ratio)} ×`,
    met: ratio >= 1_000,
  });
}

async function conflicts(): Promise<void> {
  const obligations = chain(OBLIGATIONS);
  const agreement = compiledOwed(obligations);
  const ours = await sliced(agreement, first, 20);
  if (ours.conflicts !== naiveConflicts(obligations, first, 20))
    throw new Error('The contenders do not agree on the conflicts');
  const times: number[] = [];
  const longest: number[] = [];
  for (let pass = 0; pass <= PASSES; pass++) {
    let longestMs = 0;
    times.push(
      await cpuMs(async () => {
        ({ longestMs } = await sliced(agreement, first, SIGNINGS));
      }),
    );
    longest.push(longestMs);
  }
  const value = median(times.slice(1));
  const naiveValue = taken(() => naiveConflicts(obligations, first, 20)) * (SIGNINGS / 20);
  const last = formatDay(first + SIGNINGS - 1);
  const others = await polled(owed(obligations), formatDay(first), last);
  const held = others.busyP99 / others.idleP99;
  const row = (contender: string, figure: number): Row => ({
    contender,
    value: figure,
    unit: 'ms',
    ratio: figure / ms,
  });
  rows.push(
    row(`Pacta, conflicts in slices as JSON, ${size}, CPU`, value),
    row('  the longest slice, median of passes', median(longest.slice(1))),
    row(`luxon, conflicts, ${size} (from a fiftieth)`, naiveValue),
    row('Pacta, the same answered over HTTP', others.answerMs),
    row('  another poll meanwhile, p99', others.busyP99),
    row('  that poll with nobody else, p99', others.idleP99),
  );
  goals.push(
    {
      name: 'conflicts',
      goal: 'at most 150 ms',
      measured: `${value.toFixed(0)} ms of CPU`,
      met: value <= 150,
    },
    {
      name: 'others meanwhile',
      goal: 'p99 at most 2 × idle',
      measured: `${held.toFixed(2)} ×`,
      met: held <= 2,
    },
  );
}

void conflicts().then(() => report('whatif: hypothetical signing dates', rows, goals));
