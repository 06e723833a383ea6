import { BATCH } from '../../src/delivery/delivery-settings';
import { Endpoint } from '../../src/delivery/endpoint/endpoint.entity';
import { Attempt } from '../../src/delivery/queue/attempt.entity';
import { MAX_ATTEMPTS } from '../../src/delivery/retry-schedule';
import { insertRows, selectRows } from '../../src/store/sql/rows';
import { DATABASE, describeStored } from '../support/databases';
import { rejected, ScriptedTransport, type Sending, startSending, WELL } from './fixture';

describeStored(`claims on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending({ perEndpointInFlight: 8, leaseMs: 30_000 });
  });

  it('gives each delivery to one process at a time, and never more than the limit', async () => {
    await sending.endpoint();
    await sending.tell(40);
    const taken = await Promise.all(Array.from({ length: 12 }, () => sending.claims.take(64)));
    const ids = taken.flat().map((claim) => claim.messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(8);
  });

  it('counts the attempt and sets a token with the lease', async () => {
    await sending.endpoint();
    await sending.tell(1);
    const [first] = await sending.claims.take(1);
    expect(first).toMatchObject({ attempts: 1, fence: 1 });
    expect(await sending.claims.take(1)).toEqual([]);
    sending.clock.advance(30_000);
    const [second] = await sending.claims.take(1);
    expect(second).toMatchObject({ messageId: first?.messageId, attempts: 2, fence: 2 });
  });

  it('accepts a result only with the token of the lease', async () => {
    await sending.endpoint();
    await sending.tell(1);
    const [stale] = await sending.claims.take(1);
    sending.clock.advance(30_000);
    const [holder] = await sending.claims.take(1);
    if (stale === undefined || holder === undefined) throw new Error('nothing was claimed');
    const at = { startedAt: sending.clock.now(), endedAt: sending.clock.now() };
    await sending.settlement.settle([{ claim: stale, result: rejected(500), ...at }]);
    expect(await sending.deliveries()).toMatchObject([
      { state: 'pending', fence: 2, lastError: null },
    ]);
    await Promise.all([
      sending.settlement.settle([{ claim: holder, result: WELL, ...at }]),
      sending.settlement.settle([{ claim: stale, result: rejected(500), ...at }]),
      sending.settlement.settle([{ claim: holder, result: rejected(500), ...at }]),
    ]);
    const [delivery] = await sending.deliveries();
    const log = await sending.opened.store.read((tx) => selectRows(tx, Attempt, '', []));
    expect(log.length).toBe(1);
    expect(delivery?.leaseUntil).toBeNull();
    expect(log[0]?.outcome === 'delivered').toBe(delivery?.state === 'delivered');
  });

  it('leaves slots for other endpoints beside a slow one', async () => {
    const slow = await sending.endpoint({ url: 'https://slow.example.org/' });
    await sending.tell(100);
    const quick = await sending.endpoint({ url: 'https://quick.example.org/' });
    await sending.tell(4);
    let free = (): void => undefined;
    const stuck = new Promise<void>((resolve) => {
      free = resolve;
    });
    sending.transport.answer = async ({ url }) => {
      if (url.includes('slow')) await stuck;
      return WELL;
    };
    const other = sending.otherRound(sending.transport);
    const attempts = await other.start(64);
    expect(await other.start(64)).toEqual([]);
    const sentTo = (part: string) =>
      sending.transport.posts.filter((p) => p.url.includes(part)).length;
    expect([sentTo('slow'), sentTo('quick')]).toEqual([8, 4]);
    free();
    await Promise.all(attempts);
    const rows = await sending.deliveries();
    expect(rows.filter((row) => row.endpointId === quick && row.state === 'delivered').length).toBe(
      4,
    );
    expect(rows.filter((row) => row.endpointId === slow && row.state === 'delivered').length).toBe(
      8,
    );
  });

  it('keeps to the concurrency and the rate limit of an endpoint', async () => {
    await sending.endpoint({ maxInFlight: 3 });
    const slow = await sending.endpoint({ maxPerMinute: 120 });
    await sending.tell(100);
    const first = await sending.claims.take(64);
    const ofSlow = (claims: typeof first) =>
      claims.filter((claim) => claim.endpointId === slow).length;
    expect([first.length - ofSlow(first), ofSlow(first)]).toEqual([3, 2]);
    expect(await sending.claims.take(64)).toEqual([]);
    expect(await sending.claims.nextInstant()).toBe(sending.clock.now() + 500);
    let sent = 0;
    for (let second = 0; second < 10; second++) {
      sending.clock.advance(1_000);
      sent += ofSlow(await sending.claims.take(64));
    }
    // The fixture allows eight attempts in flight.
    expect(sent).toBe(6);
  });

  it('shares few slots among the endpoints', async () => {
    for (let i = 0; i < 4; i++) await sending.endpoint();
    await sending.tell(10);
    const claims = await sending.claims.take(8);
    const counts = new Map<string, number>();
    for (const { endpointId } of claims) counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
    expect([...counts.values()]).toEqual([2, 2, 2, 2]);
  });

  it('claims for hundreds of endpoints in one query', async () => {
    const endpoint = await sending.endpoint();
    const ids = Array.from({ length: 299 }, (_, i) => `ep_${i}`);
    await sending.opened.store.write(async (tx) => {
      const [row] = await selectRows(tx, Endpoint, 'WHERE id = ?', [endpoint]);
      await insertRows(
        tx,
        Endpoint,
        ids.map((id) => ({ ...(row as Endpoint), id })),
      );
    });
    const [message] = await sending.tell(1);
    const claims = await sending.claims.take(BATCH);
    expect(new Set(claims.map(({ endpointId }) => endpointId)).size).toBe(256);
    expect(claims.every(({ messageId, body }) => messageId === message && body !== '')).toBe(true);
    expect((await sending.claims.take(BATCH)).length).toBe(300 - 256);
  });

  it('never makes more attempts than the retry schedule has, also if each ends in a crash', async () => {
    await sending.endpoint();
    await sending.tell(1);
    for (let i = 0; i < MAX_ATTEMPTS; i++) {
      expect((await sending.claims.take(1)).length).toBe(1);
      sending.clock.advance(30_000);
    }
    await sending.round();
    expect(sending.transport.posts).toEqual([]);
    expect(await sending.deliveries()).toMatchObject([{ state: 'failed' }]);
  });

  it('a process that starts alone releases the leases of a killed one at once', async () => {
    await sending.endpoint();
    await sending.tell(2);
    await sending.claims.take(1);
    await sending.claims.releaseAbandoned();
    const attempts = (await sending.claims.take(8)).map((claim) => claim.attempts);
    expect(new Set(attempts)).toEqual(new Set(DATABASE === 'sqlite' ? [1, 2] : [1]));
  });

  it('return the next instant to claim at', async () => {
    expect(await sending.claims.nextInstant()).toBeUndefined();
    await sending.endpoint();
    await sending.tell(1);
    const start = sending.clock.now();
    expect(await sending.claims.nextInstant()).toBe(start);
    await sending.claims.take(1);
    expect(await sending.claims.nextInstant()).toBe(start + 30_000);
  });

  it('the deliveries of a process that died are sent by another, under the same id', async () => {
    await sending.endpoint();
    const [id] = await sending.tell(1);
    await sending.claims.take(1);
    sending.clock.advance(30_000);
    const heir = new ScriptedTransport();
    await Promise.all(await sending.otherRound(heir).start(8));
    expect(heir.posts.map((post) => post.headers['webhook-id'])).toEqual([id]);
  });
});
