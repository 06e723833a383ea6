import { Client } from 'pg';
import { openDatabase, openDatabaseToRead } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import { DEFAULT_LIMITS } from '../../src/config/policy';
import { examineData } from '../../src/doctor/examine';
import type { StoreSettings } from '../../src/store/data-sources';
import { PACT } from '../support/agreements';
import { allTold } from '../support/all-told';
import { DATABASE } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres';
import { startTestService, type TestService, temporaryDirectory } from '../support/service';

const START = '2026-01-10T00:00:00Z';

interface Feed {
  items: { id: string; type: string }[];
  next: string;
}

/** Of SQLite there are no dumps of this kind, and its numbers are its own. */
const onPostgres = DATABASE === 'postgres' ? describe : describe.skip;

onPostgres('a dump restored into another PostgreSQL', () => {
  const directory = temporaryDirectory();
  const servers: OwnPostgres[] = [];
  const clients: Client[] = [];
  let from: Client;
  let source: TestService;
  let fed: Feed;

  const connect = async (url: string): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  };
  const settingsOf = (url: string): StoreSettings => ({
    dataDir: directory.path,
    databaseUrl: url,
  });
  const changes = async (service: TestService, since: string): Promise<Feed> => {
    await allTold(service);
    return (await service.call<Feed>('GET', `/v1/changes?limit=500&since=${since}`)).body;
  };
  const sign = (service: TestService, date: string) =>
    service.call('PUT', '/v1/agreements/pact/signing', { date });
  const numbering = async (settings: StoreSettings): Promise<readonly string[]> => {
    const store = await openDatabaseToRead(settings);
    const checks = await examineData(store, settings, DEFAULT_LIMITS, new SystemClock().now());
    await store.close();
    return checks.find(({ name }) => name === 'order of messages')?.faults ?? ['not examined'];
  };

  beforeAll(async () => {
    servers.push(await startOwnPostgres(), await startOwnPostgres());
    const url = servers[0]?.url as string;
    from = await connect(url);
    // An old server: its transactions are far ahead of a new one's.
    await from.query(
      'DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$',
    );
    source = await startTestService(new FakeClock(START), {}, settingsOf(url));
    await source.call('POST', '/v1/agreements', PACT);
    await sign(source, '2026-01-05');
    fed = await changes(source, '0.0');
  }, 180_000);
  afterAll(async () => {
    await source?.end();
    for (const client of clients) await client.end();
    for (const server of servers) await server.end();
    directory.remove();
  });

  /** Every row of every table, as `pg_dump --data-only` writes them and `psql` takes them. */
  async function restoreInto(name: string): Promise<StoreSettings> {
    const url = new URL(servers[1]?.url as string);
    const admin = await connect(url.href);
    await admin.query(`CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
    await (await openDatabase(settingsOf(url.href), new SystemClock())).close();
    const into = await connect(url.href);
    await into.query('SET session_replication_role = replica');
    const { rows: tables } = await from.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    for (const { name: table } of tables) {
      const { rows } = await from.query(`SELECT json_agg(t) AS rows FROM ${table} t`);
      await into.query(`TRUNCATE ${table} CASCADE`);
      await into.query(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
         SELECT * FROM json_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(rows[0].rows ?? [])],
      );
    }
    await into.query(
      "SELECT setval(pg_get_serial_sequence('message_order', 'position'), (SELECT MAX(position) FROM message_order))",
    );
    return settingsOf(url.href);
  }

  it('is noticed by the doctor and at the start, which advances the counters: the feed misses nothing', async () => {
    const settings = await restoreInto('noticed');
    expect(await numbering(settings)).toEqual([
      expect.stringMatching(/comes from another server; restart/),
    ]);
    // What was given out after the dump is lost: nobody may find it again on something else.
    await sign(source, '2026-01-06');
    const lost = await changes(source, fed.next);
    expect(lost.items).not.toEqual([]);
    const before = (await source.call<{ revision: number }>('GET', '/v1/agreements/pact')).body;
    const service = await startTestService(new FakeClock(START), {}, settings);
    try {
      expect(await numbering(settings)).toEqual([]);
      await sign(service, '2026-01-07');
      const heard = await changes(service, fed.next);
      expect(heard.items.map(({ type }) => type)).toContain('schedule.changed');
      expect(await changes(service, lost.next)).toEqual(heard);
      const { body } = await service.call<{ revision: number }>('GET', '/v1/agreements/pact');
      expect(body.revision).toBeGreaterThan(before.revision);
    } finally {
      await service.end();
    }
    // Nothing more at the next start.
    const again = await startTestService(new FakeClock(START), {}, settings);
    const { body } = await again.call<{ revision: number }>('GET', '/v1/agreements/pact');
    await again.end();
    expect(body.revision).toBeLessThan(before.revision + 2_000_000);
  }, 120_000);

  it('into a server that counts higher is noticed, too', async () => {
    const client = await connect(servers[1]?.url as string);
    await client.query(
      'DO $$ BEGIN FOR i IN 1..40000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$',
    );
    const settings = await restoreInto('higher');
    expect(await numbering(settings)).toEqual([
      expect.stringMatching(/last used on another server/),
    ]);
    await (await openDatabase(settings, new SystemClock())).close();
    expect(await numbering(settings)).toEqual([]);
  }, 120_000);
});

onPostgres('messages that were numbered too low before anybody noticed', () => {
  it('get their places behind the others', async () => {
    const directory = temporaryDirectory();
    const server = await startOwnPostgres();
    const settings = { dataDir: directory.path, databaseUrl: server.url };
    const first = await startTestService(new FakeClock(START), {}, settings);
    await first.call('POST', '/v1/agreements', PACT);
    await sign(first, '2026-01-05');
    const before = await feedOf(first, '0.0');
    await sign(first, '2026-01-06');
    await allTold(first);
    await first.end();
    const client = new Client({ connectionString: server.url });
    await client.connect();
    // As by a release that noted no origin: those before came from a server that counted to a million.
    const [, position] = before.next.split('.');
    await client.query('UPDATE message_lead SET origin = NULL');
    await client.query(
      'UPDATE message_order SET transaction_number = transaction_number + 1000000 WHERE position <= $1',
      [position],
    );
    const { rows } = await client.query<{ cursor: string }>(
      "SELECT MAX(transaction_number) || '.' || $1 AS cursor FROM message_order",
      [position],
    );
    await client.end();
    const second = await startTestService(new FakeClock(START), {}, settings);
    try {
      const missed = await feedOf(second, rows[0]?.cursor as string);
      expect(missed.items.map(({ type }) => type)).toContain('schedule.changed');
      const all = await feedOf(second, '0.0');
      const ids = (items: Feed['items']) => items.map(({ id }) => id);
      expect(ids(all.items)).toEqual([...ids(before.items), ...ids(missed.items)]);
    } finally {
      await second.end();
      await server.end();
      directory.remove();
    }
  }, 180_000);

  const sign = (service: TestService, date: string) =>
    service.call('PUT', '/v1/agreements/pact/signing', { date });
  const feedOf = async (service: TestService, since: string): Promise<Feed> => {
    await allTold(service);
    return (await service.call<Feed>('GET', `/v1/changes?limit=500&since=${since}`)).body;
  };
});
