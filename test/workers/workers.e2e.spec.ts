import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { SystemClock } from '../../src/base/clock';
import { buildForReplicas } from '../support/replica';
import {
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../support/service';
import { until } from '../support/until';

// Each worker is a process of its own; the machine may be busy.
jest.setTimeout(120_000);

const LARGE = {
  id: 'large',
  title: 'Large',
  zone: 'Europe/Kyiv',
  obligations: Array.from({ length: 400 }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i}`,
    due: `within ${i + 1} days of signing`,
  })),
};
const SIGNED = { date: '2026-01-15', reason: 'Try' };

/** The ids of the workers of this process. */
function workers(): number[] {
  const rows = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  return rows
    .split('\n')
    .filter((row) => row.includes('pacta.js worker'))
    .map((row) => Number.parseInt(row, 10));
}

function start(more: Partial<{ count: number; seconds: number; megabytes: number }>) {
  const limits = { count: 2, seconds: 60, megabytes: 600, ...more };
  return startTestService(new SystemClock(), { workers: limits });
}

beforeAll(() => buildForReplicas());

describe('requests that take long', () => {
  let service: TestService;
  let alone: TestService;

  beforeAll(async () => {
    [service, alone] = await Promise.all([start({}), start({ count: 0 })]);
    for (const one of [service, alone]) {
      expect((await one.call('POST', '/v1/agreements', LARGE)).status).toBe(201);
      expect((await one.call('PUT', '/v1/agreements/large/signing', SIGNED)).status).toBe(200);
    }
  });
  afterAll(() => Promise.all([service.end(), alone.end()]));

  it.each<[method: string, path: string, body?: unknown]>([
    ['POST', '/v1/agreements/check', LARGE],
    ['POST', '/v1/agreements/check', 'id: broken\ntitle: [,,\n'],
    ['POST', '/v1/agreements', LARGE],
    ['PUT', '/v1/agreements/large', LARGE],
    ['PUT', '/v1/agreements/large/signing?preview=true', { date: '2026-02-15' }],
    ['PUT', '/v1/agreements/large/signing', { date: 'soon' }],
    ['POST', '/v1/agreements/large/facts/import', [{ was: 'o1.fulfilled' }, { event: 'x' }]],
    ['GET', '/v1/agreements/large/schedule?signing=2026-03-01'],
    ['GET', '/v1/agreements/large/sensitivity?from=2026-03-01&to=2026-03-10'],
    ['GET', '/v1/agreements/large/plan'],
    ['GET', '/v1/agreements/large/rollup'],
    ['GET', '/v1/agreements/large/milestones.csv'],
    ['GET', '/v1/agreements/large/milestones?asOf=2026-02-01&limit=3'],
    ['GET', '/v1/agreements/large/milestones?asOf=nonsense'],
    ['GET', '/v1/summary?asOf=2026-02-01'],
    ['GET', '/v1/milestones/large/o7'],
  ])('%s %s is answered as without workers', async (method, path, body) => {
    const [by, without] = await Promise.all(
      [service, alone].map((one) => told(one, method, path, body)),
    );
    expect(by).toEqual(without);
  });

  it('are answered by worker processes', () => {
    expect(workers().length).toBeGreaterThan(0);
  });

  it('change what polls answer at once, by whom they were asked', async () => {
    const path = '/v1/agreements/large/milestones?limit=1&fields=dueOn';
    const before = await service.call<{ items: { dueOn: string }[] }>('GET', path);
    await service.call('PUT', '/v1/agreements/large/signing', { date: '2026-05-01' });
    const after = await service.call<{ items: { dueOn: string }[] }>('GET', path);
    expect([before.body.items[0]?.dueOn, after.body.items[0]?.dueOn]).toEqual([
      '2026-01-16',
      '2026-05-02',
    ]);
    const { body } = await service.call<{ items: object[] }>('GET', '/v1/audit?limit=1000');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        outcome: 'written',
        method: 'PUT',
        route: '/v1/agreements/:id/signing',
        actor: expect.objectContaining({ kind: 'operator' }),
      }),
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({ outcome: 'refused', status: 422, method: 'POST' }),
    );
  });

  it('deliver what they announce', async () => {
    const receiver: TestReceiver = await startTestReceiver();
    await service.call('POST', '/v1/webhooks', { url: receiver.url });
    await service.call('PUT', '/v1/agreements/large/signing', { date: '2026-06-01' });
    const { body } = await receiver.nth(1);
    expect(JSON.parse(body)).toMatchObject({ type: 'schedule.changed' });
    await receiver.close();
  });

  it('write nothing when their worker is killed, and hold up no other write', async () => {
    const facts = LARGE.obligations.map(({ id }) => ({
      was: `${id}.fulfilled`,
      at: '2026-07-01',
    }));
    const killed = service.call('POST', '/v1/agreements/large/facts/import', facts);
    for (const id of workers()) process.kill(id, 'SIGKILL');
    const { status, headers } = await killed;
    expect([201, 503]).toContain(status);
    if (status === 503) expect(headers.get('retry-after')).toBe('2');
    const ledger = await service.call<{ items: object[] }>(
      'GET',
      '/v1/agreements/large/facts?limit=1000',
    );
    const imported = ledger.body.items.filter((fact) => 'was' in fact && fact.was !== null).length;
    expect(imported).toBe(status === 503 ? 0 : facts.length);
    expect((await service.call('PUT', '/v1/agreements/large/signing', SIGNED)).status).toBe(200);
  });
});

describe('a limit of a worker', () => {
  it('of time ends the work, names itself, and leaves the next caller a worker', async () => {
    const service = await start({ seconds: 1 });
    await service.call('POST', '/v1/agreements', LARGE);
    await until(() => workers().length > 0 || undefined);
    const long = await service.call(
      'GET',
      '/v1/agreements/large/schedule?signing=2026-03-01&signing=2026-04-01',
    );
    // A machine may be fast enough; one that is not says why.
    if (long.status !== 200) expect(long.body.errors[0]?.expected).toMatch('PACTA_WORKER_SECONDS');
    await service.end();
    await until(() => workers().length === 0 || undefined);
  });

  it('of memory ends the work and names itself', async () => {
    const service = await start({ megabytes: 100 });
    const answer = await service.call('POST', '/v1/agreements/check', LARGE);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      {
        pointer: '',
        detail: 'the work was stopped at 100 MB of memory (workers.megabytes)',
        expected: expect.stringMatching('PACTA_WORKER_MEGABYTES'),
      },
    ]);
    expect((await service.call('GET', '/health/live')).status).toBe(200);
    await service.end();
  });
});

it('a caller who leaves ends the work that only reads', async () => {
  const service = await start({});
  await service.call('POST', '/v1/agreements', LARGE);
  const [worker] = workers();
  const { port } = new URL(service.url);
  const leaving = request({
    port,
    path: '/v1/agreements/large/sensitivity?from=2026-01-01&to=2030-01-01',
  });
  leaving.on('error', () => undefined);
  leaving.end();
  await new Promise((resolve) => leaving.once('response', resolve));
  leaving.destroy();
  await until(() => !workers().includes(worker ?? 0) || undefined);
  expect((await service.call('POST', '/v1/agreements/check', LARGE)).status).toBe(200);
  await service.end();
});

/** What an answer says, without what differs from one service or moment to another. */
async function told(service: TestService, method: string, path: string, body: unknown) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    ...(body === undefined ? {} : sent(body)),
  });
  const headers = Object.fromEntries(response.headers);
  for (const name of ['date', 'keep-alive', 'connection', 'transfer-encoding', 'last-modified'])
    delete headers[name];
  const text = (await response.text())
    .replaceAll(service.url, 'URL')
    .replace(/\b(fact|ver)_\w+/g, 'ID')
    .replace(
      /"(recordedAt|createdAt|statusSince|asOf|knownAt|hash|previousHash)":"[^"]*"/g,
      '"$1":"…"',
    );
  return { status: response.status, headers, text };
}

function sent(body: unknown): { headers: Record<string, string>; body: string } {
  const text = typeof body === 'string';
  return {
    headers: { 'content-type': text ? 'application/yaml' : 'application/json' },
    body: text ? body : JSON.stringify(body),
  };
}
