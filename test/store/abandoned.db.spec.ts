import { run } from '../../src/store/sql/sql';
import type { Store } from '../../src/store/store';
import { DATABASE, describeStored, openTestStore, type TestStore } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { Note, Notes1700000000001 } from './notes';

describeStored(`after transactions that failed, on ${DATABASE}`, () => {
  let opened: TestStore;
  let store: Store;
  beforeEach(async () => {
    opened = await openTestStore(new FakeClock(0), [Note], [Notes1700000000001]);
    store = opened.store;
    await store.write((tx) =>
      run(
        tx,
        `CREATE TABLE child (note TEXT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)`,
        [],
      ),
    );
  });
  afterEach(() => opened.close());

  /** What SQLite does by itself where the disk is full or fails. */
  const rolledBackByItself = () =>
    store.write(async (tx) => {
      await run(tx, 'ROLLBACK', []);
      throw new Error('the disk is full');
    });
  const failingAtCommit = () =>
    store.write((tx) => run(tx, "INSERT INTO child (note) VALUES ('none')", []));
  const stored = () => store.read((tx) => tx.getRepository(Note).count());

  it('a transaction after failed ones is stored when it is acknowledged', async () => {
    const failures = [rolledBackByItself, failingAtCommit];
    for (const first of failures) {
      for (const second of failures) {
        await expect(first()).rejects.toThrow();
        await expect(second()).rejects.toThrow();
        const before = await stored();
        await store.write((tx) =>
          tx.getRepository(Note).insert({ id: `after-${before}`, value: 1 }),
        );
        expect(await stored()).toBe(before + 1);
      }
    }
  });
});
