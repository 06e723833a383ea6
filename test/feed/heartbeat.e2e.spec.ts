import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { Settings } from '../../src/config/settings-schema';
import { SETTINGS } from '../../src/config/token';
import { deliverySettings } from '../../src/delivery/delivery-settings';
import { StuckDestinations } from '../../src/delivery/log/stuck-destinations';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import { Sweeper } from '../../src/domain/transition/sweeper';
import { Heartbeat } from '../../src/feed/ops/heartbeat';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestReceiver, startTestService, type TestService } from '../support/service';
import { until } from '../support/until';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T12:00:00Z');

describeStored(`the heartbeat on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let monitor: Server;
  let address: string;
  let status = 200;
  const beats: string[] = [];
  let service: TestService;

  beforeAll(async () => {
    monitor = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        beats.push(`${request.method} ${request.url} ${body}`);
        response.writeHead(status).end('OK');
      });
    });
    await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/api/push/k?status=up`;
  });
  beforeEach(() => {
    clock.set(START);
    status = 200;
    beats.length = 0;
  });
  afterEach(() => service.end());
  afterAll(() => monitor.close());

  const start = async (more: Partial<Settings['heartbeat']> = {}) => {
    service = await startTestService(clock, {
      heartbeat: { url: address, method: 'GET', everySeconds: 60, stuckMinutes: 15, ...more },
    });
    await until(() => service.app.get(Sweeper).lastSweptAt);
  };
  /** Wakes the sweeper until it has swept at this instant. */
  const sweep = async (at: number) => {
    clock.set(at);
    service.app.get(Sweeper).wake();
    await until(() => (service.app.get(Sweeper).lastSweptAt === at ? true : undefined));
  };
  /** Sweeps at an instant until this heartbeat has come: the one before may still wait for its answer. */
  const beat = (at: number, number: number) =>
    until(async () => {
      await sweep(at);
      return beats[number - 1];
    });
  const stored = (sql: string, ...values: unknown[]) =>
    service.app.get(Store).write((tx) => run(tx, sql, values));

  it('is sent after sweeps, once in its interval', async () => {
    await start();
    await until(() => beats[0]);
    for (let second = 1; second < 60; second += 7) await sweep(START + second * 1_000);
    await beat(START + MINUTE, 2);
    expect(beats).toEqual(Array.from({ length: 2 }, () => 'GET /api/push/k?status=up '));
  });

  it('is sent with POST where asked for', async () => {
    await start({ method: 'POST' });
    expect(await until(() => beats[0])).toBe(
      'POST /api/push/k?status=up {"sweptAt":"2026-01-01T12:00:00.000Z"}',
    );
  });

  it('is tried once in its interval where nobody answers', async () => {
    status = 500;
    await start();
    await until(() => beats[0]);
    await sweep(START + 30_000);
    await beat(START + MINUTE, 2);
    expect(beats).toHaveLength(2);
  });

  it('stays away while deliveries are stuck, and comes back', async () => {
    const receiver = await startTestReceiver();
    try {
      await start();
      await until(() => beats[0]);
      receiver.answers.push(...Array.from({ length: 50 }, () => 500));
      const { body } = await service.call<{ id: string }>('POST', '/v1/webhooks', {
        url: receiver.url,
      });
      await service.call('POST', `/v1/webhooks/${body.id}/ping`);
      await receiver.attempt(1);
      await until(async () => {
        const { rows } = await stored('SELECT id FROM endpoint WHERE failing_since IS NOT NULL');
        return rows[0];
      });
      await beat(START + 14 * MINUTE, 2);
      await sweep(START + 16 * MINUTE);
      await sweep(START + 18 * MINUTE);
      expect(beats).toHaveLength(2);
      // Disabled by a person: what waits then is meant to wait.
      await service.call('PATCH', `/v1/webhooks/${body.id}`, { state: 'disabled' });
      await beat(START + 20 * MINUTE, 3);
      expect(beats).toHaveLength(3);
    } finally {
      await receiver.close();
    }
  });

  it('stays away after a sweep that could not process a milestone', async () => {
    await start();
    await until(() => beats[0]);
    await service.call(
      'POST',
      '/v1/agreements',
      'id: pact\ntitle: Pact\nzone: UTC\nobligations: [{id: duty, title: Duty, due: within 1 day of signing}]\n',
    );
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    await stored("UPDATE milestone SET outcome = '{' WHERE id = 'pact/duty'");
    await stored('UPDATE milestone SET wake_at = ?', START + 2 * MINUTE);
    await sweep(START + 2 * MINUTE);
    await sweep(START + 4 * MINUTE);
    expect(beats).toHaveLength(1);
  });

  it('does not connect to a network that is not allowed, and says so once', async () => {
    await start();
    await until(() => beats[0]);
    const { app } = service;
    const warned: string[] = [];
    Logger.overrideLogger({
      log: () => undefined,
      warn: (text: string) => warned.push(text),
      error: (text: string) => warned.push(text),
    });
    const heartbeat = new Heartbeat(
      app.get(SETTINGS),
      app.get(Sweeper),
      clock,
      app.get(StuckDestinations),
      new HttpTransport(deliverySettings({})),
    );
    heartbeat.onApplicationBootstrap();
    await beat(START + MINUTE, 2);
    await until(async () => {
      await sweep(START + MINUTE);
      return warned[0];
    });
    await beat(START + 2 * MINUTE, 3);
    await beat(START + 3 * MINUTE, 4);
    // Those of the service alone, which may connect to this machine.
    expect(beats).toHaveLength(4);
    expect(warned).toEqual([expect.stringMatching(/^The heartbeat is not sent: .*127\.0\.0\.1/)]);
  });
});
