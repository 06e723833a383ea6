import { type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { Gate } from '../../src/access/gate';
import { SystemClock } from '../../src/base/clock';
import type { StoreSettings } from '../../src/store/data-sources';
import { HEAVY } from '../../src/workers/heavy-routes';
import { buildForReplicas } from '../support/replica';
import {
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../support/service';
import { until } from '../support/until';
import { workersOf } from '../support/workers';

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
/** More than the operating system holds for a connection on its way. */
const LARGER_THAN_BUFFERS = 6_000_000;
const SIGNED = { date: '2026-01-15', reason: 'Try' };

const workers = () => workersOf(process.pid);

function start(
  more: Partial<{ count: number; seconds: number; megabytes: number }>,
  on?: StoreSettings,
) {
  const limits = { count: 2, seconds: 60, megabytes: 600, ...more };
  return startTestService(new SystemClock(), { workers: limits }, on);
}

beforeAll(() => buildForReplicas());

describe('requests that take long', () => {
  let service: TestService;
  let alone: TestService;

  beforeAll(async () => {
    [service, alone] = await Promise.all([start({}), start({ count: 0 })]);
    for (const one of [service, alone]) {
      await one.call('POST', '/v1/agreements', LARGE);
      await one.call('PUT', '/v1/agreements/large/signing', SIGNED);
    }
  });
  afterAll(() => Promise.all([service.end(), alone.end()]));

  it.each<[method: string, path: string, body: unknown]>([
    ['POST', '/v1/agreements/check', LARGE],
    ['POST', '/v1/agreements/check', 'id: broken\ntitle: [,,\n'],
    [
      'POST',
      '/v1/agreements/draft',
      Buffer.from('The Buyer shall pay within ten days of signing.'),
    ],
    ['POST', '/v1/agreements/draft', Buffer.from('%PDF-1.7')],
    ['POST', '/v1/agreements', LARGE],
    ['PUT', '/v1/agreements/large', LARGE],
    ['PUT', '/v1/agreements/large/signing?preview=true', { date: '2026-02-15' }],
    ['PUT', '/v1/agreements/large/signing', { date: 'soon' }],
    ['POST', '/v1/agreements/large/facts/import', [{ was: 'o1.fulfilled' }, { event: 'x' }]],
    ['GET', '/v1/agreements/large/schedule?signing=2026-03-01', undefined],
    ['GET', '/v1/agreements/large/sensitivity?from=2026-03-01&to=2026-03-10', undefined],
    ['GET', '/v1/agreements/large/compare/large?signed=2026-03-01', undefined],
    ['GET', '/v1/agreements/large/plan', undefined],
    ['GET', '/v1/agreements/large/rollup', undefined],
    ['GET', '/v1/agreements/large/milestones.csv', undefined],
    ['GET', '/v1/agreements/large/milestones?asOf=2026-02-01&limit=3', undefined],
    ['GET', '/v1/agreements/large/milestones?asOf=nonsense', undefined],
    ['GET', '/v1/summary?asOf=2026-02-01', undefined],
    ['GET', '/v1/milestones/large/o7', undefined],
  ])('%s %s is answered as without workers', async (method, path, body) => {
    const [by, without] = await Promise.all(
      [service, alone].map((one) => told(one, method, path, body)),
    );
    expect(by?.head).toEqual(without?.head);
    expect(difference(by?.text, without?.text)).toBeUndefined();
  });

  it('are named by routes that exist', () => {
    const routes = service.app
      .get(Gate)
      .routes.map(({ method, pattern }) => `${method} ${pattern}`);
    expect(Object.keys(HEAVY).filter((route) => !routes.includes(route))).toEqual([]);
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
    const types = await until(() => {
      const received = receiver.received.map(({ body }) => JSON.parse(body).type);
      return received.includes('schedule.changed') ? received : undefined;
    });
    expect(types).toContain('schedule.changed');
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
    expect([200, 503]).toContain(status);
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

describe('a service of its own', () => {
  const opened: TestService[] = [];
  const open = async (more: Parameters<typeof start>[0], on?: StoreSettings) => {
    const service = await start(more, on);
    opened.push(service);
    return service;
  };
  afterEach(async () => {
    for (const service of opened.splice(0)) await service.end();
  });

  it('ends work that takes too long, names the limit, and has a worker for the next', async () => {
    const first = await open({});
    const obligations = Array.from({ length: 3_000 }, (_, i) => ({
      id: `o${i}`,
      title: `Obligation ${i}`,
      due: `within ${(i % 900) + 1} days of signing`,
    }));
    await first.call('POST', '/v1/agreements', { ...LARGE, obligations });
    await first.close();
    const service = await open({ seconds: 1 }, first.settings);
    const dates = Array.from({ length: 10 }, (_, i) => `signing=2026-03-${i + 10}`).join('&');
    const long = await service.call('GET', `/v1/agreements/large/schedule?${dates}`);
    expect(long.status).toBe(422);
    expect(long.body.errors).toEqual([
      {
        pointer: '',
        detail: 'the work was stopped at 1 seconds of CPU time (workers.seconds)',
        expected: expect.stringMatching('PACTA_WORKER_SECONDS'),
      },
    ]);
    const [small] = LARGE.obligations;
    // On a busy machine the first requests of a new worker may take a second, too.
    await until(async () => {
      const body = { ...LARGE, obligations: [small] };
      const { status } = await service.call('POST', '/v1/agreements/check', body);
      return status === 200 || undefined;
    });
  });

  it('ends work that takes too much memory, and names the limit', async () => {
    const service = await open({ megabytes: 100 });
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
  });

  it('is free again as soon as an answer is computed, though nobody reads it', async () => {
    const service = await open({});
    const title = 'x'.repeat(900);
    const obligations = LARGE.obligations.map((one) => ({ ...one, title: `${title} ${one.id}` }));
    await service.call('POST', '/v1/agreements', { ...LARGE, obligations });
    const dates = Array.from({ length: 10 }, (_, i) => `signing=2026-03-${i + 10}`).join('&');
    const { port } = new URL(service.url);
    // Larger than what the operating system holds for a connection.
    const path = `/v1/agreements/large/schedule?${dates}`;
    const unread = await Promise.all(
      [0, 1, 2].map(
        () =>
          new Promise<IncomingMessage>((resolve, reject) => {
            request({ port, path, agent: false }, resolve).on('error', reject).end();
          }),
      ),
    );
    expect((await service.call('POST', '/v1/agreements/check', LARGE)).status).toBe(200);
    const whole = await (await fetch(`${service.url}${path}`)).text();
    expect(whole.length).toBeGreaterThan(LARGER_THAN_BUFFERS);
    for (const answer of unread) {
      const text = await textOf(answer);
      expect(text.length === whole.length).toBe(true);
      expect(JSON.parse(text)).toHaveProperty('scenarios');
    }
  });

  it('ends work that only reads when its caller leaves', async () => {
    const service = await open({});
    await service.call('POST', '/v1/agreements', LARGE);
    const [worker] = workers();
    const { port } = new URL(service.url);
    const path = '/v1/agreements/large/sensitivity?from=2026-01-01&to=2035-12-31';
    const leaving = request({ port, path });
    leaving.on('error', () => undefined);
    leaving.end();
    await new Promise((resolve) => leaving.once('response', resolve));
    leaving.destroy();
    await until(() => !workers().includes(worker ?? 0) || undefined);
    expect((await service.call('POST', '/v1/agreements/check', LARGE)).status).toBe(200);
  });
});

/** What an answer says, without what differs from one service or moment to another. */
async function told(service: TestService, method: string, path: string, body: unknown) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    ...(body === undefined ? {} : sent(body)),
  });
  const headers = Object.fromEntries(response.headers);
  for (const name of [
    'date',
    'keep-alive',
    'connection',
    'content-length',
    'transfer-encoding',
    'last-modified',
  ])
    delete headers[name];
  // The rest of a tag is made of the installation's id.
  if (headers.etag !== undefined) headers.etag = headers.etag.replace(/[\w-]{16}(?="$)/, '…');
  const text = (await response.text())
    .replaceAll(service.url, 'URL')
    .replace(/\b1[79]\d{11}\b/g, 'INSTANT')
    .replace(/\d{4}-\d\d-\d\dT[\d:]{8}(\.\d{3})?Z/g, (instant) =>
      instant.length > 20 ? 'INSTANT' : instant,
    )
    .replace(/\b(fact|ver)_\w+/g, 'ID')
    .replace(
      /"(recordedAt|createdAt|statusSince|asOf|knownAt|hash|previousHash)":"[^"]*"/g,
      '"$1":"…"',
    );
  return { head: { status: response.status, headers }, text };
}

/** Where two long texts first differ, with what is around. */
function difference(one = '', other = ''): string | undefined {
  if (one === other) return undefined;
  const at = [...one].findIndex((character, i) => character !== other[i]);
  return `${one.slice(at - 60, at + 60)} | ${other.slice(at - 60, at + 60)}`;
}

function sent(body: unknown): { headers: Record<string, string>; body: string } {
  if (Buffer.isBuffer(body)) {
    return { headers: { 'content-type': 'text/plain' }, body: body.toString() };
  }
  const text = typeof body === 'string';
  return {
    headers: { 'content-type': text ? 'application/yaml' : 'application/json' },
    body: text ? body : JSON.stringify(body),
  };
}
