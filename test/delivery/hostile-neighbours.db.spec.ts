import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Courier } from '../../src/delivery/queue/courier';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import { DATABASE, describeStored } from '../support/databases';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { type Sending, startSending } from './fixture';
import {
  answering,
  BEHAVIOURS,
  type Behaviour,
  type Receiver,
  startReceiver,
} from './hostile-receiver';

const MESSAGES = runs(20, 2_000);
const HOSTILE = [
  ...Object.values(BEHAVIOURS),
  ...[302, 410, 429, 500].map((status) => answering(status)),
];
/** Long enough for a good receiver on a busy machine. Hanging receivers keep their slots as long. */
const SETTINGS = {
  ...DELIVERY_DEFAULTS,
  allowedNetworks: ['127.0.0.0/8'],
  requestTimeoutMs: 10_000,
  // The clock advances a second with every message, and a lease must outlast an attempt by that clock.
  leaseMs: 86_400_000,
  shutdownMs: 50,
};

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Megabytes in use after garbage collection. */
function inUse(): number {
  gc();
  const { heapUsed, arrayBuffers, external } = process.memoryUsage();
  return (heapUsed + arrayBuffers + external) / 1e6;
}

describeStored(`a good receiver beside hostile ones, on ${DATABASE}`, () => {
  let sending: Sending;
  let transport: HttpTransport;
  let courier: Courier;
  let receivers: Receiver[];
  let arrived: () => void;
  beforeEach(async () => {
    transport = new HttpTransport(SETTINGS);
    sending = await startSending(SETTINGS, transport);
    const round = sending.otherRound(transport);
    courier = new Courier(round, sending.claims, sending.clock, new SchedulerRegistry(), SETTINGS);
    receivers = [];
    const good = await startReceiver((socket, receiver) => {
      answering(204)(socket, receiver);
      arrived();
    });
    receivers.push(good);
    await sending.endpoint({ url: good.url });
  });
  afterEach(async () => {
    await transport.close();
    await courier.beforeApplicationShutdown();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  /** Milliseconds from the commit of each message to its arrival. */
  const waits = async (): Promise<number[]> => {
    const taken: number[] = [];
    for (let i = 0; i < MESSAGES; i++) {
      // A second each, so that failing receivers are probed repeatedly.
      sending.clock.advance(1_000);
      const arrival = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await sending.tell(1);
      const start = performance.now();
      courier.wake();
      await arrival;
      taken.push(performance.now() - start);
    }
    return taken;
  };
  const p99 = (taken: number[]) =>
    taken.sort((a, b) => a - b)[Math.ceil(taken.length * 0.99) - 1] ?? Number.NaN;

  it('gets every message without delay', async () => {
    const start = async (behaviour: Behaviour) => {
      const receiver = await startReceiver(behaviour);
      receivers.push(receiver);
      return receiver.url;
    };
    // Before, as many receivers that answer: only their hostility differs.
    const neighbours: string[] = [];
    for (const _ of HOSTILE) {
      neighbours.push(await sending.endpoint({ url: await start(answering(204)) }));
    }
    await courier.onApplicationBootstrap();
    await waits();
    const before = await waits();
    for (const [i, id] of neighbours.entries()) {
      await sending.endpoints.change(id, { url: await start(HOSTILE[i] as Behaviour) });
    }
    const among = await waits();
    const used = inUse();
    among.push(...(await waits()));
    const grown = inUse() - used;
    const [good] = receivers as [Receiver];
    expect(good.requests.length).toBe(4 * MESSAGES);
    for (const { connections } of receivers) expect(connections).toBeGreaterThan(0);
    figure(
      15,
      `${HOSTILE.length} hostile receivers, ${MESSAGES} messages, ${DATABASE}: another's p99 ${(p99(among) / p99(before)).toFixed(2)} × what it was among good ones (${p99(among).toFixed(1)} ms), memory in use ${grown > 0 ? '+' : ''}${grown.toFixed(1)} MB over the second half`,
    );
  }, 600_000);
});
