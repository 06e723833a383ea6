import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { median, report } from './report';
import { type Process, startPacta, startProgram } from './servers';

/**
 * CPU time and memory of a start until the first answer: of a bare node:http server, of a minimal service with Nest, TypeORM
 * and SQLite, and of Pacta with stored data. In alternating passes, each in a process of its own; reads /proc.
 */
const PASSES = 9;
const AGREEMENTS = 20;
const MILESTONES = 100_000;
/** Clock ticks a second, the kernel's unit of CPU time. */
const TICKS_PER_SECOND = 100;

interface Start {
  cpuMs: number;
  residentMb: number;
}

async function measured(start: () => Promise<Process>, path: string): Promise<Start> {
  const { url, pid, stop } = await start();
  try {
    const answer = await request(`${url}${path}`);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
    await answer.body.text();
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      cpuMs: (ticks / TICKS_PER_SECOND) * 1_000,
      residentMb: (Number(kilobytes) * 1_024) / 1e6,
    };
  } finally {
    await stop();
  }
}

/** Stores this number of milestones, dated by a signing, in agreements of equal size. */
async function fill(environment: Record<string, string>): Promise<void> {
  const { url, stop } = await startPacta({ ...environment, PACTA_SHIPPED_AGREEMENTS: 'false' });
  const send = async (method: 'POST' | 'PUT', path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await request(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${text}`);
  };
  for (let a = 0; a < AGREEMENTS; a++) {
    const obligations = Array.from({ length: MILESTONES / AGREEMENTS }, (_, i) => ({
      id: `duty-${i}`,
      title: `Duty ${i}`,
      due: `within ${1_000 + i} days of signing`,
    }));
    await send('POST', '/v1/agreements', { id: `a${a}`, title: 'A', zone: 'UTC', obligations });
    await send('PUT', `/v1/agreements/a${a}/signing`, { date: '2026-11-01' });
  }
  await stop();
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const shipped = { PACTA_DATA_DIR: join(directory, 'shipped'), PACTA_DRAIN_SECONDS: '0' };
  const full = { PACTA_DATA_DIR: join(directory, 'full'), PACTA_DRAIN_SECONDS: '0' };
  const bare =
    "const s = require('node:http').createServer((_, a) => a.end('{}')).listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${s.address().port}`))";
  const contenders: Record<string, () => Promise<Start>> = {
    'bare node:http': () => measured(() => startProgram('-e', bare), '/'),
    'Nest, TypeORM, SQLite: hello': () =>
      measured(
        () => startProgram(join(__dirname, 'start-hello.js'), join(directory, 'hello.sqlite')),
        '/',
      ),
    'Pacta, two agreements': () => measured(() => startPacta(shipped), '/health/ready'),
    'Pacta, 100,000 milestones': () => measured(() => startPacta(full), '/health/ready'),
  };
  try {
    await fill(full);
    const starts: Record<string, Start[]> = {};
    // The first pass creates the data of the later ones.
    for (let pass = 0; pass <= PASSES; pass++) {
      for (const [name, start] of Object.entries(contenders)) {
        const one = await start();
        if (pass > 0) starts[name] = [...(starts[name] ?? []), one];
      }
    }
    const [cpu, resident] = (['cpuMs', 'residentMb'] as const).map((what) =>
      Object.entries(starts).map(([contender, all]) => ({
        contender,
        value: median(all.map((one) => one[what])),
      })),
    ) as [Measure[], Measure[]];
    report(
      'start',
      [...against(cpu, 'CPU ms until the first answer'), ...against(resident, 'MB resident')],
      [
        goal('ready with two agreements', cpu[2], cpu[1], 0.7),
        goal('memory with 100,000 milestones', resident[3], resident[1], 1.2),
      ],
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Measure {
  contender: string;
  value: number;
}

/** The ratio to the minimal service, which is the second row. */
function against(measures: readonly Measure[], unit: string) {
  const hello = measures[1]?.value ?? Number.NaN;
  return measures.map(({ contender, value }) => ({ contender, value, unit, ratio: value / hello }));
}

function goal(name: string, ours: Measure | undefined, hello: Measure | undefined, most: number) {
  const ratio = (ours?.value ?? Number.NaN) / (hello?.value ?? Number.NaN);
  return {
    name,
    goal: `at most ${most} × the hello's`,
    measured: `${ratio.toFixed(2)} ×`,
    met: ratio <= most,
  };
}

void main();
