import { factDraft } from '../../src/ledger/draft';
import { FactRow } from '../../src/ledger/fact.entity';
import { Ledger } from '../../src/ledger/ledger';
import { SystemRandomness } from '../../src/randomness';
import { recordHash } from '../../src/store/chain';
import { ENTITIES } from '../../src/store/entities';
import { DeliveryTables1763800000002 } from '../../src/store/migration/delivery-tables';
import { FirstTables1763800000001 } from '../../src/store/migration/first-tables';
import { openStore } from '../../src/store/open';
import { raiseRevision } from '../../src/store/revision';
import { selectRows } from '../../src/store/rows';
import { run } from '../../src/store/set-based';
import type { Store } from '../../src/store/store';
import { DATABASE, describeStored, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';

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

  it('is laid over facts that were recorded before there was one, and goes on from there', async () => {
    const { settings, remove } = await emptyDatabase();
    const before = await openStore(settings, clock, ENTITIES, [
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
    const store = await openStore(settings, clock);
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
});
