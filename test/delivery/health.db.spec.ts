import { RETRY_WAITS_MS } from '../../src/delivery/retry-schedule';
import { DATABASE, describeStored } from '../support/databases';
import { rejected, type Sending, startSending, WELL } from './fixture';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describeStored(`failing endpoints on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending();
  });

  const states = async () => (await sending.deliveries()).map((row) => row.state).sort();
  const fail = (status = 500, retryAfter?: string) => {
    sending.transport.answer = () => rejected(status, retryAfter);
  };
  /** Runs rounds, each at the next instant at which something is due, up to `until`. */
  const runUntil = async (until: number) => {
    for (;;) {
      const next = await sending.claims.nextInstant();
      if (next === undefined || next > until) break;
      sending.clock.set(Math.max(next, sending.clock.now()));
      await sending.round();
    }
    sending.clock.set(Math.max(until, sending.clock.now()));
  };

  it('follows the retry schedule, and keeps what failed ten times for redelivery', async () => {
    const endpoint = await sending.endpoint();
    const [id = ''] = await sending.tell(1);
    const start = sending.clock.now();
    fail();
    await runUntil(start + 10 * DAY);
    expect(sending.transport.posts.length).toBe(10);
    expect(await states()).toEqual(['failed']);
    const { log } = await sending.log.read(endpoint, id);
    const waits = log.slice(1).map((attempt, i) => {
      const before = log[i] as (typeof log)[number];
      return Date.parse(attempt.startedAt) - Date.parse(before.startedAt);
    });
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(RETRY_WAITS_MS[i] as number);
      expect(wait).toBeLessThanOrEqual((RETRY_WAITS_MS[i] as number) * 1.1);
    }
    sending.transport.answer = () => WELL;
    await sending.log.redeliver(endpoint, id);
    await sending.round();
    expect(await states()).toEqual(['delivered']);
    expect(sending.transport.posts.at(-1)?.headers['webhook-id']).toBe(id);
  });

  it('waits for Retry-After if it is longer than the retry schedule', async () => {
    await sending.endpoint();
    await sending.tell(1);
    fail(429, '120');
    await sending.round();
    const [delivery] = await sending.deliveries();
    expect(delivery?.nextAttemptAt).toBe(sending.clock.now() + 120_000);
  });

  it('probes a failing endpoint with one message at a time; the first success releases all', async () => {
    await sending.endpoint();
    await sending.tell(200);
    fail();
    expect(await sending.round()).toBe(8);
    const start = sending.clock.now();
    let most = 0;
    const { answer } = sending.transport;
    let underWay = 0;
    sending.transport.answer = async (post) => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      return answer(post);
    };
    await runUntil(start + HOUR);
    expect(most).toBe(1);
    // At least once a minute. Within the hour no delivery has failed for good.
    expect(sending.transport.posts.length).toBeGreaterThanOrEqual(60);
    expect(new Set(await states())).toEqual(new Set(['pending']));
    sending.transport.answer = () => WELL;
    await runUntil(start + HOUR + 2 * 60_000);
    expect(new Set(await states())).toEqual(new Set(['delivered']));
  });

  it('a message that alone is rejected keeps its retry schedule while others succeed', async () => {
    await sending.endpoint();
    const [poison] = await sending.tell(1);
    sending.transport.answer = ({ headers }) =>
      headers['webhook-id'] === poison ? rejected(400) : WELL;
    const start = sending.clock.now();
    for (let i = 0; i < 120; i++) {
      await sending.tell(1);
      await runUntil(start + i * 5 * 60_000);
    }
    const delivery = (await sending.deliveries()).find((row) => row.messageId === poison);
    expect(delivery?.state).toBe('pending');
    expect(delivery?.attempts).toBeLessThanOrEqual(6);
    expect((await states()).filter((state) => state === 'delivered').length).toBe(120);
  });

  it('a ping is sent before waiting messages, and its success releases them', async () => {
    const endpoint = await sending.endpoint();
    await sending.tell(20);
    fail();
    for (let i = 0; i < 12; i++) {
      await sending.round();
      sending.clock.advance(60_000);
    }
    sending.transport.answer = () => WELL;
    const before = sending.transport.posts.length;
    const ping = await sending.pings.send(endpoint);
    expect(await sending.round()).toBe(1);
    expect(sending.transport.posts[before]?.headers['webhook-id']).toBe(ping);
    await runUntil(sending.clock.now());
    expect(new Set(await states())).toEqual(new Set(['delivered']));
  });

  it('a disabled endpoint is reported to the other endpoints', async () => {
    const gone = await sending.endpoint({ url: 'https://gone.example.org/' });
    await sending.endpoint({ agreements: ['another'] });
    sending.transport.answer = ({ url }) => (url.includes('gone') ? rejected(410) : WELL);
    await sending.tell(1);
    await sending.round();
    await sending.round();
    const told = sending.transport.posts.map(({ body }) => JSON.parse(body)).slice(1);
    expect(told).toMatchObject([
      { type: 'endpoint.disabled', data: { endpoint: gone, reason: 'gone' } },
    ]);
  });

  it.each([
    { reason: 'gone', status: 410, days: 1 },
    { reason: 'failing', status: 503, days: 7 },
  ])(
    'a request to disable a $reason endpoint makes it disabled on purpose',
    async ({ reason, status, days }) => {
      const endpoint = await sending.endpoint();
      const start = sending.clock.now();
      fail(status);
      for (let day = 1; day <= days; day++) {
        await sending.tell(1);
        await runUntil(start + day * DAY);
      }
      await sending.endpoints.change(endpoint, { description: 'closed down' });
      expect(await sending.endpoints.read(endpoint)).toMatchObject({
        state: 'disabled',
        disabledReason: reason,
      });
      await sending.endpoints.change(endpoint, { state: 'disabled' });
      expect(await sending.endpoints.read(endpoint)).toMatchObject({
        state: 'disabled',
        disabledReason: 'by-request',
      });
    },
  );

  it('410 disables an endpoint, and its waiting messages are held', async () => {
    const endpoint = await sending.endpoint();
    await sending.tell(20);
    fail(410);
    await runUntil(sending.clock.now() + DAY);
    expect(sending.transport.posts.length).toBeLessThanOrEqual(8);
    expect(await sending.endpoints.read(endpoint)).toMatchObject({
      state: 'disabled',
      disabledReason: 'gone',
    });
    expect((await sending.log.list(endpoint, { state: 'held' }, 100)).length).toBe(20);
    sending.transport.answer = () => WELL;
    await sending.endpoints.change(endpoint, { state: 'enabled' });
    await runUntil(sending.clock.now());
    expect(new Set(await states())).toEqual(new Set(['delivered']));
  });

  it('five days of nothing but failures disable an endpoint; its messages are held, none is dropped', async () => {
    const endpoint = await sending.endpoint();
    const start = sending.clock.now();
    fail(503);
    await sending.tell(5);
    for (let day = 1; day < 8; day++) {
      await runUntil(start + day * DAY);
      await sending.tell(5);
    }
    expect(await sending.endpoints.read(endpoint)).toMatchObject({
      state: 'disabled',
      disabledReason: 'failing',
    });
    const counts = new Map<string, number>();
    for (const { state } of await sending.log.list(endpoint, {}, 100)) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['failed', 'held']);
    expect((counts.get('held') ?? 0) + (counts.get('failed') ?? 0)).toBe(40);
    expect(counts.get('held')).toBeGreaterThanOrEqual(20);
  });

  it('a superseded message is not sent; one in flight that arrives is recorded as delivered', async () => {
    const endpoint = await sending.endpoint();
    const ids = await sending.tell(2);
    const [claim] = await sending.claims.take(1);
    if (claim === undefined) throw new Error('nothing was claimed');
    await sending.opened.store.write((tx) => sending.outbox.withdraw(tx, ids));
    expect(await states()).toEqual(['superseded', 'superseded']);
    const at = { startedAt: sending.clock.now(), endedAt: sending.clock.now() };
    await sending.settlement.settle([{ claim, result: WELL, ...at }]);
    expect(await sending.log.read(endpoint, claim.messageId)).toMatchObject({ state: 'delivered' });
    sending.clock.advance(DAY);
    expect(await sending.round()).toBe(0);
    const other = ids.find((id) => id !== claim.messageId) as string;
    await expect(sending.log.redeliver(endpoint, other)).rejects.toMatchObject({
      kind: 'conflict',
    });
  });

  it('deleting an endpoint during an attempt leaves no rows of it', async () => {
    const endpoint = await sending.endpoint();
    await sending.tell(3);
    const claims = await sending.claims.take(2);
    await sending.endpoints.remove(endpoint);
    const at = { startedAt: sending.clock.now(), endedAt: sending.clock.now() };
    await sending.settlement.settle(claims.map((claim) => ({ claim, result: WELL, ...at })));
    expect(await sending.deliveries()).toEqual([]);
  });
});
