import { DataSource, type EntityManager } from 'typeorm';
import { dataSources } from '../../src/store/data-sources';
import {
  DATABASE,
  describeStored,
  emptyDatabase,
  openTestStore,
  type TestStore,
} from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { Note, Notes1700000000001 } from './notes';

const TOGETHER = 50;

/** A promise and what settles it: two transactions are made to meet without waiting for time. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

type Transact = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

/** Two transactions that overlap: one inserts and commits, the other fails in between or afterwards. */
async function committedBesideRolledBack(
  transact: Transact,
  add: (tx: EntityManager, id: string) => Promise<unknown>,
) {
  const failing = gate();
  const started = gate();
  const rolledBack = transact(async (tx) => {
    await add(tx, 'rolled-back');
    started.open();
    await failing.opened;
    throw new Error('rolled back on purpose');
  });
  await started.opened;
  const acknowledged = transact((tx) => add(tx, 'acknowledged'));
  const both = [acknowledged, rolledBack];
  // Behind a door the second waits for the first, so the first must not wait for the second.
  await Promise.race([
    acknowledged.catch(() => undefined),
    Promise.resolve().then(() => undefined),
  ]);
  setImmediate(failing.open);
  return Promise.allSettled(both);
}

const add = (tx: EntityManager, id: string) => tx.getRepository(Note).insert({ id, value: 1 });

const ids = async (source: { query(sql: string): Promise<{ id: string }[]> }) =>
  (await source.query('SELECT id FROM note ORDER BY id')).map((row) => row.id);

describeStored(`concurrent transactions on ${DATABASE}`, () => {
  describe('through the queue', () => {
    let opened: TestStore;
    const write: Transact = (work) => opened.store.write(work);

    beforeEach(async () => {
      opened = await openTestStore(new FakeClock(0), [Note], [Notes1700000000001]);
    });
    afterEach(() => opened.close());

    it('an acknowledged insert survives an unrelated rollback, and the rolled-back row is gone', async () => {
      const [acknowledged, rolledBack] = await committedBesideRolledBack(write, add);
      expect(acknowledged?.status).toBe('fulfilled');
      expect(rolledBack?.status).toBe('rejected');
      expect(await opened.store.read((tx) => ids(tx))).toEqual(['acknowledged']);
    });

    it(`${TOGETHER} concurrent transactions all succeed`, async () => {
      const results = await Promise.allSettled(
        Array.from({ length: TOGETHER }, (_, i) => write((tx) => add(tx, `n${i}`))),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(TOGETHER);
      expect(await opened.store.read((tx) => ids(tx))).toHaveLength(TOGETHER);
    });

    it('every second of them failing leaves exactly the others', async () => {
      await Promise.allSettled(
        Array.from({ length: TOGETHER }, (_, i) =>
          write(async (tx) => {
            await add(tx, `n${i}`);
            if (i % 2 === 1) throw new Error('rolled back on purpose');
          }),
        ),
      );
      const kept = await opened.store.read((tx) => ids(tx));
      expect(kept).toHaveLength(TOGETHER / 2);
      expect(kept.every((id) => Number(id.slice(1)) % 2 === 0)).toBe(true);
    });
  });

  if (DATABASE === 'sqlite') {
    // Why the queue exists: the same on the bare DataSource, whose transactions share one connection.
    describe('without the queue', () => {
      let source: DataSource;
      let remove: () => Promise<void>;

      beforeEach(async () => {
        const empty = await emptyDatabase();
        remove = empty.remove;
        source = dataSources(empty.settings, [Note], [Notes1700000000001]).writer;
        await source.initialize();
        await source.runMigrations();
      });
      afterEach(async () => {
        await source.destroy();
        await remove();
      });

      it('an acknowledged insert vanishes when an unrelated transaction rolls back, or the rolled-back row stays', async () => {
        const settled = await committedBesideRolledBack((work) => source.transaction(work), add);
        const sound =
          settled[0]?.status === 'fulfilled' &&
          JSON.stringify(await ids(source)) === JSON.stringify(['acknowledged']);
        expect(sound).toBe(false);
      });

      it('a rolled-back transaction leaves its row', async () => {
        const left: string[] = [];
        const rolledBack = source.transaction(async (tx) => {
          await tx.query("INSERT INTO note (id, value) VALUES ('rolled-back', 1)");
          await Promise.resolve();
          throw new Error('rolled back on purpose');
        });
        const committed = source.transaction((tx) =>
          tx.query("INSERT INTO note (id, value) VALUES ('committed', 1)"),
        );
        const settled = await Promise.allSettled([rolledBack, committed]);
        left.push(...(await ids(source)));
        const sound = settled[1]?.status === 'fulfilled' && left.join() === 'committed';
        expect(sound).toBe(false);
      });

      it(`of ${TOGETHER} concurrent transactions not all succeed`, async () => {
        const results = await Promise.allSettled(
          Array.from({ length: TOGETHER }, (_, i) => source.transaction((tx) => add(tx, `n${i}`))),
        );
        expect(results.filter((result) => result.status === 'fulfilled').length).toBeLessThan(
          TOGETHER,
        );
      });
    });
  }
});
