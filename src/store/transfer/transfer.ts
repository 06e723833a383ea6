import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { removeTimeLimits } from '../postgres/open-connections';
import { writeMany } from '../sql/bulk';
import { dialectOf } from '../sql/dialect';
import { run } from '../sql/sql';
import { SKIPPED_ORDER_NUMBERS } from './advance-counters';
import { ContentHash, type Contents, rowsOf } from './contents';
import type { Table } from './tables';

export interface Transferred extends Contents {
  /** The target held the same rows already; nothing was written. */
  already: boolean;
}

export type Progress = (done: number, total: number) => void;

/**
 * Copies all tables into an empty database of the same version and reads them back, in one transaction of `to`: the copy is
 * whole and verified, or there is none.
 * @param tables as `tablesOf` gives them.
 * @throws Refusal 'conflict' if the target holds other rows, or the rows read back differ.
 */
export async function transfer(
  from: EntityManager,
  to: EntityManager,
  tables: readonly Table[],
  progress: Progress,
): Promise<Transferred> {
  const postgres = dialectOf(to.connection.options.type).name === 'postgres';
  if (postgres) await lockTables(to, tables);
  const total = await countOf(from, tables);
  let done = 0;
  const step = (rows: number) => progress((done += rows), 2 * total);
  const occupied = (await countOf(to, tables)) > 0;
  const keys = occupied ? [] : await deferKeys(to, postgres);
  const source = new ContentHash();
  for (const table of tables) {
    for await (const rows of rowsOf(from, table)) {
      source.add(table.name, rows);
      if (!occupied) await writeMany(to, { table: table.name, columns: table.columns }, rows);
      step(rows.length);
    }
  }
  const stored = new ContentHash();
  for (const table of tables) {
    for await (const rows of rowsOf(to, table)) {
      stored.add(table.name, rows);
      step(rows.length);
    }
  }
  const [expected, contents] = [source.contents(), stored.contents()];
  if (expected.hash !== contents.hash) throw differs(occupied, expected, contents);
  if (!occupied) await finish(to, keys);
  return { ...contents, already: occupied };
}

/** Keeps other writers out, and lifts the time limit for statements. */
async function lockTables(to: EntityManager, tables: readonly Table[]): Promise<void> {
  if (to.queryRunner !== undefined) await removeTimeLimits(to.queryRunner);
  await run(to, `LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN EXCLUSIVE MODE`, []);
}

async function countOf(tx: EntityManager, tables: readonly Table[]): Promise<number> {
  const counts = tables.map(({ name }) => `(SELECT COUNT(*) FROM ${name})`);
  const { rows } = await run<{ rows: number }>(tx, `SELECT ${counts.join(' + ')} AS rows`, []);
  return Number(rows[0]?.rows);
}

interface ForeignKey {
  table: string;
  name: string;
}

/** Rows refer to later rows of the same table, so foreign keys are checked at the end. */
async function deferKeys(to: EntityManager, postgres: boolean): Promise<readonly ForeignKey[]> {
  if (!postgres) {
    await run(to, 'PRAGMA defer_foreign_keys = ON', []);
    return [];
  }
  const { rows } = await run<ForeignKey>(
    to,
    `SELECT conrelid::regclass::text AS table, conname AS name FROM pg_constraint
      WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
    [],
  );
  for (const { table, name } of rows) {
    await run(
      to,
      `ALTER TABLE ${table} ALTER CONSTRAINT ${name} DEFERRABLE INITIALLY DEFERRED`,
      [],
    );
  }
  return rows;
}

/** Sets the counters above the copied rows, and checks the foreign keys. */
async function finish(to: EntityManager, keys: readonly ForeignKey[]): Promise<void> {
  await run(
    to,
    `UPDATE message_lead
        SET lead = COALESCE((SELECT MAX(transaction_number) FROM message_order), 0) + ${SKIPPED_ORDER_NUMBERS}`,
    [],
  );
  if (dialectOf(to.connection.options.type).name !== 'postgres') return;
  await run(
    to,
    `SELECT setval(pg_get_serial_sequence('message_order', 'position'),
                   COALESCE((SELECT MAX(position) FROM message_order), 0) + 1, false)`,
    [],
  );
  await run(to, 'SET CONSTRAINTS ALL IMMEDIATE', []);
  for (const { table, name } of keys) {
    await run(to, `ALTER TABLE ${table} ALTER CONSTRAINT ${name} NOT DEFERRABLE`, []);
  }
}

function differs(occupied: boolean, expected: Contents, found: Contents): Refusal {
  const counts = `${expected.rows} rows (${expected.hash.slice(0, 12)}) against ${found.rows} (${found.hash.slice(0, 12)})`;
  return new Refusal(
    'conflict',
    occupied
      ? `The target is not empty and holds other data: ${counts}. Nothing was written; name an empty database.`
      : `The rows read back differ from the rows written: ${counts}. The copy was discarded.`,
  );
}
