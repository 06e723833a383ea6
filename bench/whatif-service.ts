import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgreementDocument } from '../src/engine/model/document';
import { median } from './report';
import { startBenchService } from './service';

/** The service during requests of sensitivity, and the effect on other pollers. */

export interface Polled {
  idleP99: number;
  busyP99: number;
  /** One complete answer over HTTP without other load, the median. */
  answerMs: number;
}

/** Repeats a request from a process of its own and prints the duration of each answer. */
const ASKER = `
const { Agent, get } = require('node:http');
const [url, count, gap] = process.argv.slice(1);
const agent = new Agent({ keepAlive: true });
const ask = () => new Promise((resolve, reject) => {
  const start = process.hrtime.bigint();
  get(url, { agent }, (response) => {
    if (response.statusCode !== 200) reject(new Error('status ' + response.statusCode));
    response.resume();
    response.on('end', () => resolve(Number(process.hrtime.bigint() - start) / 1e6));
  }).on('error', reject);
});
(async () => {
  const taken = [];
  for (let i = 0; i < Number(count); i++) {
    taken.push(await ask());
    if (Number(gap) > 0) await new Promise((resolve) => setTimeout(resolve, Number(gap)));
  }
  agent.destroy();
  process.stdout.write(JSON.stringify(taken));
})();
`;

function asker(
  url: string,
  count: number,
  gapMs: number,
): { taken: Promise<number[]>; stop: () => void } {
  const child = spawn(process.execPath, ['-e', ASKER, url, String(count), String(gapMs)]);
  let text = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
  });
  const taken = new Promise<number[]>((resolve) => {
    child.on('close', () => resolve(text === '' ? [] : JSON.parse(text)));
  });
  return { taken, stop: () => child.kill() };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const POLLS = 400;
const PASSES = 5;

export async function polled(
  document: AgreementDocument,
  from: string,
  to: string,
): Promise<Polled> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const service = await startBenchService(dataDir, { shippedAgreements: true });
  try {
    await fetch(`${service.url}/v1/agreements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    const poll = `${service.url}/v1/agreements/worked-example/milestones`;
    const question = `${service.url}/v1/agreements/large/sensitivity?from=${from}&to=${to}`;
    const answers = await asker(question, 12, 0).taken;
    await asker(poll, POLLS, 0).taken;
    const [idle, busy]: [number[], number[]] = [[], []];
    // Alternating, so that other load of the machine affects both.
    for (let pass = 0; pass < PASSES; pass++) {
      idle.push(quantile(await asker(poll, POLLS, 2).taken, 0.99));
      const others = asker(question, 1_000_000, 0);
      busy.push(quantile(await asker(poll, POLLS, 2).taken, 0.99));
      others.stop();
      await others.taken;
    }
    return {
      idleP99: median(idle),
      busyP99: median(busy),
      answerMs: quantile(answers.slice(4), 0.5),
    };
  } finally {
    await service.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
