import { openDatabase, openDatabaseBeside } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import type { Store } from '../../src/store/store';
import { DATABASE, type EmptyDatabase, emptyDatabase } from '../support/databases';

// PostgreSQL orders the writes of several processes by itself.
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce('a database opened beside the service', () => {
  let database: EmptyDatabase;
  let service: Store;
  const clock = new SystemClock();
  const turns = { take: async () => async () => undefined };

  beforeEach(async () => {
    database = await emptyDatabase();
    service = await openDatabase(database.settings, clock);
  });
  afterEach(async () => {
    await service.close();
    await database.remove();
  });

  const leads = (store: Store) => store.read((tx) => tx.query('SELECT lead FROM message_lead'));

  it('does not break into a transaction of the service that has only read so far', async () => {
    await service.write(async (tx) => {
      await tx.query('SELECT COUNT(*) FROM agreement');
      const worker = await openDatabaseBeside(database.settings, clock, turns, () => undefined);
      await tx.query('UPDATE message_lead SET lead = lead + 5');
      await worker.close();
    });
    expect(await leads(service)).toEqual([{ lead: 5 }]);
  });

  it('opens while the service writes', async () => {
    await service.write(async (tx) => {
      await tx.query('UPDATE message_lead SET lead = lead + 5');
      const worker = await openDatabaseBeside(database.settings, clock, turns, () => undefined);
      expect(await leads(worker)).toEqual([{ lead: 0 }]);
      await worker.close();
    });
  });
});
