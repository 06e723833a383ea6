import { openDatabase } from '../../../src/app/database';
import { SystemRandomness } from '../../../src/base/randomness';
import { recordHash } from '../../../src/base/record-hash';
import { raiseRevision } from '../../../src/domain/agreement/revision';
import { factDraft } from '../../../src/domain/ledger/draft';
import { FactRow } from '../../../src/domain/ledger/fact.entity';
import { Ledger } from '../../../src/domain/ledger/ledger';
import { verifyChains } from '../../../src/domain/ledger/verify-chain';
import { DeliveryTables1763800000002 } from '../../../src/store/migration/delivery-tables';
import { FirstTables1763800000001 } from '../../../src/store/migration/first-tables';
import { selectRows } from '../../../src/store/sql/rows';
import { run } from '../../../src/store/sql/sql';
import type { Store } from '../../../src/store/store';
import {
  DATABASE,
  describeStored,
  emptyDatabase,
  openTestStore,
  type TestStore,
} from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';

const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));

describeStored(`the chain of facts on ${DATABASE}`, () => {
  const chained = async (store: Store): Promise<void> => {
    const rows = await store.read((tx) => selectRows(tx, FactRow, 'ORDER BY sequence', []));
    const hashes = rows.map(({ hash, ...row }) => [hash, recordHash(row)]);
    for (const [stored, computed] of hashes) expect(stored).toBe(computed);
    expect(rows.map((row) => row.previousHash)).toEqual([
      null,
      ...rows.slice(0, -1).map((row) => row.hash),
    ]);
    const { rows: agreements } = await store.read((tx) =>
      run(tx, 'SELECT facts, ledger_head FROM agreement', []),
    );
    expect(agreements).toEqual([{ facts: rows.length, ledger_head: rows.at(-1)?.hash }]);
  };

  it('is added to facts of releases without one, and continues from there', async () => {
    const { settings, remove } = await emptyDatabase();
    const before = await openDatabase(settings, clock, [
      FirstTables1763800000001,
      DeliveryTables1763800000002,
    ]);
    await before.write(async (tx) => {
      await run(
        tx,
        "INSERT INTO agreement VALUES ('pact', 'Pact', '{}', '', 1, '', 0, 2, 5, 5)",
        [],
      );
      const insert = `INSERT INTO fact VALUES (?, 'pact', ?, 'occurred', 'signing', NULL, NULL, 20000, ?, ?, ?, 'desk', NULL, ?, 1763800000123)`;
      await run(tx, insert, ['fact_a', 1, 1763800000000, 1, null, '[{"title":"A","url":"x:y"}]']);
      await run(tx, insert, ['fact_b', 2, null, 0, 'fact_a', null]);
    });
    await before.close();
    const store = await openDatabase(settings, clock);
    try {
      await chained(store);
      await store.write(async (tx) => {
        const raised = await raiseRevision(tx, 'pact', clock.now());
        const ledger = new Ledger(clock, new SystemRandomness());
        const draft = factDraft({ kind: 'note', subject: '*', occurredOn: 1, note: 'n' });
        await ledger.append(tx, raised, [draft, { ...draft, tolling: false, surviving: ['a'] }]);
      });
      await chained(store);
    } finally {
      await store.close();
      await remove();
    }
  });

  describe('is verified and reports', () => {
    let opened: TestStore;
    beforeEach(async () => {
      opened = await openTestStore(clock);
      await opened.store.write(async (tx) => {
        await run(
          tx,
          `INSERT INTO agreement (id, title, document, source, document_version, document_hash,
             revision, sequence, recorded_at, created_at)
           VALUES ('pact', 'Pact', '{}', '', 1, '', 0, 0, 5, 5)`,
          [],
        );
        const raised = await raiseRevision(tx, 'pact', clock.now());
        const drafts = [1, 2, 3, 4].map((day) =>
          factDraft({ kind: 'note', subject: '*', occurredOn: day, note: `n${day}` }),
        );
        await new Ledger(clock, new SystemRandomness()).append(tx, raised, drafts);
      });
    });
    afterEach(() => opened.close());
    const verified = () => opened.store.read(verifyChains);
    const tamper = (...statements: string[]) =>
      opened.store.write(async (tx) => {
        for (const statement of statements) await run(tx, statement, []);
      });
    const shown = async () => (await verified()).faults.map(({ detail }) => detail);

    it('nothing for an unchanged ledger', async () => {
      expect(await verified()).toEqual({ facts: 4, faults: [] });
    });

    it('a changed row', async () => {
      await tamper("UPDATE fact SET note = 'forged' WHERE sequence = 2");
      expect(await shown()).toEqual(['the fact was changed (sequence 2)']);
    });

    it('a removed row', async () => {
      await tamper('DELETE FROM fact WHERE sequence = 2');
      expect(await shown()).toEqual([
        'the previous fact was removed, changed or moved (sequence 3)',
        'the ledger should have 4 facts and the stored last hash; it has 3 facts or another last hash',
      ]);
    });

    it('the last row removed', async () => {
      await tamper('DELETE FROM fact WHERE sequence = 4');
      expect(await shown()).toEqual([
        'the ledger should have 4 facts and the stored last hash; it has 3 facts or another last hash',
      ]);
    });

    it('two rows swapped', async () => {
      await tamper(
        'UPDATE fact SET sequence = 9 WHERE sequence = 2',
        'UPDATE fact SET sequence = 2 WHERE sequence = 3',
        'UPDATE fact SET sequence = 3 WHERE sequence = 9',
      );
      expect(await shown()).toEqual(
        expect.arrayContaining([
          'the fact was changed (sequence 2)',
          'the fact was changed (sequence 3)',
        ]),
      );
    });

    it('a row whose hash was recomputed', async () => {
      const [row] = await opened.store.read((tx) =>
        selectRows(tx, FactRow, 'WHERE sequence = 2', []),
      );
      const { hash: _, ...forged } = { ...(row as FactRow), note: 'forged' };
      await tamper(
        `UPDATE fact SET note = 'forged', hash = '${recordHash(forged)}' WHERE sequence = 2`,
      );
      expect(await shown()).toEqual([
        'the previous fact was removed, changed or moved (sequence 3)',
      ]);
    });
  });
});
