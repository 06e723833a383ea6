import type { Database, Statement } from 'better-sqlite3';
import { type EntityManager, QueryFailedError } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { dialectOf, postgres } from './dialect';
import { run } from './sql';

/** Rows handed to PostgreSQL in one statement; more are handed over in several. */
const ROWS_PER_STATEMENT = 5_000;

/** What is to be done with each of many rows. */
export interface ManyRows {
  table: string;
  /** The columns that every row has a value for, in this order. */
  columns: readonly Pick<ColumnMetadata, 'databaseName' | 'type'>[];
  /** The last column finds the row to update; without it rows are inserted. */
  update?: boolean;
  /** Rows that violate a unique key are passed over, and the ids of the others come back. */
  newOnly?: boolean;
}

export interface Written {
  changed: number;
  /** Where `newOnly` asked for them. */
  ids: string[];
}

/**
 * Writes many rows at the least cost of each database. SQLite lives in this process, so a prepared statement
 * is run for each row without leaving the call; PostgreSQL gets them all as one JSON array in one round trip.
 */
export async function writeMany(
  tx: EntityManager,
  what: ManyRows,
  rows: readonly unknown[][],
): Promise<Written> {
  if (rows.length === 0) return { changed: 0, ids: [] };
  const { name } = dialectOf(tx.connection.options.type);
  return name === 'sqlite' ? rowByRow(tx, what, rows) : allAtOnce(tx, what, rows);
}

/**
 * The rows of a SELECT as lists of their columns' values. SQLite hands lists out at half the price of objects.
 */
export async function readMany(
  tx: EntityManager,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly unknown[][]> {
  const { name } = dialectOf(tx.connection.options.type);
  if (name === 'sqlite') {
    const statement = await prepared(tx, text);
    return attempt(text, () => statement.raw().all(parameters) as unknown[][]);
  }
  const { rows } = await run<object>(tx, text, parameters);
  return rows.map(Object.values);
}

async function rowByRow(
  tx: EntityManager,
  what: ManyRows,
  rows: readonly unknown[][],
): Promise<Written> {
  const text = sqliteText(what);
  const statement = await prepared(tx, text);
  return attempt(text, () => {
    const ids: string[] = [];
    let changed = 0;
    for (const row of rows) {
      if (what.newOnly) {
        const inserted = statement.get(row) as { id: string } | undefined;
        if (inserted !== undefined) ids.push(inserted.id);
      } else changed += statement.run(row).changes;
    }
    return { changed: changed + ids.length, ids };
  });
}

/** Fails as a statement that TypeORM runs itself. */
function attempt<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new QueryFailedError(text, [], error as Error);
  }
}

const statements = new WeakMap<Database, Map<string, Statement>>();

async function prepared(tx: EntityManager, text: string): Promise<Statement> {
  const database: Database = await tx.queryRunner?.connect();
  const known = statements.get(database) ?? new Map<string, Statement>();
  statements.set(database, known);
  const statement = known.get(text) ?? database.prepare(text);
  known.set(text, statement);
  return statement;
}

function sqliteText({ table, columns, update, newOnly }: ManyRows): string {
  const names = columns.map(({ databaseName }) => databaseName);
  if (update) {
    const assigned = names.slice(0, -1).map((name) => `${name} = ?`);
    return `UPDATE ${table} SET ${assigned.join(', ')} WHERE ${names.at(-1)} = ?`;
  }
  const insert = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  return newOnly ? `${insert} ON CONFLICT DO NOTHING RETURNING id` : insert;
}

async function allAtOnce(
  tx: EntityManager,
  what: ManyRows,
  rows: readonly unknown[][],
): Promise<Written> {
  const text = postgresText(what);
  const written: Written = { changed: 0, ids: [] };
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
    const given = JSON.stringify(rows.slice(i, i + ROWS_PER_STATEMENT));
    const { changed, rows: inserted } = await run<{ id: string }>(tx, text, [given]);
    written.changed += changed;
    written.ids.push(...inserted.map(({ id }) => id));
  }
  return written;
}

function postgresText({ table, columns, update, newOnly }: ManyRows): string {
  const names = columns.map(({ databaseName }) => databaseName);
  const values = columns.map(({ type }, i) => postgres.jsonElement(i, String(type)));
  const from = postgres.jsonRows('?');
  if (update) {
    const given = names.map((name, i) => `${values[i]} AS ${name}`).join(', ');
    const assigned = names.slice(0, -1).map((name) => `${name} = given.${name}`);
    const key = names.at(-1);
    return `UPDATE ${table} SET ${assigned.join(', ')} FROM (SELECT ${given} FROM ${from}) AS given
      WHERE ${table}.${key} = given.${key}`;
  }
  const insert = `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${from}`;
  return newOnly ? `${insert} ON CONFLICT DO NOTHING RETURNING id` : insert;
}
