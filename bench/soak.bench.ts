import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { PROJECT_ROOT } from '../src/config/root';
import { report } from './report';
import { type Process, startPacta, startReceiver } from './servers';
import { picture, type Stretch, slopePerHour } from './soak-picture';

/**
 * All kinds of requests for an hour (`PACTA_SOAK_MINUTES`) at half of the process's capacity: changes of signing dates,
 * batches of facts, dashboards, clients of the event stream, and webhooks. Reports whether memory or handles grow, and draws
 * `output/soak/soak.svg`.
 */
const MINUTES = Number(process.env.PACTA_SOAK_MINUTES ?? 60);
const STRETCHES = 60;
const CALIBRATION_MS = 15_000;
const AGREEMENTS = 40;
const LISTENERS = 50;
const RECEIVERS = 3;
const OUTPUT = join(PROJECT_ROOT, 'output', 'soak');
const DAY = 86_400_000;

const agent = new Agent({ connections: 64 });

class Soak {
  private readonly tags = new Map<string, string>();
  private waits = new Map<string, number[]>();
  private turn = 0;
  private facts = 0;
  failures = 0;
  messages = 0;

  constructor(private readonly service: Process) {}

  private async ask(kind: string, method: string, path: string, body?: object): Promise<void> {
    const tag = method === 'GET' ? this.tags.get(path) : undefined;
    const started = performance.now();
    const answer = await request(`${this.service.url}${path}`, {
      dispatcher: agent,
      method: method as 'GET',
      headers: { 'content-type': 'application/json', ...(tag && { 'if-none-match': tag }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    const all = this.waits.get(kind) ?? [];
    all.push(performance.now() - started);
    this.waits.set(kind, all);
    if (answer.statusCode >= 400) {
      if (this.failures++ === 0) process.stderr.write(`${method} ${path}: ${text}\n`);
    }
    const given = answer.headers.etag;
    if (method === 'GET' && typeof given === 'string') this.tags.set(path, given);
  }

  async prepare(receivers: readonly string[]): Promise<void> {
    for (const url of receivers) await this.ask('webhook', 'POST', '/v1/webhooks', { url });
    for (let n = 0; n < AGREEMENTS; n++) {
      await this.ask('agreement', 'POST', '/v1/agreements', {
        id: `a${n}`,
        title: `Agreement ${n}`,
        zone: 'Europe/Kyiv',
        events: { poll: { title: 'Poll', repeats: true } },
        obligations: Array.from({ length: 60 }, (_, i) => ({
          id: `o${i}`,
          title: `Obligation ${i}`,
          due: `within ${i + 1} days of signing`,
        })),
      });
    }
    for (let n = 0; n < LISTENERS; n++) void this.listen();
    this.waits = new Map();
  }

  /** One request of the mix: of a hundred, five write. */
  one(): Promise<void> {
    const turn = this.turn++;
    const at = `/v1/agreements/a${turn % AGREEMENTS}`;
    const phase = turn % 100;
    if (phase < 3) {
      const date = new Date(Date.now() + ((turn * 7) % 50) * DAY).toISOString().slice(0, 10);
      return this.ask('signing', 'PUT', `${at}/signing`, { date });
    }
    if (phase < 5) {
      const batch = Array.from({ length: 10 }, () => ({
        event: 'poll',
        at: new Date(Date.UTC(2000, 0, 1) + this.facts++ * 60_000).toISOString(),
      }));
      return this.ask('facts', 'POST', `${at}/facts/import`, batch);
    }
    if (phase < 15)
      return this.ask('what-if', 'GET', `${at}/schedule?signing=2026-02-0${(turn % 9) + 1}`);
    if (phase < 35) return this.ask('summary', 'GET', '/v1/summary');
    if (phase < 40) return this.ask('changes', 'GET', '/v1/changes?limit=100');
    return this.ask('milestones', 'GET', `${at}/milestones?limit=100`);
  }

  /** Sends requests as fast as they are answered. Returns the number per second. */
  async calibrate(): Promise<number> {
    const until = performance.now() + CALIBRATION_MS;
    const before = this.turn;
    const work = async () => {
      while (performance.now() < until) await this.one();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    this.waits = new Map();
    return ((this.turn - before) / CALIBRATION_MS) * 1_000;
  }

  /** A period at a steady rate, whatever the answers take. */
  async stretch(milliseconds: number, perSecond: number): Promise<void> {
    const started = performance.now();
    const under = new Set<Promise<void>>();
    for (let sent = 0; performance.now() - started < milliseconds; ) {
      const owed = ((performance.now() - started) / 1_000) * perSecond;
      for (; sent < owed; sent++) {
        const asked = this.one().catch(() => void this.failures++);
        under.add(asked);
        void asked.finally(() => under.delete(asked));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(under);
  }

  sample(minutes: number): Stretch {
    const { pid } = this.service;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
    const p99: Record<string, number> = {};
    for (const [kind, all] of [...this.waits].sort(([a], [b]) => (a < b ? -1 : 1))) {
      all.sort((a, b) => a - b);
      p99[kind] = all[Math.ceil(all.length * 0.99) - 1] ?? 0;
    }
    this.waits = new Map();
    const handles = readdirSync(`/proc/${pid}/fd`).length;
    return { minutes, residentMb: (kilobytes * 1_024) / 1e6, handles, p99 };
  }

  /** A client of the event stream, until the service ends. */
  private async listen(): Promise<void> {
    const { body } = await request(`${this.service.url}/v1/events`, {
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    for await (const part of body) this.messages += String(part).split('\ndata:').length - 1;
  }
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-soak-'));
  const receivers = await Promise.all(Array.from({ length: RECEIVERS }, startReceiver));
  const service = await startPacta({
    PACTA_DRAIN_SECONDS: '0',
    PACTA_DATA_DIR: dataDir,
    PACTA_SHIPPED_AGREEMENTS: 'false',
    PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  });
  try {
    const soak = new Soak(service);
    await soak.prepare(receivers.map(({ url }) => url));
    const rate = Math.min(100, (await soak.calibrate()) / 2);
    const samples: Stretch[] = [];
    const started = performance.now();
    for (let n = 1; n <= STRETCHES; n++) {
      await soak.stretch((MINUTES * 60_000) / STRETCHES, rate);
      samples.push(soak.sample((performance.now() - started) / 60_000));
    }
    mkdirSync(OUTPUT, { recursive: true });
    writeFileSync(join(OUTPUT, 'soak.svg'), picture(samples));
    writeFileSync(join(OUTPUT, 'soak.json'), `${JSON.stringify(samples)}\n`);
    tell(samples, rate, soak);
  } finally {
    await service.stop().catch(() => undefined);
    for (const receiver of receivers) await receiver.stop();
    await agent.destroy();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function tell(samples: readonly Stretch[], rate: number, { failures, messages }: Soak): void {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return;
  const memory = slopePerHour(samples, (one) => one.residentMb);
  const handles = slopePerHour(samples, (one) => one.handles);
  const kinds = Object.keys(last.p99).map((kind) => {
    const slope = slopePerHour(samples, (one) => one.p99[kind] ?? 0);
    const value = last.p99[kind] ?? 0;
    return {
      contender: `p99 ${kind}, growing ${slope.toFixed(1)} an hour`,
      value,
      unit: 'ms',
      ratio: value / (first.p99[kind] || value),
    };
  });
  report(
    `soak of ${last.minutes.toFixed(0)} minutes, ${rate.toFixed(0)} requests a second, ${LISTENERS} listeners, ${RECEIVERS} receivers`,
    [
      {
        contender: 'resident memory at the end',
        value: last.residentMb,
        unit: 'MB',
        ratio: last.residentMb / first.residentMb,
      },
      { contender: 'memory, growing in an hour', value: memory, unit: 'MB', ratio: 1 },
      { contender: 'handles, growing in an hour', value: handles, unit: '', ratio: 1 },
      { contender: 'events heard', value: messages, unit: '', ratio: 1 },
      ...kinds,
    ],
    [
      { name: 'requests that failed', goal: '0', measured: String(failures), met: failures === 0 },
      {
        name: 'handles',
        goal: 'no growth (under 5 an hour)',
        measured: handles.toFixed(1),
        met: handles < 5,
      },
    ],
  );
}

void main();
