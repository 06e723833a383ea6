import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Endpoint } from '../../src/delivery/endpoint/endpoint.entity';
import { Courier } from '../../src/delivery/queue/courier';
import { deliveries as examineDeliveries } from '../../src/doctor/deliveries';
import { selectRows } from '../../src/store/sql/rows';
import { DATABASE, describeStored } from '../support/databases';
import { until } from '../support/until';
import { rejected, type Sending, startSending, WELL } from './fixture';

const AHEAD = 400 * 86_400_000;
const SETTINGS = { ...DELIVERY_DEFAULTS, shutdownMs: 50 };

describeStored(`a clock that was 400 days ahead, on ${DATABASE}`, () => {
  let sending: Sending;
  let courier: Courier;
  let logged: string[];
  /** Called when the courier has begun a round. */
  let duringRound: () => Promise<void>;
  beforeEach(async () => {
    sending = await startSending(SETTINGS);
    const round = sending.otherRound(sending.transport);
    duringRound = async () => {};
    const start = round.start.bind(round);
    round.start = async (...limits) => {
      await duringRound();
      return start(...limits);
    };
    courier = new Courier(round, sending.claims, sending.clock, new SchedulerRegistry(), SETTINGS);
    logged = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text: string) => {
      logged.push(text);
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await courier.beforeApplicationShutdown();
  });

  const faults = async () =>
    (await sending.opened.store.read((tx) => examineDeliveries(tx, sending.clock.now()))).faults;
  const allDelivered = () =>
    until(async () => {
      const rows = await sending.deliveries();
      return rows.every(({ state }) => state === 'delivered') || undefined;
    });

  it('delays nothing after its correction: deliveries are made due, doctor and log report it', async () => {
    const id = await sending.endpoint();
    sending.clock.advance(AHEAD);
    await sending.tell(3);
    sending.transport.answer = () => rejected(500);
    await sending.round();
    sending.transport.answer = () => WELL;
    sending.clock.advance(-AHEAD);
    expect(await faults()).toEqual([
      `3 deliveries to ${id} wait until 2027-04-05T00:00:05.399Z, longer than any retry: the clock was ahead; the service makes them due within a minute`,
    ]);
    await courier.onApplicationBootstrap();
    await allDelivered();
    expect(await faults()).toEqual([]);
    expect(logged).toEqual([
      expect.stringContaining(`The clock was ahead: 3 deliveries to the webhook ${id} waited`),
    ]);
    const [endpoint] = await sending.opened.store.read((tx) => selectRows(tx, Endpoint, '', []));
    expect(endpoint).toMatchObject({ failingSince: null, probeAt: null });
  });

  it('is noticed by a running courier at its next look', async () => {
    await sending.endpoint();
    sending.clock.advance(AHEAD);
    sending.transport.answer = () => rejected(500);
    await courier.onApplicationBootstrap();
    await sending.tell(1);
    courier.wake();
    await until(
      async () =>
        (await sending.deliveries()).some(({ lastStatusCode }) => lastStatusCode === 500) ||
        undefined,
    );
    sending.transport.answer = () => WELL;
    sending.clock.advance(-AHEAD);
    courier.wake();
    await allDelivered();
  });

  it('is noticed where it is set right while a round runs', async () => {
    await sending.endpoint();
    sending.clock.advance(AHEAD);
    sending.transport.answer = () => rejected(500);
    let setBack = false;
    duringRound = async () => {
      const [delivery] = await sending.deliveries();
      if (setBack || delivery?.lastStatusCode !== 500) return;
      setBack = true;
      sending.transport.answer = () => WELL;
      sending.clock.advance(-AHEAD);
      courier.wake();
    };
    await courier.onApplicationBootstrap();
    await sending.tell(1);
    courier.wake();
    await allDelivered();
  });

  it('repeats no attempt in flight, and ends its lease in time', async () => {
    await sending.endpoint();
    sending.clock.advance(AHEAD);
    await sending.tell(1);
    const [claim] = await sending.claims.take(1);
    if (claim === undefined) throw new Error('nothing was claimed');
    sending.clock.advance(-AHEAD);
    await sending.claims.pullBack();
    expect(await sending.claims.take(1)).toEqual([]);
    sending.clock.advance(SETTINGS.leaseMs);
    expect(await sending.claims.take(1)).toMatchObject([{ messageId: claim.messageId, fence: 2 }]);
  });

  it('changes nothing if every instant is within the retry schedule', async () => {
    await sending.endpoint();
    await sending.tell(1);
    sending.transport.answer = () => rejected(503, '86400');
    await sending.round();
    const before = await sending.deliveries();
    await sending.claims.pullBack();
    expect(await sending.deliveries()).toEqual(before);
    expect([await faults(), logged]).toEqual([[], []]);
  });
});
