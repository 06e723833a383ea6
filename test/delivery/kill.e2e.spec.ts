import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { DATABASE, describeStored, type EmptyDatabase, emptyDatabase } from '../support/databases';
import { endProcess } from '../support/end-process';
import { figure } from '../support/figures';
import { type Receivers, startReceivers } from '../support/receivers';
import { runs } from '../support/runs';
import { startTestReceiver, type TestReceiver } from '../support/service';
import { until } from '../support/until';

/** Few in the short run: on PostgreSQL each kill during an attempt costs a lease, half a minute. */
const LEASES_END = DATABASE === 'sqlite' || runs(0, 1) === 1;
/** Kinds of destinations that receive the messages beside a webhook. */
const OTHERS = ['email', 'gotify', 'slack', 'matrix', 'ntfy', 'pagerduty'] as const;
/** The most messages of one group. */
const GROUP = 50;
const PACTA = join(__dirname, '..', '..', 'bin', 'pacta.js');

/** A real process on a real database: acknowledged writes must survive its death. */
describeStored(`the service killed between a deadline and its delivery, on ${DATABASE}`, () => {
  let receiver: TestReceiver;
  let database: EmptyDatabase;
  let process_: ChildProcess | undefined;
  let url: string;

  beforeEach(async () => {
    receiver = await startTestReceiver();
    database = await emptyDatabase();
  });
  afterEach(async () => {
    await endProcess(process_);
    await database.remove();
    await receiver.close();
  });

  async function start(): Promise<void> {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    process_ = spawn(process.execPath, [PACTA, 'serve'], {
      env: {
        ...process.env,
        PACTA_OPEN_TO_THIS_MACHINE: 'true',
        PACTA_PORT: String(port),
        PACTA_DATA_DIR: database.settings.dataDir,
        PACTA_SHIPPED_AGREEMENTS: 'false',
        PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
        ...(database.settings.databaseUrl && { DATABASE_URL: database.settings.databaseUrl }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    for await (const part of process_.stdout as AsyncIterable<Buffer>) {
      printed += part.toString();
      if (printed.includes('Pacta is running')) return;
    }
    throw new Error(`The service did not start: ${printed}`);
  }

  async function kill(): Promise<void> {
    process_?.kill('SIGKILL');
    await once(process_ as ChildProcess, 'exit');
  }

  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  };

  /** Destinations of other kinds, for the same messages. */
  const addOthers = async ({ url: at, mailPort }: Receivers) => {
    const mail = { host: '127.0.0.1', port: mailPort, security: 'none' };
    await call('PUT', '/v1/mail-server', { ...mail, from: 'pacta@example.org' });
    const settings = {
      email: { to: 'monitor@example.org' },
      gotify: { baseUrl: `${at}/gotify`, token: 'x' },
      slack: { url: `${at}/slack/services/x` },
      matrix: { baseUrl: `${at}/matrix`, room: '!r:example.org', token: 'x' },
      ntfy: { baseUrl: `${at}/ntfy`, topic: 'x' },
      pagerduty: { baseUrl: `${at}/pagerduty`, routingKey: 'a'.repeat(32) },
    };
    const ids: Partial<Record<(typeof OTHERS)[number], string>> = {};
    for (const kind of OTHERS) {
      const body = { kind, types: ['milestone.overdue'], maxPerMinute: null, ...settings[kind] };
      ids[kind] = (await call<{ id: string }>('POST', '/v1/webhooks', body)).id;
    }
    return ids;
  };

  /** How many deadlines a printed message is about: a list says their number, and is about 2 at least. */
  const countIn = (text: string): number => Number(/: overdue — (\d+)/.exec(text)?.[1] ?? 1);

  /** Stores an agreement before its deadline passes, with more and more time on a busy machine. */
  const addSoonDue = async (): Promise<string> => {
    for (let leadMs = 1_500; ; leadMs *= 2) {
      const id = `soon-${leadMs}`;
      const due = new Date(Date.now() + leadMs).toISOString().replace(/\.\d+/, '');
      const obligations = [{ id: 'soon', title: 'Soon', due: `at ${due}` }];
      await call('POST', '/v1/agreements', { id, title: id, zone: 'Europe/Kyiv', obligations });
      const { history } = await call<{ history: { deadlines: { recordedAt: string }[] } }>(
        'GET',
        `/v1/milestones/${id}/soon`,
      );
      if ((history.deadlines[0]?.recordedAt ?? '') < due) return id;
    }
  };

  /** Whether an attempt has ended and is recorded. */
  const settled = async (webhook: string): Promise<true | undefined> => {
    const path = `/v1/webhooks/${webhook}/deliveries`;
    const { items } = await call<{ items: { lastStatusCode: number | null }[] }>('GET', path);
    return items.some(({ lastStatusCode }) => lastStatusCode !== null) || undefined;
  };

  it('delivers once after the restart, with the webhook-id of the first attempt', async () => {
    await start();
    const { id, secret } = await call<{ id: string; secret: string }>('POST', '/v1/webhooks', {
      url: receiver.url,
      types: ['milestone.overdue'],
    });
    // The first attempts fail because the receiver is down. The process dies while the message waits.
    receiver.answers.push(503);
    await call('POST', '/v1/agreements', {
      id: 'pact',
      title: 'Pact',
      zone: 'Europe/Kyiv',
      obligations: [{ id: 'past', title: 'Past', due: 'by 2020-01-01' }],
    });
    const soon = await addSoonDue();
    const first = await receiver.nth(1);
    if (!LEASES_END) await until(() => settled(id));
    await kill();
    await start();
    await receiver.attempt(2);
    expect(receiver.attempts.map(({ headers }) => headers['webhook-id'])).toEqual(
      receiver.attempts.map(() => first.headers['webhook-id']),
    );
    const second = receiver.attempts[1];
    const message = new Webhook(secret).verify(second?.body ?? '', second?.headers ?? {});
    expect(message).toMatchObject({
      type: 'milestone.overdue',
      data: { milestone: { id: `${soon}/soon` } },
    });
    expect(receiver.received).toHaveLength(1);
  }, 90_000);

  it('killed at random instants while deadlines pass, loses no message and writes each once', async () => {
    if (!LEASES_END) {
      process.stdout.write(
        'skipped: on PostgreSQL each kill waits half a minute for leases to end\n',
      );
      return;
    }
    const KILLS = runs(3, 200);
    await start();
    await call('POST', '/v1/webhooks', { url: receiver.url, types: ['milestone.overdue'] });
    const people = await startReceivers();
    const others = await addOthers(people);
    const first = Math.ceil(Date.now() / 1_000) * 1_000 + runs(1_000, 5_000);
    const due = Array.from(
      { length: 20 * KILLS },
      (_, i) => first + Math.floor(i / runs(15, 8)) * 1_000,
    );
    await call('POST', '/v1/agreements', {
      id: 'pact',
      title: 'Pact',
      zone: 'Europe/Kyiv',
      obligations: due.map((at, i) => ({
        id: `o${i}`,
        title: `O${i}`,
        due: `at ${new Date(at).toISOString().replace('.000', '')}`,
      })),
    });
    const { history } = await call<{ history: { deadlines: { recordedAt: string }[] } }>(
      'GET',
      '/v1/milestones/pact/o0',
    );
    // Deadlines that had passed when they were recorded are not announced; on a busy machine there may be some.
    const recordedAt = Date.parse(history.deadlines[0]?.recordedAt ?? '');
    const told = due.filter((at) => at > recordedAt).length;
    for (let kills = 0; kills < KILLS; kills++) {
      const pause = Math.random() * runs(1_000, 2_500);
      await new Promise((resolve) => setTimeout(resolve, pause));
      await kill();
      await start();
    }
    if (told > 0) await receiver.nth(told);
    const milestones = receiver.received.map(({ body }) => JSON.parse(body).data.milestone.id);
    expect(new Set(milestones).size).toBe(told);
    expect(receiver.received.length).toBe(told);
    const doubled = receiver.attempts.length - told;
    expect(doubled).toBeLessThanOrEqual(KILLS * DELIVERY_DEFAULTS.perEndpointInFlight);
    const repeats: Record<string, number> = {};
    for (const kind of OTHERS) {
      // Every message has its delivery, and all of them are settled.
      const path = `/v1/webhooks/${others[kind]}/counts`;
      await until(async () => {
        const { deliveries } = await call<{ deliveries: Record<string, number> }>('GET', path);
        return deliveries.delivered === told || undefined;
      });
      const messages = told === 0 ? [] : await people.tells(kind);
      const said = messages.reduce((sum, text) => sum + countIn(text), 0);
      expect(said).toBeGreaterThanOrEqual(told);
      const grouped = messages.some((text) => countIn(text) > 1);
      expect(said - told).toBeLessThanOrEqual(
        KILLS * DELIVERY_DEFAULTS.perEndpointInFlight * (grouped ? GROUP : 1),
      );
      repeats[kind] = said - told;
    }
    await people.stop();
    figure(
      1,
      `killed ${KILLS} times while ${told} deadlines passed, by webhook, mail, chats and incidents, ${DATABASE}: lost 0, repeats ${doubled} and ${JSON.stringify(repeats)}`,
    );
  }, 1_800_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
