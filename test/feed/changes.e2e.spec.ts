import { request as httpRequest } from 'node:http';
import { START_CURSOR } from '../../src/outbox/message-order';
import { Outbox } from '../../src/outbox/outbox';
import { Store } from '../../src/store/store';
import { advanceCounters } from '../../src/store/transfer/advance-counters';
import { newToken } from '../access/fixture';
import { documentOf } from '../support/agreements';
import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { until } from '../support/until';

interface Changes {
  items: { cursor: string; id: string; type: string; data: { agreement: string } }[];
  next: string;
  more: boolean;
}

interface Listener {
  events: { id: string; type: string; data: { data: { sequence: number; agreement: string } } }[];
  status: number;
  end(): void;
}

/** A promise that the test resolves. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const agreement = (id: string) =>
  documentOf([{ id: 'a', title: 'A', due: 'within 9 days of signing' }], { id, zone: 'UTC' });

describeStored(`the change feed on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  const listeners: Listener[] = [];
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', agreement('one'));
    await service.call('POST', '/v1/agreements', agreement('two'));
    await allTold(service);
  });
  afterEach(() => listeners.splice(0).forEach((listener) => listener.end()));
  afterAll(() => service.end());

  const sign = (id: string, day: number) =>
    service.call('PUT', `/v1/agreements/${id}/signing`, {
      date: `2026-01-${String(day).padStart(2, '0')}`,
    });
  const changes = async (query: string) =>
    (await service.call<Changes>('GET', `/v1/changes${query}`)).body;

  const listen = async (query = '', last?: string): Promise<Listener> => {
    const listener: Listener = { events: [], status: 0, end: () => request.destroy() };
    const request = httpRequest(`${service.url}/v1/events${query}`, {
      headers: last === undefined ? {} : { 'last-event-id': last },
    });
    let text = '';
    request.on('response', (response) => {
      listener.status = response.statusCode ?? 0;
      response
        .on('error', () => undefined)
        .on('data', (chunk) => {
          text += String(chunk);
          const blocks = text.split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) {
            const [, id, type, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? [];
            if (id !== undefined) {
              listener.events.push({ id, type: type as string, data: JSON.parse(data as string) });
            }
          }
        });
    });
    request.on('error', () => undefined).end();
    listeners.push(listener);
    await until(() => listener.status || undefined);
    return listener;
  };
  const heard = (listener: Listener, count: number) =>
    until(() => (listener.events.length >= count ? listener.events : undefined));

  it('read page by page, skips and repeats nothing', async () => {
    for (let day = 1; day <= 9; day++) await sign(day % 2 ? 'one' : 'two', day);
    await allTold(service);
    const all = await changes('?limit=1000');
    expect(all.more).toBe(false);
    const ids: string[] = [];
    let since: string | undefined;
    for (let more = true; more; ) {
      const page = await changes(`?limit=3${since === undefined ? '' : `&since=${since}`}`);
      ids.push(...page.items.map(({ id }) => id));
      ({ next: since, more } = page);
    }
    expect(ids).toEqual(all.items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await changes(`?since=${all.next}`)).toEqual({ items: [], next: all.next, more: false });
    const own = await changes('?agreement=two&limit=1000');
    expect(own.items.map(({ id }) => id)).toEqual(
      all.items.filter(({ data }) => data.agreement === 'two').map(({ id }) => id),
    );
  });

  it('a reader that continues from the last cursor misses no late commit', async () => {
    const outbox = service.app.get(Outbox);
    const { next } = await changes('?limit=1000');
    const begun = gate();
    const held = gate();
    const slow = service.app.get(Store).write(async (tx) => {
      await outbox.append(tx, [
        {
          id: 'msg_slow',
          agreementId: 'one',
          sequence: 1_000,
          type: 'schedule.changed',
          milestoneId: null,
          hypothetical: false,
          parties: [],
          themes: [],
          createdAt: clock.now(),
          data: { agreement: 'one' },
        },
      ]);
      begun.resolve();
      await held.promise;
    });
    await begun.promise;
    // On PostgreSQL this write commits before the slow one; on SQLite it waits for it.
    const fast = sign('two', 4);
    if (DATABASE === 'postgres') await fast;
    const early = await changes(`?since=${next}&limit=1000`);
    held.resolve();
    await Promise.all([slow, fast]);
    const seen = await until(async () => {
      const late = await changes(`?since=${early.next}&limit=1000`);
      const ids = [...early.items, ...late.items].map(({ id }) => id);
      return ids.length >= 3 ? ids : undefined;
    });
    expect(seen).toContain('msg_slow');
    expect(new Set(seen).size).toBe(3);
  });

  it('the event stream sends new messages, and after a reconnection the missed ones, once and in order', async () => {
    const first = await listen();
    await sign('one', 2);
    const heardFirst = [...(await heard(first, 2))];
    expect(heardFirst.map(({ type }) => type)).toEqual(['agreement.signed', 'schedule.changed']);
    first.end();
    await sign('two', 3);
    await sign('one', 4);
    const second = await listen('', heardFirst.at(-1)?.id);
    await heard(second, 4);
    await sign('two', 5);
    await heard(second, 6);
    const all = await changes(`?limit=1000&since=${START_CURSOR}`);
    const expected = all.items.slice(2).map(({ cursor }) => cursor);
    expect([...heardFirst, ...second.events].map(({ id }) => id)).toEqual(expected);
  });

  it('a client that is disconnected repeatedly receives every message once, in order', async () => {
    const signings = 12;
    const heardOf: string[] = [];
    const telling = (async () => {
      for (let day = 2; day < 2 + signings; day++) await sign(day % 2 ? 'one' : 'two', day);
    })();
    const start = (await changes('?limit=1')).items[0]?.cursor as string;
    let last = start;
    // Each connection is cut after a few events; others may already have been sent.
    for (let cut = 1; heardOf.length < signings * 2 - 1; cut = (cut % 3) + 1) {
      const listener = await listen('', last);
      await heard(listener, Math.min(cut, signings * 2 - 1 - heardOf.length));
      listener.end();
      heardOf.push(...listener.events.map(({ id }) => id));
      last = heardOf.at(-1) as string;
    }
    await telling;
    await allTold(service);
    const all = await changes(`?limit=1000&since=${start}`);
    expect(heardOf).toEqual(all.items.map(({ cursor }) => cursor).slice(0, heardOf.length));
    expect(new Set(heardOf).size).toBe(heardOf.length);
  });

  it('all clients receive the same; a client of one agreement receives only its messages', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, () => listen()));
    const own = await listen('?agreement=two');
    for (let day = 2; day <= 6; day++) await sign(day % 2 ? 'two' : 'one', day);
    for (const listener of many) await heard(listener, 10);
    await heard(own, 4);
    const [one] = many;
    for (const listener of many) expect(listener.events).toEqual(one?.events);
    expect(own.events.every(({ data }) => data.data.agreement === 'two')).toBe(true);
    expect(own.events).toHaveLength(4);
  });

  describe('a cursor', () => {
    const NOWHERE = [
      ['no cursor at all', 'yesterday'],
      ['far behind the last one', '0.999999'],
      ['of a time to come', '99999999.1'],
      ['of another database', '831.2'],
      ['of another numbering', '1000000000.2'],
      ['larger than any number', '99999999999999999999.9999999999999999999'],
      ['negative', '-1.5'],
      ['spelt otherwise', '00.00'],
      ['with a zero before', '0.01'],
      ['empty', ''],
      ['very long', '1'.repeat(59)],
    ] as const;

    it.each(NOWHERE)('that was never issued (%s) is refused by every route', async (_, cursor) => {
      await sign('one', 2);
      await allTold(service);
      const query = `?since=${encodeURIComponent(cursor)}`;
      const refused = await service.call('GET', `/v1/changes${query}`);
      expect(refused.status).toBe(422);
      expect(refused.body.errors[0]).toMatchObject({ pointer: '/since' });
      expect((await service.call('GET', `/v1/events${query}`)).status).toBe(422);
      // Node sends no empty header, and a browser sends none before its first event.
      if (cursor !== '') expect((await listen('', cursor)).status).toBe(422);
    });

    it('that is refused gets an example that is accepted', async () => {
      const { body } = await service.call('GET', '/v1/changes?since=0.999999');
      const [fault] = body.errors;
      expect(fault?.expected).toContain('or no `since`');
      await sign('one', 2);
      await allTold(service);
      const { items } = await changes(String(fault?.example));
      expect(items).toHaveLength(4);
      const other = await service.call('GET', '/v1/events', undefined, {
        'last-event-id': '0.999999',
      });
      const [name, value] = String(other.body.errors[0]?.example).split(': ');
      expect(name).toBe('Last-Event-ID');
      const events = await heard(await listen('', value), 4);
      expect(events.map(({ id }) => id)).toEqual(items.map(({ cursor }) => cursor));
    });

    it('from between a backup and its restore continues with the messages since', async () => {
      await sign('one', 2);
      await allTold(service);
      const { next: kept } = await changes('?limit=1000');
      const [transaction, position] = kept.split('.').map(Number) as [number, number];
      const lost = `${DATABASE === 'postgres' ? transaction + 3 : transaction}.${position + 3}`;
      await service.app.get(Store).write((tx) => advanceCounters(tx, clock.now()));
      expect(await changes(`?since=${kept}`)).toMatchObject({ items: [], next: kept });
      expect(await changes(`?since=${lost}`)).toMatchObject({ items: [], next: lost });
      await sign('one', 3);
      await allTold(service);
      const told = await changes(`?since=${kept}`);
      expect(told.items).toHaveLength(2);
      expect((await changes(`?since=${lost}`)).items).toEqual(told.items);
      const ahead = `${String(told.next.split('.')[0])}999.1`;
      expect((await service.call('GET', `/v1/changes?since=${ahead}`)).status).toBe(422);
    });

    it('of another agreement is refused to the holder of a token for one', async () => {
      await sign('one', 2);
      await sign('two', 3);
      await allTold(service);
      const { items } = await changes('?limit=1000');
      await newToken(service, { role: 'admin' });
      const headers = {
        authorization: `Bearer ${await newToken(service, { agreements: ['two'] })}`,
      };
      const statuses = [];
      for (const { cursor, data } of items.slice(2)) {
        const path = `/v1/changes?since=${cursor}`;
        const { status } = await service.call('GET', path, undefined, headers);
        statuses.push([data.agreement, status]);
      }
      expect(statuses).toEqual([
        ['one', 422],
        ['one', 422],
        ['two', 200],
        ['two', 200],
      ]);
    });
  });
});
