import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { PROJECT_ROOT } from '../src/config/root';
import { type Goal, report } from './report';

const PORT = 3_973;
const URL_OF = `http://127.0.0.1:${PORT}`;
const POLL_EVERY_MS = 20;
const IDLE_MS = 5_000;
const OBLIGATIONS = 10_000;

interface Built {
  child: ChildProcess;
  headers: Record<string, string>;
  end(): void;
}

/** The built service on a new directory, as `npm start` runs it. */
async function start(): Promise<Built> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'pacta.js'), 'serve'], {
    env: {
      ...process.env,
      PACTA_DATA_DIR: dataDir,
      PACTA_PORT: String(PORT),
      PACTA_DRAIN_SECONDS: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    const ready = await fetch(`${URL_OF}/health/ready`).catch(() => undefined);
    if (ready?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [name = '', value = ''] = readFileSync(join(dataDir, 'curl.headers'), 'utf8')
    .trim()
    .split(/: (.*)/s);
  return {
    child,
    headers: { [name]: value },
    end: () => {
      child.kill('SIGINT');
      child.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    },
  };
}

/** Polls the example every 20 ms, and records the duration of each answer. */
class Polling {
  private readonly agent = new Agent({ keepAlive: true });
  private times: number[] = [];
  private on = true;

  constructor(private readonly headers: Record<string, string>) {
    void this.run();
  }

  /** The times since the last call, in milliseconds, shortest first. */
  take(): number[] {
    const taken = this.times.sort((a, b) => a - b);
    this.times = [];
    return taken;
  }

  stop(): void {
    this.on = false;
  }

  private async run(): Promise<void> {
    while (this.on) {
      const began = performance.now();
      await this.once();
      this.times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    }
  }

  private once(): Promise<void> {
    const path = '/v1/agreements/worked-example/milestones';
    return new Promise((resolve) => {
      get(`${URL_OF}${path}`, { agent: this.agent, headers: this.headers }, (answer) => {
        answer.resume();
        answer.once('end', resolve);
      }).once('error', () => resolve());
    });
  }
}

/** Resident memory of the service and its workers, in megabytes. */
function memory(service: number): number {
  const rows = execFileSync(
    'ps',
    ['-o', 'rss=', '--pid', String(service), '--ppid', String(service)],
    {
      encoding: 'utf8',
    },
  );
  return rows.split('\n').reduce((sum, row) => sum + Number(row), 0) / 1_024;
}

const flat = (id: string, due: (i: number) => string, n = OBLIGATIONS): string =>
  JSON.stringify({
    id,
    title: id,
    zone: 'Europe/Kyiv',
    events: { signing: { title: 'Signing' } },
    obligations: Array.from({ length: n }, (_, i) => ({
      id: `o${i}`,
      title: `Obligation ${i}`,
      due: due(i),
    })),
  });

const flatOf = (one: string, count: number): string =>
  `{"id":"a","title":"A","zone":"UTC","obligations":[${Array(count).fill(one).join()}]}`;
const unknownKeys = (count: number): string => {
  const keys = Array.from({ length: count }, (_, i) => `"k${i}":1`);
  return flatOf(`{"id":"b","title":"B","due":"on signing",${keys.join()}}`, 1);
};
/** As many entries as the limit. */
const FLAT = flat('flat', (i) => `within ${(i % 900) + 1} days of signing`);
/** Chains as long as the limit. */
const CHAIN_LENGTH = 100;
const CHAINS = flat('chains', (i) =>
  i % CHAIN_LENGTH === 0 ? 'on signing' : `within 1 day of o${i - 1}.due`,
);
/** Layers of which each entry is dated from all of the layer before. */
const LAYER = 12;
const DIAMOND = flat(
  'diamond',
  (i) => {
    const before = Math.floor(i / LAYER - 1) * LAYER;
    if (before < 0) return 'on signing';
    const names = Array.from({ length: LAYER }, (_, k) => `o${before + k}.due`);
    return `within 1 day of later of (${names.join(' and ')})`;
  },
  LAYER * CHAIN_LENGTH,
);
/** Almost 20,000 dates, the limit. */
const DAILY = JSON.stringify({
  id: 'daily',
  title: 'daily',
  zone: 'Europe/Kyiv',
  obligations: [
    { id: 'report', title: 'Report', due: 'every 1 day from signing until 2080-01-01' },
  ],
});
const EVER = JSON.stringify({
  id: 'ever',
  title: 'ever',
  zone: 'Europe/Kyiv',
  obligations: Array.from({ length: 900 }, (_, i) => ({
    id: `o${i}`,
    title: 'Report',
    due: 'every 1 day from signing until 2200-01-01',
  })),
});
const FACTS = JSON.stringify(
  Array.from({ length: OBLIGATIONS }, (_, i) => ({
    was: `o${i}.fulfilled`,
    at: '2025-12-01',
    reason: 'Bench',
  })),
);
const BAD_FACTS = `[${'{a},'.repeat(5_000)}]`;
const DAY = (date: string): string => JSON.stringify({ date });
const SIGNED = DAY('2025-11-27');

type Step = readonly [name: string, method: string, path: string, body?: string, type?: string];

const yaml = (name: string, body: string): Step => [
  `check ${name}`,
  'POST',
  '/v1/agreements/check',
  body,
  'application/yaml',
];

/** What is asked of each agreement at the limits. */
const about = (id: string, name: string): Step[] => [
  [
    `preview signing ${name}`,
    'PUT',
    `/v1/agreements/${id}/signing?preview=true`,
    DAY('2025-12-27'),
  ],
  [`schedule of ${name}`, 'GET', `/v1/agreements/${id}/schedule?signing=2025-12-01`],
  [
    `sensitivity of ${name}, a month`,
    'GET',
    `/v1/agreements/${id}/sensitivity?from=2025-12-01&to=2026-01-01`,
  ],
  [`as of, ${name}`, 'GET', `/v1/agreements/${id}/milestones?asOf=2025-12-31&limit=10`],
  [`export of ${name}`, 'GET', `/v1/agreements/${id}/milestones.csv`],
  [`plan of ${name}`, 'GET', `/v1/agreements/${id}/plan`],
  [`roll-up of ${name}`, 'GET', `/v1/agreements/${id}/rollup`],
  [`report on ${name}`, 'GET', `/v1/agreements/${id}/report?from=2025-11-28&to=2025-11-29`],
  [`calendar of ${name}`, 'GET', `/v1/agreements/${id}/calendar.ics`],
  [`plain page of ${name}`, 'GET', `/plain/${id}`],
  [
    `rehearsal of alerts of ${name}`,
    'POST',
    `/v1/agreements/${id}/alert-policy/rehearsal`,
    JSON.stringify({ from: '2025-11-27T00:00:00Z', to: '2026-11-27T00:00:00Z', rules: [] }),
  ],
  [
    `alert policy of ${name}`,
    'PUT',
    `/v1/agreements/${id}/alert-policy`,
    JSON.stringify({ rules: [] }),
  ],
];

/** Every heavy route at its limits, in the shapes that cost most. */
const STEPS: readonly Step[] = [
  ['check flat', 'POST', '/v1/agreements/check', FLAT],
  ['check chains', 'POST', '/v1/agreements/check', CHAINS],
  ['check a diamond', 'POST', '/v1/agreements/check', DIAMOND],
  ['check every day', 'POST', '/v1/agreements/check', DAILY],
  ['check 900 times every day', 'POST', '/v1/agreements/check', EVER],
  ['check 10,000 empty obligations', 'POST', '/v1/agreements/check', flatOf('{}', 10_000)],
  ['check 10,000 unknown keys', 'POST', '/v1/agreements/check', unknownKeys(10_000)],
  yaml('60,000 commas as YAML', `[${','.repeat(60_000)}`),
  yaml('1.4 MB of question marks', '? '.repeat(700_000)),
  yaml('1.4 MB of dashes', '- '.repeat(700_000)),
  yaml('1.4 MB of quotes', '"'.repeat(1_400_000)),
  yaml('1.4 MB of line breaks', '\n'.repeat(1_400_000)),
  yaml('1.4 MB of commas', ','.repeat(1_400_000)),
  ['check deep JSON', 'POST', '/v1/agreements/check', `${'['.repeat(1_500)}${']'.repeat(1_500)}`],
  ['add flat', 'POST', '/v1/agreements', FLAT],
  ['sign flat', 'PUT', '/v1/agreements/flat/signing', SIGNED],
  ['add chains', 'POST', '/v1/agreements', CHAINS],
  ['sign chains', 'PUT', '/v1/agreements/chains/signing', SIGNED],
  ['add a diamond', 'POST', '/v1/agreements', DIAMOND],
  ['sign the diamond', 'PUT', '/v1/agreements/diamond/signing', SIGNED],
  ['add every day', 'POST', '/v1/agreements', DAILY],
  ['sign every day', 'PUT', '/v1/agreements/daily/signing', SIGNED],
  [
    'import facts as bad YAML',
    'POST',
    '/v1/agreements/flat/facts/import',
    BAD_FACTS,
    'application/yaml',
  ],
  ['import 10,000 facts', 'POST', '/v1/agreements/flat/facts/import', FACTS],
  ...about('flat', 'flat'),
  ...about('chains', 'chains'),
  ...about('diamond', 'the diamond'),
  ...about('daily', 'every day'),
  ['all as of', 'GET', '/v1/milestones?asOf=2025-12-31&limit=10'],
  ['all as of, CSV', 'GET', '/v1/milestones.csv?asOf=2025-12-31'],
  ['all, CSV', 'GET', '/v1/milestones.csv'],
  ['all, JSON', 'GET', '/v1/milestones.json'],
  ['summary as of', 'GET', '/v1/summary?asOf=2025-12-31'],
];

/** Sends each heavy request twice at a time beside a poll, and prints the longest wait of the poll. */
export async function heavyRoutes(): Promise<void> {
  const service = await start();
  const pid = service.child.pid ?? 0;
  const polling = new Polling(service.headers);
  const rows: { contender: string; value: number; unit: string; ratio: number }[] = [];
  let longest = 0;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memory(pid));
  }, 200);
  try {
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const idle = at(polling.take(), 0.99);
    const beside: number[] = [];
    rows.push({ contender: 'idle, p99', value: idle, unit: 'ms', ratio: 1 });
    for (const [name, method, path, body, type = 'application/json'] of STEPS) {
      const began = performance.now();
      const answers = await Promise.all(
        [0, 1].map(async () => {
          const answer = await fetch(`${URL_OF}${path}`, {
            method,
            headers: {
              ...service.headers,
              ...(body === undefined ? {} : { 'content-type': type }),
            },
            ...(body === undefined ? {} : { body }),
          });
          await answer.arrayBuffer();
          return answer.status;
        }),
      );
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      const times = polling.take();
      beside.push(...times);
      const worst = times.at(-1) ?? 0;
      longest = Math.max(longest, worst);
      const contender = `${name} (${answers.join(', ')}; ${seconds} s), longest`;
      rows.push({ contender, value: worst, unit: 'ms', ratio: worst / idle });
      process.stderr.write(`${contender} ${worst.toFixed(0)} ms\n`);
    }
    const p99 = at(
      beside.sort((a, b) => a - b),
      0.99,
    );
    const alive = service.child.exitCode === null;
    report('stalls: heavy routes at their limits, two at a time, a poll every 20 ms', rows, [
      goal('longest silence', 'at most 100 ms', `${longest.toFixed(0)} ms`, longest <= 100),
      goal(
        'p99 of the poll',
        'at most 1.3 × idle',
        `${(p99 / idle).toFixed(2)} ×`,
        p99 <= 1.3 * idle,
      ),
      goal('peak of memory', 'at most 600 MB in all', `${peak.toFixed(0)} MB`, peak <= 600),
      goal('processes ended', 'the service lives', alive ? 'it lives' : 'it ended', alive),
    ]);
  } finally {
    clearInterval(watch);
    polling.stop();
    service.end();
  }
}

function goal(name: string, wanted: string, measured: string, met: boolean): Goal {
  return { name, goal: wanted, measured, met };
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
