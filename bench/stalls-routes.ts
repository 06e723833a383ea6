import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Goal, load, report } from './report';
import { type Process, startPacta } from './servers';
import { MANY, OF_MANY, STEPS, type Step } from './stalls-inputs';

export const POLL_EVERY_MS = 20;
const IDLE_MS = 5_000;

/** The built service on a new directory, as `npm start` runs it. */
export async function start(): Promise<Process> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const service = await startPacta({
    PACTA_DATA_DIR: dataDir,
    PACTA_DRAIN_SECONDS: '0',
    PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  });
  const stop = async () => {
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...service, stop };
}

/** Polls the example every 20 ms, and records the duration of each answer. */
export class Polling {
  private readonly agent = new Agent({ keepAlive: true });
  private times: number[] = [];
  private on = true;

  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {
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
      get(`${this.url}${path}`, { agent: this.agent, headers: this.headers }, (answer) => {
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

export async function heavyRoutes(): Promise<void> {
  await measure('heavy routes at their limits', STEPS);
}

export async function manyAgreements(): Promise<void> {
  await measure('many agreements at once', OF_MANY, MANY);
}

/**
 * Sends each request twice at a time beside a poll, and prints the longest wait of the poll.
 * @param documents are added before.
 */
async function measure(
  what: string,
  steps: readonly Step[],
  documents: readonly string[] = [],
): Promise<void> {
  const service = await start();
  const { url, pid } = service;
  const polling = new Polling(url);
  const rows: { contender: string; value: number; unit: string; ratio: number }[] = [];
  let longest = 0;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memory(pid));
  }, 200);
  try {
    for (const body of documents) {
      const headers = { 'content-type': 'application/json' };
      const added = await fetch(`${url}/v1/agreements`, { method: 'POST', headers, body });
      if (!added.ok) throw new Error(await added.text());
    }
    polling.take();
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const idle = at(polling.take(), 0.99);
    const beside: number[] = [];
    rows.push({ contender: 'idle, p99', value: idle, unit: 'ms', ratio: 1 });
    for (const [name, method, path, body, type = 'application/json'] of steps) {
      const began = performance.now();
      const answers = await Promise.all(
        [0, 1].map(async () => {
          const answer = await fetch(`${url}${path}`, {
            method,
            headers: body === undefined ? {} : { 'content-type': type },
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
    const alive = (await fetch(`${url}/health/live`).catch(() => undefined))?.ok === true;
    rows.push(load());
    report(`stalls: ${what}, two at a time, a poll every 20 ms`, rows, [
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
    await service.stop();
  }
}

export function goal(name: string, wanted: string, measured: string, met: boolean): Goal {
  return { name, goal: wanted, measured, met };
}

export function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
