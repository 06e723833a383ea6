import { openDatabase, openDatabaseToRead } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import { Store } from '../../src/store/store';
import { PACT } from '../support/agreements';
import { DATABASE, describeStored, type EmptyDatabase, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { type Pooler, startPooler } from '../support/pooler';
import { withProgram } from '../support/proxies';
import { startTestService } from '../support/service';

function suite(): void {
  describeStored('a pooler before PostgreSQL', () => {
    let database: EmptyDatabase;
    let pooler: Pooler | undefined;
    beforeEach(async () => {
      database = await emptyDatabase();
    });
    afterEach(async () => {
      await pooler?.end();
      await database.remove();
    });
    const through = async (mode: string) => {
      const { databaseUrl = '', dataDir } = database.settings;
      pooler = await startPooler(mode, databaseUrl);
      return { dataDir, databaseUrl: pooler.url(databaseUrl) };
    };

    it('in session mode works: time limits hold, and replicas get notices', async () => {
      const settings = await through('session');
      const service = await startTestService(new FakeClock('2026-01-10T00:00:00Z'), {}, settings);
      const other = await openDatabase(settings, new SystemClock());
      try {
        expect((await service.call('POST', '/v1/agreements', PACT)).status).toBe(201);
        const store = service.app.get(Store);
        for (const read of [store.read.bind(store), store.write.bind(store)]) {
          const [limit] = await read((tx) => tx.query('SHOW statement_timeout'));
          const [idle] = await read((tx) => tx.query('SHOW idle_in_transaction_session_timeout'));
          expect([limit, idle]).toEqual([
            { statement_timeout: '30s' },
            { idle_in_transaction_session_timeout: '15s' },
          ]);
        }
        const own: string[] = [];
        store.replicas.onNotice('tokens', (word) => own.push(word));
        const heard = new Promise<string>((resolve) =>
          other.replicas.onNotice('tokens', (word) => resolve(word)),
        );
        // What it connects for takes a moment, and nothing is told before.
        const telling = setInterval(() => store.replicas.notify('tokens', 'told'), 100);
        expect(await heard).toBe('told');
        clearInterval(telling);
        expect(own.filter((word) => word === 'told')).toEqual([]);
      } finally {
        await other.close();
        await service.end();
      }
    });

    it.each(['transaction', 'statement'])(
      'in %s mode is refused, with what to set',
      async (mode) => {
        const settings = await through(mode);
        const refusal = /is a pooler that shares connections .* Set pool_mode = session/;
        await expect(openDatabase(settings, new SystemClock())).rejects.toThrow(refusal);
        await expect(openDatabaseToRead(settings)).rejects.toThrow(refusal);
        const stored = await openDatabase(database.settings, new SystemClock());
        await stored.close();
        await expect(openDatabaseToRead(settings)).rejects.toThrow(refusal);
      },
    );
  });
}

// SQLite has none before it.
const onPostgres = DATABASE === 'postgres' ? describe : describe.skip;
onPostgres('PgBouncer', () => withProgram('pgbouncer', suite));
