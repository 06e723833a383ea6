import { Digests } from '../../src/delivery/digest/digests';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-01-01T12:00:00Z');
const DAILY = { every: 'day', at: '08:00', zone: 'Europe/Kyiv' };

const AGREEMENT = `
id: pact
title: Pact
zone: UTC
parties: {a: {name: A}, b: {name: B}}
obligations:
  - {id: withdrawal, title: Withdrawal, obligor: a, theme: troops, due: within 10 days of signing}
  - {id: elections, title: Elections, obligor: b, theme: politics, due: within 20 days of signing}
`;

interface List {
  count: number;
  items: { milestone: string; type?: string; text: string }[];
}

interface Digest {
  text: string;
  from: string;
  to: string;
  missed: number;
  came: List;
  late: List;
  next: List;
}

describeStored(`digests on ${DATABASE}`, () => {
  let clock: FakeClock;
  let service: TestService;

  beforeAll(async () => {
    clock = new FakeClock(START);
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    clock.set(START);
    await service.clear();
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });
  afterAll(() => service.end());

  // A receiver that nobody runs: the deliveries stay pending.
  const endpoint = async (more: object = {}) => {
    const { body, status } = await service.call<{ id: string; nextDigestAt: string }>(
      'POST',
      '/v1/webhooks',
      { url: 'http://127.0.0.1:9/', types: ['digest'], digest: DAILY, ...more },
    );
    expect(status).toBe(201);
    return body.id;
  };
  const write = (at: number) => {
    clock.set(at);
    return service.app.get(Digests).writeDue();
  };
  /** Oldest first. */
  const digests = async (id: string): Promise<Digest[]> => {
    const { body } = await service.call<{ items: { id: string }[] }>(
      'GET',
      `/v1/webhooks/${id}/deliveries?type=digest`,
    );
    const found: Digest[] = [];
    for (const { id: delivery } of body.items.toReversed()) {
      const one = await service.call<{ message: { data: Digest } }>(
        'GET',
        `/v1/webhooks/${id}/deliveries/${delivery}`,
      );
      found.push(one.body.message.data);
    }
    return found.sort((a, b) => a.to.localeCompare(b.to));
  };
  const sign = (date = '2026-01-01') =>
    service.call('PUT', '/v1/agreements/pact/signing', { date });
  const at = (day: string, hour = 6) =>
    Date.parse(`2026-01-${day}T${String(hour).padStart(2, '0')}:00:00Z`);

  it('lists what came, what is next and what is late, once a day', async () => {
    const id = await endpoint();
    await sign();
    expect(await write(at('02') - 1)).toMatchObject({ written: 0, nextAt: at('02') });
    expect(await write(at('02'))).toMatchObject({ written: 1, nextAt: at('03') });
    clock.set(at('15', 0));
    await service.sweep();
    await write(at('15'));
    const [first, last] = await digests(id);
    expect(first).toMatchObject({
      from: '2026-01-01T12:00:00.000Z',
      to: '2026-01-02T06:00:00.000Z',
      missed: 0,
      came: { items: [{ type: 'agreement.signed' }, { type: 'schedule.changed' }] },
      next: { count: 1, items: [{ milestone: 'pact/withdrawal' }] },
      late: { count: 0, items: [] },
      text: 'Digest for 08:00 on 2 January 2026 (Europe/Kyiv): 2 messages since the last one; 1 date lies ahead within 14 days; 0 late.',
    });
    expect(last).toMatchObject({
      to: '2026-01-15T06:00:00.000Z',
      came: { count: 1, items: [{ type: 'milestone.overdue' }] },
      next: { count: 1, items: [{ milestone: 'pact/elections' }] },
      late: { count: 1, items: [{ milestone: 'pact/withdrawal' }] },
    });
    expect(last?.late.items[0]?.text).toContain('is overdue');
  });

  it('sends nothing where there is nothing to say, unless asked for', async () => {
    await service.call('PUT', '/v1/agreements/pact/standing', { standing: 'archived' });
    await write(at('01', 13));
    const quiet = await endpoint();
    const always = await endpoint({ digest: { ...DAILY, empty: true } });
    await write(at('02'));
    await write(at('03'));
    expect(await digests(quiet)).toEqual([]);
    expect((await digests(always)).map(({ to }) => to)).toEqual([
      '2026-01-02T06:00:00.000Z',
      '2026-01-03T06:00:00.000Z',
    ]);
  });

  it('writes one for the latest period after an interruption, and says so', async () => {
    const id = await endpoint();
    await sign();
    await write(at('02'));
    await write(at('06', 9));
    await write(at('06', 10));
    await write(at('07'));
    expect((await digests(id)).map(({ to, from, missed }) => ({ to, from, missed }))).toEqual([
      { from: '2026-01-01T12:00:00.000Z', to: '2026-01-02T06:00:00.000Z', missed: 0 },
      { from: '2026-01-02T06:00:00.000Z', to: '2026-01-06T06:00:00.000Z', missed: 3 },
      { from: '2026-01-06T06:00:00.000Z', to: '2026-01-07T06:00:00.000Z', missed: 0 },
    ]);
    expect((await digests(id))[1]?.text).toContain('3 earlier digests were left out.');
  });

  it('reports each message in one digest', async () => {
    const id = await endpoint();
    await sign();
    await write(at('02'));
    await sign('2026-01-02');
    await write(at('03'));
    await write(at('04'));
    const came = (await digests(id)).map(({ came: list }) => list.count);
    expect(came[0]).toBe(2);
    expect(came[2]).toBe(0);
    const types = (await digests(id))[1]?.came.items.map(({ type }) => type);
    expect(types).toContain('agreement.signed');
  });

  it('keeps the endpoint’s agreements, parties, themes and assumed facts', async () => {
    const other = await endpoint({ agreements: ['another'] });
    const politics = await endpoint({ themes: ['politics'], digest: { ...DAILY, daysAhead: 60 } });
    const b = await endpoint({ parties: ['b'], digest: { ...DAILY, daysAhead: 60 } });
    const real = await endpoint({ includeHypothetical: false });
    await service.call('PUT', '/v1/agreements/pact/signing', {
      date: '2026-01-01',
      hypothetical: true,
    });
    await write(at('02'));
    expect(await digests(other)).toEqual([]);
    expect(await digests(real)).toEqual([]);
    for (const id of [politics, b]) {
      const [digest] = await digests(id);
      expect(digest?.next.items.map(({ milestone }) => milestone)).toEqual(['pact/elections']);
    }
  });

  it('a disabled endpoint gets none; enabled again, one for the latest period', async () => {
    const id = await endpoint({ digest: { ...DAILY, empty: true } });
    await service.call('PATCH', `/v1/webhooks/${id}`, { state: 'disabled' });
    for (const day of ['02', '03', '04']) await write(at(day));
    expect(await digests(id)).toEqual([]);
    await service.call('PATCH', `/v1/webhooks/${id}`, { state: 'enabled' });
    await write(at('04', 7));
    expect((await digests(id)).map(({ to, missed }) => [to, missed])).toEqual([
      ['2026-01-04T06:00:00.000Z', 2],
    ]);
  });

  it('begins anew when it is set, and ends when it is removed', async () => {
    const id = await endpoint({ digest: { ...DAILY, empty: true } });
    await service.call('PATCH', `/v1/webhooks/${id}`, {
      digest: { every: 'week', at: '09:30', zone: 'UTC', empty: true },
    });
    for (const day of ['02', '03', '04', '05']) await write(at(day, 9));
    expect(await digests(id)).toEqual([]);
    await write(at('05', 10));
    expect((await digests(id)).map(({ to }) => to)).toEqual(['2026-01-05T09:30:00.000Z']);
    const { body } = await service.call<object>('PATCH', `/v1/webhooks/${id}`, {
      digest: null,
      types: [],
    });
    expect(body).toMatchObject({ digest: null, nextDigestAt: null });
    await write(at('20'));
    expect(await digests(id)).toHaveLength(1);
  });

  it('comes again where the clock was ahead when it was written', async () => {
    const id = await endpoint({ digest: { ...DAILY, empty: true } });
    await write(START + 400 * DAY);
    await write(at('02', 7));
    expect(await digests(id)).toHaveLength(1);
    await write(at('03'));
    expect(await digests(id)).toHaveLength(2);
  });

  it.each([
    {
      what: 'a kind that cannot say it',
      body: { kind: 'pagerduty', url: undefined, routingKey: 'a'.repeat(32), types: undefined },
      pointer: '/digest',
    },
    { what: 'no setting where it gets digests only', body: { digest: null }, pointer: '/digest' },
    {
      what: 'a zone that is not',
      body: { digest: { ...DAILY, zone: 'Kyiv' } },
      pointer: '/digest/zone',
    },
  ])('refuses $what', async ({ body, pointer }) => {
    const answer = await service.call('POST', '/v1/webhooks', {
      url: 'http://127.0.0.1:9/',
      types: ['digest'],
      digest: DAILY,
      ...body,
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((fault) => fault.pointer)).toContain(pointer);
  });

  const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

  describeReplicas('with several replicas', () => {
    it('writes one for each period', async () => {
      const others = await Promise.all(
        [1, 2].map(() => startTestService(clock, {}, service.settings)),
      );
      try {
        const id = await endpoint({ digest: { ...DAILY, empty: true } });
        const all = [service, ...others].map(({ app }) => app.get(Digests));
        const days = ['02', '03', '04', '05', '06'];
        for (const day of days) {
          clock.set(at(day));
          await Promise.all(all.map((one) => one.writeDue()));
        }
        expect((await digests(id)).map(({ to }) => to)).toEqual(
          days.map((day) => `2026-01-${day}T06:00:00.000Z`),
        );
      } finally {
        for (const { close } of others) await close();
      }
    });
  });
});
