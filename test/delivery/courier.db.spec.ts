import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Courier } from '../../src/delivery/queue/courier';
import { DATABASE, describeStored } from '../support/databases';
import { until } from '../support/until';
import { type Sending, startSending, WELL } from './fixture';

describeStored(`the courier's loop on ${DATABASE}`, () => {
  let sending: Sending;
  let timers: SchedulerRegistry;
  let courier: Courier;
  beforeEach(async () => {
    sending = await startSending();
    timers = new SchedulerRegistry();
    const round = sending.otherRound(sending.transport);
    const settings = { ...DELIVERY_DEFAULTS, shutdownMs: 50 };
    courier = new Courier(round, sending.claims, sending.clock, timers, settings);
  });
  afterEach(async () => {
    await courier.beforeApplicationShutdown();
  });

  const allDelivered = (count: number) =>
    until(async () => {
      const rows = await sending.deliveries();
      return rows.filter((row) => row.state === 'delivered').length === count || undefined;
    });

  it('sends all waiting deliveries at its start, also many more than it has slots', async () => {
    await sending.endpoint();
    await sending.endpoint();
    await sending.tell(300);
    await courier.onApplicationBootstrap();
    await allDelivered(600);
    const sent = sending.transport.posts.map((post) => post.headers['webhook-id']);
    expect(sent.length).toBe(600);
  });

  it('does nothing before its start, and claims nothing after it was told to stop', async () => {
    await sending.endpoint();
    await sending.tell(1);
    courier.wake();
    await courier.onApplicationBootstrap();
    await allDelivered(1);
    await courier.beforeApplicationShutdown();
    await sending.tell(1);
    courier.wake();
    expect(await sending.claims.nextInstant()).toBeLessThanOrEqual(sending.clock.now());
    expect(sending.transport.posts.length).toBe(1);
    expect(timers.getTimeouts()).toEqual([]);
  });

  it('waits at its end for attempts in flight, up to its time limit', async () => {
    await sending.endpoint();
    await sending.tell(1);
    let free = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      sending.transport.answer = () => {
        resolve();
        return new Promise((settle) => {
          free = () => settle(WELL);
        });
      };
    });
    await courier.onApplicationBootstrap();
    await begun;
    await courier.beforeApplicationShutdown();
    expect(await sending.deliveries()).toMatchObject([{ state: 'pending' }]);
    free();
    await allDelivered(1);
  });

  it('keeps slots for other endpoints while more attempts hang than it has slots', async () => {
    const settings = { ...DELIVERY_DEFAULTS, concurrency: 16, shutdownMs: 50 };
    const round = sending.otherRound(sending.transport);
    courier = new Courier(round, sending.claims, sending.clock, timers, settings);
    sending.transport.answer = ({ url }) =>
      url.endsWith('/hang') ? new Promise(() => undefined) : WELL;
    for (let i = 0; i < 3; i++) await sending.endpoint({ url: 'https://example.org/hang' });
    await sending.tell(20);
    await courier.onApplicationBootstrap();
    await until(async () => sending.transport.posts.length >= 12 || undefined);
    const good = await sending.endpoint({ url: 'https://example.org/good' });
    await sending.tell(20);
    courier.wake();
    await until(async () => {
      const rows = await sending.deliveries();
      const own = rows.filter((row) => row.endpointId === good && row.state === 'delivered');
      return own.length === 20 || undefined;
    });
    const held = sending.transport.posts.filter(({ url }) => url.endsWith('/hang'));
    expect(held.length).toBeLessThanOrEqual(12);
  });
});
