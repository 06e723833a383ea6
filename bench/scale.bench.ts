import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { PROJECT_ROOT } from '../src/config/root';
import { report } from './report';
import { type Server, startPacta, startPostgres, startReceiver } from './servers';

/** The same work for one, two and three replicas on one PostgreSQL: deliveries, and polls of dashboards. */

const MOST_REPLICAS = 3;
const DEADLINES = 3_000;
const POLL_MS = 5_000;
const POLLERS = 48;
/** The time until the last agreement is stored. */
const LEAD_MS = 40_000;

interface Measured {
  deliveries: number;
  polls: number;
  idle: number;
}

let token = '';

async function ask(url: string, body?: object): Promise<unknown> {
  const answer = await request(url, {
    ...(body && {
      method: 'POST' as const,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }),
  });
  if (answer.statusCode >= 300) throw new Error(`${url}: ${await answer.body.text()}`);
  return answer.body.json();
}

/** Deliveries per second, from the instant at which all are late to the arrival of the last one. */
async function deliver(replicas: readonly Server[], receiver: Server): Promise<number> {
  const [{ url }] = replicas as [Server];
  await ask(`${url}/v1/webhooks`, {
    url: receiver.url,
    types: ['milestone.overdue'],
    maxInFlight: 128,
  });
  const due = Math.ceil((Date.now() + LEAD_MS) / 1_000) * 1_000;
  const at = new Date(due).toISOString().replace('.000', '');
  for (let a = 0; a < 30; a++) {
    const obligations = Array.from({ length: DEADLINES / 30 }, (_, i) => ({
      id: `o${i}`,
      title: `O${i}`,
      due: `at ${at}`,
    }));
    await ask(`${url}/v1/agreements`, { id: `a${a}`, title: 'A', zone: 'UTC', obligations });
  }
  if (Date.now() > due)
    throw new Error('The machine is too busy: the agreements came after their deadline');
  await ask(receiver.url);
  let count = 0;
  while (count < DEADLINES) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    count += ((await ask(receiver.url)) as { count: number }).count;
  }
  return (DEADLINES * 1_000) / (Date.now() - due);
}

/** Answers per second to pollers that use the replicas in turn. */
async function poll(replicas: readonly Server[], headers: Record<string, string>): Promise<number> {
  const agent = new Agent({ connections: POLLERS });
  const end = Date.now() + POLL_MS;
  let answers = 0;
  const work = async (poller: number) => {
    for (let turn = poller; Date.now() < end; turn++) {
      const { url } = replicas[turn % replicas.length] as Server;
      const path = '/v1/agreements/a0/milestones?limit=50';
      const from = `10.${poller}.${(turn >> 8) & 255}.${turn & 255}`;
      const answer = await request(`${url}${path}`, {
        dispatcher: agent,
        headers: { ...headers, 'x-forwarded-for': from },
      });
      if (![200, 304].includes(answer.statusCode)) throw new Error(`answered ${answer.statusCode}`);
      await answer.body.dump();
      answers++;
    }
  };
  await Promise.all(Array.from({ length: POLLERS }, (_, i) => work(i)));
  await agent.close();
  return (answers * 1_000) / POLL_MS;
}

async function measure(count: number, databaseUrl: string): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-scale-'));
  const environment = {
    DATABASE_URL: databaseUrl,
    PACTA_DATA_DIR: dataDir,
    PACTA_SHIPPED_AGREEMENTS: 'false',
    // Each dashboard has an address of its own, as behind a proxy.
    PACTA_TRUSTED_PROXIES: '127.0.0.0/8',
    PACTA_PUBLIC_READ: 'true',
    PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  };
  const made = spawnSync(
    process.execPath,
    [
      join(PROJECT_ROOT, 'bin', 'pacta.js'),
      'token',
      'create',
      '--name',
      'bench',
      '--role',
      'admin',
    ],
    { env: { ...process.env, ...environment }, encoding: 'utf8' },
  );
  token = made.stdout.split('\n')[0] ?? '';
  const receiver = await startReceiver();
  const replicas: Server[] = [];
  for (let i = 0; i < count; i++) replicas.push(await startPacta(environment));
  try {
    const deliveries = await deliver(replicas, receiver);
    const [{ url }] = replicas as [Server];
    const polls = await poll(replicas, {});
    const { headers } = await request(`${url}/v1/agreements/a0/milestones?limit=50`);
    const idle = await poll(replicas, { 'if-none-match': String(headers.etag) });
    return { deliveries, polls, idle };
  } finally {
    for (const replica of replicas) await replica.stop();
    await receiver.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const postgres = await startPostgres();
  const measured: Measured[] = [];
  for (let count = 1; count <= MOST_REPLICAS; count++) {
    measured.push(await measure(count, await postgres.database(`scale${count}`)));
  }
  await postgres.stop();
  const rows = (['deliveries', 'polls', 'idle'] as const).flatMap((what) =>
    measured.map((one, i) => ({
      contender: `${{ deliveries: 'deliveries', polls: 'polls, 50 milestones each', idle: 'polls, nothing new' }[what]}, ${i + 1} replica${i === 0 ? '' : 's'}`,
      value: one[what],
      unit: '/s',
      ratio: one[what] / (measured[0] as Measured)[what],
    })),
  );
  report('scale: replicas, PostgreSQL, receiver and pollers on one machine', rows, []);
}

void main();
