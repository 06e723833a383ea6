import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { writeMany } from '../sql/bulk';
import { dialectOf } from '../sql/dialect';
import { run } from '../sql/sql';
import { SKIPPED_ORDER_NUMBERS } from './advance-counters';
import { ContentHash, type Contents, rowsOf } from './contents';
import type { Table } from './tables';

export interface Transferred extends Contents {
  /** The target held the same already; nothing was written. */
  already: boolean;
}

export type Progress = (done: number, total: number) => void;

/**
 * Copies all that is stored into an empty database of the same version and reads it back, in the transaction of
 * `to`: it is there whole and verified, or not at all, so that whoever was interrupted starts again.
 * @param tables as `tablesOf` gives them.
 * @throws Refusal 'conflict' where the target holds something else, or what was read back differs.
 */
export async function transfer(
  from: EntityManager,
  to: EntityManager,
  tables: readonly Table[],
  progress: Progress,
): Promise<Transferred> {
  const postgres = dialectOf(to.connection.options.type).name === 'postgres';
  if (postgres) await holdAlone(to, tables);
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
  if (!occupied) await settle(to, keys);
  return { ...contents, already: occupied };
}

/** Nobody else writes meanwhile, and a table may take longer than a request's statement. */
async function holdAlone(to: EntityManager, tables: readonly Table[]): Promise<void> {
  await run(to, 'SET LOCAL statement_timeout = 0', []);
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

/** Rows refer to others of the same table; that all are there is looked at once, at the end. */
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

/** What is written from now on is numbered behind what came. */
async function settle(to: EntityManager, keys: readonly ForeignKey[]): Promise<void> {
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
      ? `The target is not empty and holds something else: ${counts}. Nothing was written; name an empty database.`
      : `What was read back differs from what was written: ${counts}. Nothing was kept.`,
  );
}
