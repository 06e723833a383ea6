import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Endpoint } from '../../src/delivery/endpoint/endpoint.entity';
import type { AttemptRunner } from '../../src/delivery/queue/attempts';
import { Courier } from '../../src/delivery/queue/courier';
import type { AttemptResult } from '../../src/delivery/transport/transport';
import { insertRows, selectRows } from '../../src/store/sql/rows';
import { DATABASE, describeStored } from '../support/databases';
import { runs } from '../support/runs';
import { until } from '../support/until';
import { type Sending, startSending, WELL } from './fixture';

/** The long run uses the service's limits, the usual one an eighth of them. */
const SILENT = runs(188, 1_500);
const MESSAGES = 15;
const SETTINGS = {
  ...DELIVERY_DEFAULTS,
  concurrency: runs(256, DELIVERY_DEFAULTS.concurrency),
  slowConcurrency: runs(32, DELIVERY_DEFAULTS.slowConcurrency),
  // The clock advances a minute with every message, and a lease must outlast an attempt by that clock.
  leaseMs: 86_400_000,
  shutdownMs: 0,
};
const TIMED_OUT: AttemptResult = {
  outcome: 'timed-out',
  statusCode: null,
  retryAfter: undefined,
  excerpt: null,
  error: 'No complete response within 15000 ms',
};

describeStored(`${SILENT} receivers that never answer, on ${DATABASE}`, () => {
  let sending: Sending;
  let courier: Courier;
  let round: AttemptRunner;
  /** Ends attempts to silent receivers as their time limit does. */
  let timeOuts: (() => void)[];
  let tried: string[];
  let heard: number;
  let good: string;
  beforeEach(async () => {
    sending = await startSending(SETTINGS);
    timeOuts = [];
    tried = [];
    heard = 0;
    sending.transport.answer = ({ url }) => {
      if (url.endsWith('/good')) {
        heard++;
        return WELL;
      }
      tried.push(url);
      return new Promise((resolve) => timeOuts.push(() => resolve(TIMED_OUT)));
    };
    round = sending.otherRound(sending.transport);
    courier = new Courier(round, sending.claims, sending.clock, new SchedulerRegistry(), SETTINGS);
    const first = await sending.endpoint({ url: 'https://silent.example.org/0' });
    await sending.opened.store.write(async (tx) => {
      const [row] = await selectRows(tx, Endpoint, 'WHERE id = ?', [first]);
      if (row === undefined) throw new Error('the endpoint is missing');
      const keys = sending.keyring.open(first, row.sealedKeys);
      const more = Array.from({ length: SILENT - 1 }, (_, i) => ({
        ...row,
        id: `ep_${i}`,
        sealedKeys: sending.keyring.seal(`ep_${i}`, keys),
        url: `https://silent.example.org/${i + 1}`,
      }));
      await insertRows(tx, Endpoint, more);
    });
    good = await sending.endpoint({ url: 'https://example.org/good' });
    await courier.onApplicationBootstrap();
  });
  afterEach(async () => {
    sending.transport.answer = () => TIMED_OUT;
    await courier.beforeApplicationShutdown();
    for (const end of timeOuts.splice(0)) end();
  });

  const tell = async () => {
    await sending.tell(1);
    courier.wake();
  };
  const hears = (count: number) => until(() => heard === count || undefined);
  /** As after 15 seconds: all attempts to silent receivers end. */
  const timeOut = async () => {
    sending.clock.advance(15_000);
    const ended = timeOuts.splice(0);
    for (const end of ended) end();
    await until(async () => {
      const { length } = await sending.opened.store.read((tx) =>
        selectRows(tx, Endpoint, 'WHERE probe_at >= ?', [sending.clock.now()]),
      );
      return length >= Math.min(ended.length, SILENT) || undefined;
    });
  };

  it('delay no message to one that answers, before and after they have timed out', async () => {
    for (let i = 1; i <= MESSAGES; i++) {
      await tell();
      // No attempt to a silent receiver has ended so far.
      await hears(i);
    }
    await until(() => new Set(tried).size === SILENT || undefined);
    await timeOut();
    for (let i = 1; i <= MESSAGES; i++) {
      sending.clock.advance(60_000);
      await tell();
      await hears(MESSAGES + i);
    }
    await until(() => round.slowInFlight === SETTINGS.slowConcurrency || undefined);
    await until(async () => {
      const rows = await sending.deliveries();
      const own = rows.filter(({ endpointId }) => endpointId === good);
      const delivered = own.filter(({ state }) => state === 'delivered');
      return (own.length === 2 * MESSAGES && delivered.length === own.length) || undefined;
    });
    expect(heard).toBe(2 * MESSAGES);
  }, 600_000);

  it('share a part of the attempts, and each gets one in turn', async () => {
    await tell();
    await until(() => timeOuts.length === SILENT || undefined);
    await timeOut();
    tried = [];
    const turns = Math.ceil(SILENT / SETTINGS.slowConcurrency);
    for (let turn = 1; turn <= turns; turn++) {
      sending.clock.advance(45_000);
      courier.wake();
      const expected = Math.min(SETTINGS.slowConcurrency, SILENT - tried.length);
      await until(() => timeOuts.length >= expected || undefined);
      expect(timeOuts.length).toBeLessThanOrEqual(SETTINGS.slowConcurrency);
      await timeOut();
    }
    expect(new Set(tried).size).toBe(SILENT);
  }, 600_000);
});

describeStored(`slow endpoints on ${DATABASE}`, () => {
  it('are those whose last attempt failed after a second or more, until one succeeds or the URL changes', async () => {
    const sending = await startSending();
    const id = await sending.endpoint();
    const slow = async () => (await sending.claims.nextInstant({ slow: 0 })) === undefined;
    const attempt = async (result: AttemptResult, milliseconds: number) => {
      await sending.tell(1);
      sending.clock.advance(60_000);
      sending.transport.answer = () => {
        sending.clock.advance(milliseconds);
        return result;
      };
      await sending.round(1);
      await sending.tell(1);
      return slow();
    };
    expect(await attempt(TIMED_OUT, 999)).toBe(false);
    expect(await attempt(TIMED_OUT, 1_000)).toBe(true);
    expect(await attempt({ ...TIMED_OUT, outcome: 'unreachable' }, 15_000)).toBe(true);
    await sending.endpoints.change(id, { url: 'https://example.org/elsewhere' });
    expect(await slow()).toBe(false);
    expect(await attempt(TIMED_OUT, 15_000)).toBe(true);
    expect(await attempt(WELL, 15_000)).toBe(false);
  });
});
