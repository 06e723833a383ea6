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
const OBLIGATIONS = 5_000;

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

const FLAT = flat('flat', (i) => `within ${(i % 900) + 1} days of signing`);
const CHAIN = flat('chain', (i) => (i === 0 ? 'on signing' : `within 1 day of o${i - 1}.due`));
const LAYER = 40;
const DIAMOND = flat(
  'diamond',
  (i) => {
    const before = Math.floor(i / LAYER - 1) * LAYER;
    if (before < 0) return 'on signing';
    const names = Array.from({ length: LAYER }, (_, k) => `o${before + k}.due`);
    return `within 1 day of later of (${names.join(', ').replace(/, ([^,]*)$/, ' and $1')})`;
  },
  LAYER * 10,
);
const DAILY = JSON.stringify({
  id: 'daily',
  title: 'daily',
  zone: 'Europe/Kyiv',
  obligations: [{ id: 'report', title: 'Report', due: 'every day from signing until 2035-01-01' }],
});
const FACTS = JSON.stringify(
  Array.from({ length: OBLIGATIONS }, (_, i) => ({
    was: `o${i}.fulfilled`,
    at: '2025-12-01',
    reason: 'Bench',
  })),
);
const DAY = (date: string): string => JSON.stringify({ date });

type Step = readonly [name: string, method: string, path: string, body?: string, type?: string];

/** Every heavy route at its limits, in the shapes that cost most. */
const STEPS: readonly Step[] = [
  ['check 5,000 flat', 'POST', '/v1/agreements/check', FLAT],
  ['check a chain of 5,000', 'POST', '/v1/agreements/check', CHAIN],
  ['check a diamond', 'POST', '/v1/agreements/check', DIAMOND],
  ['check every day', 'POST', '/v1/agreements/check', DAILY],
  [
    'check commas as YAML',
    'POST',
    '/v1/agreements/check',
    `[${','.repeat(60_000)}`,
    'application/yaml',
  ],
  [
    'check dashes as YAML',
    'POST',
    '/v1/agreements/check',
    '- '.repeat(700_000),
    'application/yaml',
  ],
  ['check deep JSON', 'POST', '/v1/agreements/check', `${'['.repeat(1_500)}${']'.repeat(1_500)}`],
  ['add 5,000 flat', 'POST', '/v1/agreements', FLAT],
  ['sign 5,000 flat', 'PUT', '/v1/agreements/flat/signing', DAY('2025-11-27')],
  ['preview 5,000 flat', 'PUT', '/v1/agreements/flat/signing?preview=true', DAY('2025-12-27')],
  ['schedule 5,000 flat', 'GET', '/v1/agreements/flat/schedule?signing=2025-12-01'],
  [
    'sensitivity over a year',
    'GET',
    '/v1/agreements/flat/sensitivity?from=2025-12-01&to=2026-12-01',
  ],
  ['import 5,000 facts', 'POST', '/v1/agreements/flat/facts/import', FACTS],
  ['as of', 'GET', '/v1/agreements/flat/milestones?asOf=2025-12-31&limit=10'],
  ['export', 'GET', '/v1/agreements/flat/milestones.csv'],
  ['plan', 'GET', '/v1/agreements/flat/plan'],
  ['roll-up', 'GET', '/v1/agreements/flat/rollup'],
  ['report', 'GET', '/v1/agreements/flat/report?from=2025-11-01&to=2026-02-01'],
  ['add a chain of 5,000', 'POST', '/v1/agreements', CHAIN],
  ['sign the chain', 'PUT', '/v1/agreements/chain/signing', DAY('2025-11-27')],
  [
    'sensitivity of the chain',
    'GET',
    '/v1/agreements/chain/sensitivity?from=2025-12-01&to=2026-01-01',
  ],
  ['add a diamond', 'POST', '/v1/agreements', DIAMOND],
  ['preview the diamond', 'PUT', '/v1/agreements/diamond/signing?preview=true', DAY('2025-11-27')],
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
      rows.push({
        contender: `${name} (${answers.join(', ')}; ${seconds} s), longest`,
        value: worst,
        unit: 'ms',
        ratio: worst / idle,
      });
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
