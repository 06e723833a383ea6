import { mkdtempSync, rmSync } from 'node:fs';
import { get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, report } from './report';
import { startPacta } from './servers';

/** Many clients of the event stream of one process: the cost of each, and the delay of the last one. */
const CLIENTS = 1_000;
const ROUNDS = 20;
const DOCUMENT = {
  id: 'bench',
  title: 'Bench',
  zone: 'UTC',
  obligations: [{ id: 'duty', title: 'A duty', due: 'within 5 days of signing' }],
};

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const { url, stop } = await startPacta({
    PACTA_DRAIN_SECONDS: '0',
    PACTA_DATA_DIR: dataDir,
    PACTA_SHIPPED_AGREEMENTS: 'false',
    PACTA_CONNECTIONS_PER_CLIENT: String(2 * CLIENTS),
  });
  try {
    await send(url, 'POST', '/v1/agreements', DOCUMENT);
    const before = await residentBytes(url);
    const heard = new Hearing();
    for (let n = 0; n < CLIENTS; n += 50) {
      await Promise.all(Array.from({ length: 50 }, () => heard.listen(`${url}/v1/events`)));
    }
    const perClient = ((await residentBytes(url)) - before) / CLIENTS / 1_024;
    const [first, last] = [[] as number[], [] as number[]];
    for (let round = 1; round <= ROUNDS; round++) {
      const all = heard.all(round);
      const start = performance.now();
      const date = `2026-01-${String(round).padStart(2, '0')}`;
      await send(url, 'PUT', '/v1/agreements/bench/signing', { date, hypothetical: true });
      const times = await all;
      first.push(times.first - start);
      last.push(times.last - start);
    }
    const worst = Math.max(...last);
    report(
      `${CLIENTS} listeners`,
      [
        { contender: 'memory of a listener', value: perClient, unit: 'KiB', ratio: 1 },
        { contender: 'write to first byte, median', value: median(first), unit: 'ms', ratio: 1 },
        {
          contender: 'write to last byte, median',
          value: median(last),
          unit: 'ms',
          ratio: median(last) / median(first),
        },
        {
          contender: 'write to last byte, worst',
          value: worst,
          unit: 'ms',
          ratio: worst / median(first),
        },
      ],
      [],
    );
    heard.end();
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Clients, with the times at which each received its signings. */
class Hearing {
  private readonly requests: { destroy(): void }[] = [];
  private readonly counts: number[] = [];
  private waiting: { round: number; first: number; tell: (at: Times) => void } | undefined;

  listen(url: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const me = this.counts.push(0) - 1;
      const listening = get(url, { agent: false }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
        response.on('data', (part: Buffer) => {
          resolve();
          const told = part.toString().match(/event: agreement\.signed/g)?.length ?? 0;
          if (told > 0) this.hear(me, told);
        });
      });
      listening.on('error', () => undefined);
      this.requests.push(listening);
    });
  }

  /** Resolves when every client has received this number of signings. */
  all(round: number): Promise<Times> {
    return new Promise((tell) => {
      this.waiting = { round, first: 0, tell };
    });
  }

  end(): void {
    for (const one of this.requests) one.destroy();
  }

  private hear(me: number, told: number): void {
    this.counts[me] = (this.counts[me] ?? 0) + told;
    const { waiting } = this;
    if (waiting === undefined) return;
    waiting.first ||= performance.now();
    if (this.counts.every((count) => count >= waiting.round)) {
      waiting.tell({ first: waiting.first, last: performance.now() });
    }
  }
}

interface Times {
  first: number;
  last: number;
}

async function residentBytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^pacta_process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

function send(url: string, method: string, path: string, body: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, {
      method,
      agent: false,
      headers: { 'content-type': 'application/json' },
    });
    sent.on('error', reject).on('response', (response) => {
      response.resume().on('end', () => {
        if ((response.statusCode ?? 500) < 300) resolve();
        else reject(new Error(`${method} ${path}: ${response.statusCode}`));
      });
    });
    sent.end(JSON.stringify(body));
  });
}

void main();
