import { createServer, type Socket } from 'node:net';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Courier } from '../../src/delivery/queue/courier';
import { DATABASE, describeStored } from '../support/databases';
import { until } from '../support/until';
import { startSending, WELL } from './fixture';

const MAILBOXES = 60;
const MESSAGES = 5;
const SETTINGS = {
  ...DELIVERY_DEFAULTS,
  allowedNetworks: ['127.0.0.0/8'],
  concurrency: 64,
  slowConcurrency: 8,
  // No mail ends by itself during the test.
  requestTimeoutMs: 600_000,
  leaseMs: 86_400_000,
  shutdownMs: 0,
};

describeStored(`a mail server that never answers, on ${DATABASE}`, () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  it('delays no webhook, however many mails wait for it', async () => {
    const connected: Socket[] = [];
    const mute = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      connected.push(socket);
    });
    const port = await new Promise<number>((resolve) => {
      mute.listen(0, '127.0.0.1', () => {
        const address = mute.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    ends.push(() => {
      const closed = new Promise((resolve) => mute.close(resolve));
      for (const socket of connected) socket.destroy();
      return closed;
    });
    const sending = await startSending(SETTINGS);
    let heard = 0;
    sending.transport.answer = () => {
      heard++;
      return WELL;
    };
    await sending.mailServer.set({
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'pacta@example.org',
      fromName: 'Pacta',
    });
    for (let i = 0; i < MAILBOXES; i++) {
      await sending.endpoint({ kind: 'email', url: undefined, to: `m${i}@example.org` });
    }
    await sending.endpoint({ url: 'https://example.org/good' });
    const round = sending.otherRound(sending.transport);
    const courier = new Courier(
      round,
      sending.claims,
      sending.clock,
      new SchedulerRegistry(),
      SETTINGS,
    );
    ends.push(() => courier.beforeApplicationShutdown());
    ends.push(() => sending.smtp.close());
    await courier.onApplicationBootstrap();
    for (let i = 1; i <= MESSAGES; i++) {
      await sending.tell(1);
      courier.wake();
      await until(() => heard === i || undefined);
    }
    // The mails took all slots but the last quarter, which is for endpoints without attempts in flight.
    await until(() => connected.length > SETTINGS.concurrency / 2 || undefined);
  });
});
