import type { EntityManager, MigrationInterface } from 'typeorm';
import { openExisting, openStore, openToRead } from '../../src/store/open';
import { insertNewRows, insertRows, selectRows, updateRows } from '../../src/store/sql/rows';
import { run } from '../../src/store/sql/sql';
import {
  DATABASE,
  describeStored,
  emptyDatabase,
  openTestStore,
  type TestStore,
} from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { Note, Notes1700000000001 } from './notes';

class FromTheFuture9999999999999 implements MigrationInterface {
  async up(): Promise<void> {}
  async down(): Promise<void> {}
}

describeStored(`the store on ${DATABASE}`, () => {
  let opened: TestStore;
  beforeEach(async () => {
    opened = await openTestStore(new FakeClock(0), [Note], [Notes1700000000001]);
  });
  afterEach(() => opened.close());

  const add = (tx: EntityManager, id: string, value = 1) => insertRows(tx, Note, [{ id, value }]);
  const all = (tx: EntityManager) => selectRows(tx, Note, 'ORDER BY id', []);
  const stored = () => opened.store.read(all);

  describe('reading', () => {
    it('never sees a row that is not committed', async () => {
      await opened.store.write(async (tx) => {
        await add(tx, 'a');
        expect(await stored()).toEqual([]);
        expect(await all(tx)).toHaveLength(1);
      });
      expect(await stored()).toHaveLength(1);
    });

    it('is one snapshot: a write that commits between two statements shows in neither', async () => {
      await opened.store.write((tx) => add(tx, 'a'));
      await opened.store.read(async (tx) => {
        const before = await all(tx);
        await opened.store.write((writing) => add(writing, 'b'));
        expect(await all(tx)).toEqual(before);
      });
      expect(await stored()).toHaveLength(2);
    });

    it('refuses to write', async () => {
      await expect(opened.store.read((tx) => add(tx, 'a'))).rejects.toThrow(/read.?only/i);
      expect(await stored()).toEqual([]);
    });
  });

  describe('writing', () => {
    it('inside a write joins it: a later failure rolls both back', async () => {
      const failing = opened.store.write(async (tx) => {
        await add(tx, 'outer');
        await opened.store.write((inner) => add(inner, 'inner'));
        throw new Error('later');
      });
      await expect(failing).rejects.toThrow('later');
      expect(await stored()).toEqual([]);
    });

    it('that fails inside another fails the whole, even when the error is caught', async () => {
      const swallowing = opened.store.write(async (tx) => {
        await add(tx, 'outer');
        await opened.store
          .write(async (inner) => {
            await add(inner, 'inner');
            throw new Error('inner');
          })
          .catch(() => undefined);
      });
      await expect(swallowing).rejects.toThrow('inner');
      expect(await stored()).toEqual([]);
    });

    it('that fails does not block the next', async () => {
      await expect(opened.store.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
      await opened.store.write((tx) => add(tx, 'a'));
      expect(await stored()).toHaveLength(1);
    });

    it('runs afterCommit callbacks after the commit, and not after a rollback', async () => {
      const seen: string[] = [];
      await opened.store.write(async (tx) => {
        await add(tx, 'a');
        opened.store.afterCommit(() => seen.push('committed'));
        expect(seen).toEqual([]);
      });
      const failing = opened.store.write(async () => {
        opened.store.afterCommit(() => seen.push('rolled back'));
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(seen).toEqual(['committed']);
    });

    if (DATABASE === 'sqlite') {
      it('runs one at a time, in the order of the calls', async () => {
        const order: number[] = [];
        await Promise.all(
          [0, 1, 2, 3, 4].map((i) =>
            opened.store.write(async (tx) => {
              await add(tx, `n${i}`);
              order.push(i);
            }),
          ),
        );
        expect(order).toEqual([0, 1, 2, 3, 4]);
      });
    }
  });

  describe('many rows', () => {
    const many = Array.from({ length: 12_000 }, (_, i) => ({ id: `n${i}`, value: i }));

    it('inserts, updates and reads any number of rows', async () => {
      await opened.store.write(async (tx) => {
        expect(await insertRows(tx, Note, many)).toBe(many.length);
        const doubled = many.map((note) => ({ ...note, value: note.value * 2 }));
        expect(await updateRows(tx, Note, doubled, ['value'])).toBe(many.length);
      });
      const rows = await stored();
      expect(rows).toHaveLength(many.length);
      expect(rows.every((row) => row.value === Number(row.id.slice(1)) * 2)).toBe(true);
    });

    it('leaves out rows that exist already and returns the ids of new ones', async () => {
      await opened.store.write((tx) => add(tx, 'a', 1));
      const fresh = await opened.store.write((tx) =>
        insertNewRows(tx, Note, [
          { id: 'a', value: 2 },
          { id: 'b', value: 2 },
        ]),
      );
      expect([...fresh]).toEqual(['b']);
      expect(await stored()).toEqual([
        { id: 'a', value: 1 },
        { id: 'b', value: 2 },
      ]);
    });

    it('counts the rows of a conditional update, so that one of several writers wins', async () => {
      await opened.store.write((tx) => add(tx, 'a', 0));
      const claim = () =>
        opened.store.write((tx) =>
          run(tx, 'UPDATE note SET value = 1 WHERE id = ? AND value = 0', ['a']),
        );
      const claims = await Promise.all(Array.from({ length: 10 }, claim));
      expect(claims.reduce((sum, { changed }) => sum + changed, 0)).toBe(1);
    });
  });

  it('is refused to a program older than the database', async () => {
    await opened.store.write((tx) =>
      run(tx, 'INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [
        9999999999999,
        FromTheFuture9999999999999.name,
      ]),
    );
    await opened.store.close();
    const again = openStore(opened.settings, new FakeClock(0), [Note], [Notes1700000000001]);
    await expect(again).rejects.toThrow(/newer version of Pacta \(FromTheFuture9999999999999\)/);
  });

  it('is not created by opening an existing one', async () => {
    const { settings, remove } = await emptyDatabase();
    const clock = new FakeClock(0);
    for (const opening of [
      () => openToRead(settings, [Note]),
      () => openExisting(settings, clock, [Note]),
    ]) {
      await expect(opening()).rejects.toThrow(
        /(There is no database|has no tables of Pacta).*Nothing was created/,
      );
    }
    const made = await openStore(settings, clock, [Note]);
    await made.close();
    await (await openExisting(settings, clock, [Note])).close();
    await remove();
  });
});
