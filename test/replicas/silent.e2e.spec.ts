import { Client } from 'pg';
import { SystemClock } from '../../src/base/clock';
import { Refusal } from '../../src/base/refusal';
import { POLICY } from '../../src/config/policy';
import type { StoreSettings } from '../../src/store/data-sources';
import { newToken } from '../access/fixture';
import { PACT } from '../support/agreements';
import { DATABASE } from '../support/databases';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres';
import {
  startTestReceiver,
  startTestService,
  type TestService,
  temporaryDirectory,
} from '../support/service';
import { until } from '../support/until';

const AGREEMENT = { ...PACT, events: { notice: { title: 'Notice' } } };
/** A request waits for a connection, and then for its end. */
const LIMIT_MS =
  POLICY.connectionWaitMs + POLICY.databaseCheckMs + POLICY.databaseSilenceMs + 5_000;
const CALLERS = 60;
const REQUESTS_EACH = 15;

const onPostgres = DATABASE === 'postgres' ? describe : describe.skip;

onPostgres('a PostgreSQL that stops answering, its connections open', () => {
  const directory = temporaryDirectory();
  let server: OwnPostgres;
  let service: TestService;
  beforeAll(async () => {
    server = await startOwnPostgres();
    const settings = { dataDir: directory.path, databaseUrl: server.url };
    service = await startTestService(new SystemClock(), { openToThisMachine: false }, settings);
  }, 60_000);
  afterEach(() => server.resume());
  afterAll(async () => {
    await service?.end();
    await server?.end();
    directory.remove();
  });

  const ready = async (): Promise<number> => (await fetch(`${service.url}/health/ready`)).status;
  const asking = async (method: string, path: string, body?: object, token?: string) => {
    const started = process.hrtime.bigint();
    const given = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { status, headers } = await service.call(method, path, body, given);
    const ms = Number(process.hrtime.bigint() - started) / 1e6;
    const wait = Number(headers.get('retry-after'));
    return { method, path, status, wait, late: ms > LIMIT_MS && Math.round(ms) };
  };

  it('is not ready within two seconds, every request ends by 503, and all goes on at once', async () => {
    const receiver = await startTestReceiver();
    const { body: endpoint } = await service.call<{ id: string }>('POST', '/v1/webhooks', {
      url: receiver.url,
    });
    expect(endpoint.id).toBeDefined();
    expect((await service.call('POST', '/v1/agreements', AGREEMENT)).status).toBe(201);
    const unused = await newToken(service, { role: 'reader' });
    await until(async () => (await ready()) === 200 || undefined);
    await server.pause();
    const paused = process.hrtime.bigint();
    expect(await ready()).toBe(503);
    expect(Number(process.hrtime.bigint() - paused) / 1e6).toBeLessThan(2_000);
    const answers = await Promise.all([
      ...Array.from({ length: 30 }, (_, i) => asking('GET', `/v1/agreements/pact/plan?${i}`)),
      ...Array.from({ length: 15 }, (_, i) =>
        asking('PUT', '/v1/agreements/pact/signing', { date: `2026-01-${10 + i}` }),
      ),
      asking('GET', '/v1/session', undefined, unused),
      asking('GET', '/v1/session', undefined, `pacta_${'0'.repeat(26)}_${'A'.repeat(43)}`),
    ]);
    expect(answers.filter(({ status, wait }) => status !== 503 || !(wait > 0))).toEqual([]);
    expect(answers.filter(({ late }) => late)).toEqual([]);
    expect(await ready()).toBe(503);
    await server.resume();
    await until(async () => (await ready()) === 200 || undefined);
    const signed = await asking('PUT', '/v1/agreements/pact/signing', { date: '2026-01-05' });
    expect(signed.status).toBe(200);
    expect((await asking('GET', '/v1/session', undefined, unused)).status).toBe(200);
    // Sweeper, courier and notices are back as well.
    await until(() => receiver.received.length > 0 || undefined);
    await receiver.close();
  }, 180_000);

  it('stops a service that ends meanwhile no longer than its limits', async () => {
    const settings = { dataDir: directory.path, databaseUrl: server.url };
    const ending = await startTestService(new SystemClock(), {}, settings);
    await server.pause();
    await ending.end();
  }, 120_000);
});

onPostgres('a PostgreSQL with few connections', () => {
  const directory = temporaryDirectory();
  let server: OwnPostgres;
  let settings: StoreSettings;
  beforeAll(async () => {
    server = await startOwnPostgres('max_connections=18');
    settings = { dataDir: directory.path, databaseUrl: server.url };
  }, 60_000);
  afterAll(async () => {
    await server?.end();
    directory.remove();
  });

  /** Takes connections until so many are left. */
  async function leave(places: number): Promise<Client[]> {
    const clients: Client[] = [];
    for (;;) {
      const client = new Client({ connectionString: server.url });
      client.on('error', () => undefined);
      try {
        await client.connect();
        clients.push(client);
      } catch {
        break;
      }
    }
    for (const client of clients.splice(0, places)) await client.end();
    return clients;
  }

  it('lets sixty callers wait, and answers all of them', async () => {
    const service = await startTestService(new SystemClock(), {}, settings);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    const statuses = new Map<number, number>();
    const caller = async (number: number): Promise<void> => {
      for (let i = 0; i < REQUESTS_EACH; i++) {
        const writes = (number + i) % 3 === 0;
        const { status } = writes
          ? await service.call('POST', '/v1/agreements/pact/facts', {
              event: 'notice',
              at: '2026-01-01',
              note: `${number} ${i}`,
            })
          : await service.call(
              'GET',
              `/v1/agreements/pact/ledger?limit=${1 + ((number + i) % 50)}`,
            );
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, (_, number) => caller(number)));
    await service.end();
    expect([...statuses.keys()].filter((status) => status >= 429)).toEqual([]);
  }, 180_000);

  it.each([0, 1, 2, 3, 4, 5])(
    'with %i left, a replica starts or says what is missing and what to do',
    async (places) => {
      const taken = await leave(places);
      try {
        const replica = await startTestService(new SystemClock(), {}, settings);
        expect((await replica.call('GET', '/v1/agreements')).status).toBe(200);
        await replica.end();
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        expect(String(error)).toMatch(/PostgreSQL .*no connection left.*max_connections/);
        expect(places).toBeLessThan(5);
      }
      for (const client of taken) await client.end();
    },
    60_000,
  );
});
