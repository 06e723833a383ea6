import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Courier } from '../../src/delivery/queue/courier';
import { HostNames } from '../../src/delivery/transport/host-names';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import { DATABASE, describeStored } from '../support/databases';
import { type DnsServer, startDnsServer } from '../support/dns-server';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { until } from '../support/until';
import { type Sending, startSending } from './fixture';
import {
  answering,
  BEHAVIOURS,
  type Behaviour,
  type Receiver,
  startReceiver,
} from './hostile-receiver';

const SILENT = runs(150, 1_500);
const DEAD_NAMES = 40;
const MESSAGES = runs(15, 100);
const SETTINGS = {
  ...DELIVERY_DEFAULTS,
  allowedNetworks: ['127.0.0.0/8'],
  allowHttp: true,
  // The clock advances a second with every message, and a lease must outlast an attempt by that clock.
  leaseMs: 86_400_000,
  shutdownMs: 0,
};

describeStored(`receivers that never answer and names that never resolve, on ${DATABASE}`, () => {
  let sending: Sending;
  let transport: HttpTransport;
  let courier: Courier;
  let dns: DnsServer;
  let receivers: Receiver[];
  let arrived: () => void;
  const start = async (behaviour: Behaviour) => {
    const receiver = await startReceiver(behaviour);
    receivers.push(receiver);
    return receiver;
  };
  beforeEach(async () => {
    receivers = [];
    dns = await startDnsServer(({ name }) =>
      name.startsWith('dead') ? 'silence' : { addresses: ['127.0.0.1'], ttl: 1 },
    );
    const { lookupTimeoutMs } = SETTINGS;
    sending = await startSending(SETTINGS);
    const names = new HostNames({
      clock: sending.clock,
      lookupTimeoutMs,
      resolverFile: '/nonexistent',
      servers: [dns.server],
    });
    transport = new HttpTransport(SETTINGS, { resolve: (name) => names.addresses(name) });
    const round = sending.otherRound(transport);
    courier = new Courier(round, sending.claims, sending.clock, new SchedulerRegistry(), SETTINGS);
  });
  afterEach(async () => {
    await courier.beforeApplicationShutdown();
    await transport.close();
    dns.release();
    await dns.close();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  it('delay no message to a good receiver', async () => {
    const silent = await start(BEHAVIOURS.hang ?? (() => undefined));
    for (let i = 0; i < SILENT; i++) await sending.endpoint({ url: `${silent.url}/${i}` });
    for (let i = 0; i < DEAD_NAMES; i++) {
      await sending.endpoint({ url: `https://dead-${i}.test/hook` });
    }
    const good = await start((socket, receiver) => {
      answering(204)(socket, receiver);
      arrived();
    });
    const { port } = new URL(good.url);
    await sending.endpoint({ url: `http://good.test:${port}/hook` });
    const namesAsked = () => new Set(dns.questions.map(({ name }) => name)).size;
    const everyOtherTried = () =>
      (silent.connections >= SILENT && namesAsked() === DEAD_NAMES + 1) || undefined;
    await courier.onApplicationBootstrap();
    const waits: number[] = [];
    for (let i = 0; i < 2 * MESSAGES; i++) {
      // The first half is sent while attempts to the others begin, the second half while all of them wait.
      if (i === MESSAGES) await until(everyOtherTried);
      sending.clock.advance(1_000);
      const arrival = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await sending.tell(1);
      const from = performance.now();
      courier.wake();
      await arrival;
      waits.push(performance.now() - from);
    }
    const p99 = waits.sort((a, b) => a - b)[Math.ceil(waits.length * 0.99) - 1] ?? Number.NaN;
    // On a busy machine an attempt may end at its limit and be repeated: the same message, not another.
    const ids = good.requests.map((request) => /^webhook-id: (.+)$/im.exec(request)?.[1]);
    expect(new Set(ids).size).toBe(2 * MESSAGES);
    figure(
      49,
      `${SILENT} silent receivers and ${DEAD_NAMES} names that nobody resolves, ${2 * MESSAGES} messages, ${DATABASE}: a good receiver's p99 ${p99.toFixed(0)} ms`,
    );
  }, 600_000);
});
