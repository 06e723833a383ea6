import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startPacta } from './servers';

/** The time from a deadline to the first byte at the receiver, with the service in a process of its own. */

const PER_SECOND = 4;
const SECONDS = 25;
/** The agreement must be stored before its first deadline. */
const LEAD_MS = 4_000;

export interface Waits {
  p50: number;
  p99: number;
}

/** @param databaseUrl PostgreSQL for all replicas; without it one process on SQLite. */
export async function deadlineToFirstByte(
  receiver: Server,
  replicas = 1,
  databaseUrl?: string,
): Promise<Waits> {
  const directories: string[] = [];
  const services: Server[] = [];
  try {
    for (let i = 0; i < replicas; i++) {
      const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
      directories.push(dataDir);
      services.push(
        await startPacta({
          PACTA_DATA_DIR: dataDir,
          PACTA_SHIPPED_AGREEMENTS: 'false',
          PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
          // Replicas must share the master key of secrets.
          PACTA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
          ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
        }),
      );
    }
    const [service] = services as [Server];
    await post(`${service.url}/v1/webhooks`, {
      url: `${receiver.url}/timed`,
      types: ['milestone.overdue'],
    });
    await post(`${service.url}/v1/agreements`, agreement());
    return await waitsOf(receiver);
  } finally {
    for (const service of services) await service.stop();
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  }
}

function agreement(): object {
  const first = Math.ceil((Date.now() + LEAD_MS) / 1_000) * 1_000;
  const obligations = Array.from({ length: PER_SECOND * SECONDS }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i}`,
    due: `at ${new Date(first + Math.floor(i / PER_SECOND) * 1_000).toISOString().replace('.000', '')}`,
  }));
  return { id: 'pact', title: 'Pact', zone: 'UTC', obligations };
}

async function waitsOf(receiver: Server): Promise<Waits> {
  const all: number[] = [];
  while (all.length < PER_SECOND * SECONDS) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { waits } = (await (await fetch(receiver.url)).json()) as { waits: number[] };
    all.push(...waits);
  }
  // The first second warms up the connection and the compiler.
  const sorted = all.slice(PER_SECOND).sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { p50: quantile(0.5), p99: quantile(0.99) };
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}
