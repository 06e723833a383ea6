import type { EntityManager } from 'typeorm';
import { run } from '../sql/sql';

interface TableColumn {
  databaseName: string;
  type: 'text' | 'bigint';
}

export interface Table {
  name: string;
  columns: readonly TableColumn[];
  /** The primary key's columns, in its order. */
  key: readonly string[];
}

/** Tables that belong to one database and are not copied to another. */
const NOT_COPIED = ['migrations', 'message_lead', 'sign_in_code'];

/**
 * The tables to copy, ordered by name.
 * @param sqlite a database of this version.
 */
export async function tablesOf(sqlite: EntityManager): Promise<Table[]> {
  const { rows } = await run<{ name: string }>(
    sqlite,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    [],
  );
  const names = rows.map(({ name }) => name).filter((name) => !NOT_COPIED.includes(name));
  const tables: Table[] = [];
  for (const name of names) tables.push(await tableOf(sqlite, name));
  return tables;
}

async function tableOf(sqlite: EntityManager, name: string): Promise<Table> {
  const { rows } = await run<{ name: string; type: string; pk: number }>(
    sqlite,
    'SELECT name, type, pk FROM pragma_table_info(?) ORDER BY name',
    [name],
  );
  const key = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  if (key.length === 0) throw new Error(`The table ${name} has no primary key to copy it by`);
  return {
    name,
    columns: rows.map((row) => ({
      databaseName: row.name,
      type: row.type === 'TEXT' ? 'text' : 'bigint',
    })),
    key: key.map((column) => column.name),
  };
}
