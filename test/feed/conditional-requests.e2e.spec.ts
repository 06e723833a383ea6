import fc from 'fast-check';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { itAlone, startTestService, type TestService } from '../support/service';

const START = Date.parse('2026-01-01T10:00:00Z');
const HOUR = 3_600_000;

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
obligations:
  - {id: near, title: Near, due: within 5 days of signing, grace: 48 hours}
  - {id: after, title: After, due: within 40 days of near.fulfilled}
  - {id: far, title: Far, due: within 300 days of signing}
  - {id: calm, title: Calm, holds: from signing until 30 days after signing}
`;

const PATHS = [
  '/v1/agreements/pact/milestones',
  '/v1/milestones',
  '/v1/milestones?status=overdue,in-grace&sort=due',
  '/v1/summary',
  '/v1/summary.csv',
  '/v1/agreements/pact/milestones.json',
  '/v1/milestones/pact/near',
  '/v1/agreements/pact',
  '/v1/agreements/pact/rollup?by=theme',
  '/v1/agreements/pact/calendar.ics',
];

interface Item {
  id: string;
  status: string;
  dueOn: string | null;
}

describeStored(`conditional requests on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  const begin = async (): Promise<void> => {
    await service.clear();
    clock.set(START);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    await service.sweep();
  };
  beforeEach(begin);
  afterAll(() => service.end());

  const get = (path: string, tag?: string, method = 'GET'): Promise<Response> =>
    fetch(service.url + path, {
      method,
      headers: tag === undefined ? {} : { 'if-none-match': tag },
    });
  const tagOf = async (path: string): Promise<string> =>
    (await get(path)).headers.get('etag') as string;

  it.each(PATHS)('%s: 304 while nothing changes, 200 after a fact', async (path) => {
    const whole = await get(path);
    const tag = whole.headers.get('etag') as string;
    expect(tag).toMatch(/^(W\/)?"[\w-]+"$/);
    expect(whole.headers.get('cache-control')).toBe('private, no-cache');
    const again = await get(path, tag);
    expect([again.status, await again.text()]).toEqual([304, '']);
    const { status, headers } = await get(path, undefined, 'HEAD');
    expect([status, headers.get('etag')]).toEqual([200, tag]);
    expect((await get(path, `"other", ${tag}`)).status).toBe(304);
    const fact = { was: 'near.fulfilled', at: '2026-01-01T09:00:00Z' };
    await service.call('POST', '/v1/agreements/pact/facts', fact);
    const changed = await get(path, tag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  itAlone('an unchanged poll reads nothing on SQLite, and one row on PostgreSQL', async () => {
    const store = service.app.get(Store);
    const readsOfPoll = async (path: string, tag: string): Promise<number[]> => {
      const spies = (['read', 'write', 'readOnce'] as const).map((way) => jest.spyOn(store, way));
      expect((await get(path, tag)).status).toBe(304);
      const calls = spies.map((spy) => spy.mock.calls.length);
      jest.restoreAllMocks();
      return calls;
    };
    const expected = [0, 0, store.dialect.name === 'sqlite' ? 0 : 1];
    for (const path of PATHS) {
      const tag = await tagOf(path);
      await get(path, tag);
      // Background work may read at the same moment; reads of the poll itself occur in every attempt.
      let reads = await readsOfPoll(path, tag);
      for (let more = 0; more < 4 && String(reads) !== String(expected); more++)
        reads = await readsOfPoll(path, tag);
      expect(reads).toEqual(expected);
    }
  });

  itAlone(
    'the second of two equal questions is answered from the kept bytes, also compressed',
    async () => {
      const path = '/v1/agreements/pact/milestones';
      const first = await (await get(path)).text();
      const second = await fetch(service.url + path, { headers: { 'accept-encoding': 'gzip' } });
      expect(second.headers.get('content-encoding')).toBe('gzip');
      expect(await second.text()).toBe(first);
    },
  );

  it('a passing deadline changes the tag, also before the sweep', async () => {
    const path = '/v1/agreements/pact/milestones?fields=id,status';
    const tag = await tagOf(path);
    clock.set(Date.parse('2026-01-06T22:00:00Z') - 1);
    const before = (await (await get(path)).json()) as { items: Item[] };
    expect(before.items[0]?.status).toBe('due-soon');
    clock.advance(1);
    const late = await get(path, tag);
    expect(late.status).toBe(200);
    expect(((await late.json()) as { items: Item[] }).items[0]?.status).toBe('in-grace');
    const near = await service.call<Item>('GET', '/v1/milestones/pact/near');
    expect(near.body.status).toBe('in-grace');
    const summary = await service.call<{ agreements: { counts: object }[] }>('GET', '/v1/summary');
    expect(summary.body.agreements[0]?.counts).toMatchObject({ 'in-grace': 1, 'due-soon': 0 });
    await service.sweep();
    expect((await get(path, await tagOf(path))).status).toBe(304);
  });

  it('an answer with day counts changes its tag at midnight in its zone', async () => {
    const path = '/v1/agreements/pact/milestones.csv?fields=id,daysUntilDue';
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    clock.set(Date.parse('2026-01-15T20:00:00Z'));
    await service.sweep();
    const tag = await tagOf(path);
    clock.set(Date.parse('2026-01-15T21:59:59Z'));
    expect((await get(path, tag)).status).toBe(304);
    clock.set(Date.parse('2026-01-15T22:00:00Z'));
    expect((await get(path, tag)).status).toBe(200);
  });

  it('an answer that counts past deadlines changes its tag at a deadline that was met before', async () => {
    const path = '/v1/agreements/pact/rollup';
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'near.fulfilled',
      at: '2026-01-01',
    });
    await service.sweep();
    const tag = await tagOf(path);
    const due = async () => {
      const { body } = await service.call<{ groups: { kept: { due: number } }[] }>('GET', path);
      return body.groups[0]?.kept.due;
    };
    clock.set(Date.parse('2026-01-06T22:00:00Z') - 1);
    expect((await get(path, tag)).status).toBe(304);
    expect(await due()).toBe(0);
    clock.advance(1);
    expect((await get(path, tag)).status).toBe(200);
    expect(await due()).toBe(1);
  });

  it('an answer about the past may be cached; one about the present may not', async () => {
    const asked = 'asOf=2026-01-01T10:00:00Z&knownAt=2026-01-01T10:00:00Z';
    const path = `/v1/agreements/pact/milestones?${asked}`;
    expect((await get(path)).headers.get('cache-control')).toBe('private, no-cache');
    clock.advance(HOUR);
    expect((await get(path)).headers.get('cache-control')).toBe('private, max-age=3600');
  });

  it('a client that polls by ETag and max-age for a year never sees a wrong status', async () => {
    const path = '/v1/agreements/pact/milestones';
    const step = fc.record({
      hours: fc.integer({ min: 1, max: 170 }),
      change: fc.constantFrom('none', 'none', 'sign', 'fulfil', 'breach', 'retract'),
      day: fc.nat(27),
      sweeps: fc.boolean(),
    });
    let polls = 0;
    let unchanged = 0;
    let stale = 0;
    let held: { tag: string; items: Item[] } | undefined;
    for (const { hours, change, day, sweeps } of fc.sample(step, {
      numRuns: runs(60, 10_000),
      seed: 28,
    })) {
      clock.advance(hours * HOUR);
      if (clock.now() > START + 365 * 24 * HOUR) {
        held = undefined;
        await begin();
      }
      if (sweeps) await service.sweep();
      await alter(change, day);
      const tag = held?.tag;
      const answer = await get(path, tag);
      polls++;
      if (answer.status === 304) unchanged++;
      else {
        const { items } = (await answer.json()) as { items: Item[] };
        held = { tag: answer.headers.get('etag') ?? '', items };
      }
      const now = new Date(clock.now()).toISOString();
      const pure = await service.call<{ items: Item[] }>('GET', `${path}?asOf=${now}`);
      const seen = (items: readonly Item[]) =>
        items.map(({ id, status, dueOn }) => `${id} ${status} ${dueOn}`);
      if (seen(held?.items ?? []).join() !== seen(pure.body.items).join()) stale++;
    }
    figure(
      28,
      `${polls} polls after changes on ${DATABASE}: ${unchanged} of them 304, stale ${stale}`,
    );
    expect(stale).toBe(0);
    expect(unchanged).toBeGreaterThan(0);
  });

  async function alter(change: string, day: number): Promise<void> {
    const at = new Date(clock.now()).toISOString();
    const facts = '/v1/agreements/pact/facts';
    if (change === 'sign') {
      const date = `2026-01-${String(day + 1).padStart(2, '0')}`;
      await service.call('PUT', '/v1/agreements/pact/signing', { date });
    } else if (change === 'fulfil')
      await service.call('POST', facts, { was: 'near.fulfilled', at });
    else if (change === 'breach') await service.call('POST', facts, { was: 'calm.breached', at });
    else if (change === 'retract') {
      const { body } = await service.call<{ items: { id: string; kind: string }[] }>('GET', facts);
      const last = body.items.findLast(({ kind }) => kind === 'fulfilled' || kind === 'breached');
      if (last !== undefined) {
        await service.call('POST', facts, { retracts: last.id, reason: 'found wrong' });
      }
    }
  }
});
