import type { Database, Statement } from 'better-sqlite3';
import { type EntityManager, QueryFailedError } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { noteWritten } from '../generation';
import { dialectOf, postgres } from './dialect';
import { run } from './sql';

/** Rows in one statement to PostgreSQL; more rows take several statements. */
const ROWS_PER_STATEMENT = 5_000;

/** A statement to run for many rows. */
export interface ManyRows {
  table: string;
  /** The columns of the rows, in the order of their values. */
  columns: readonly Pick<ColumnMetadata, 'databaseName' | 'type'>[];
  /** Updates rows, found by the last column, instead of inserting. */
  update?: boolean;
  /** Leaves out rows that violate a unique key, and returns the ids of the others. */
  newOnly?: boolean;
}

export interface Written {
  changed: number;
  /** Of the inserted rows, with `newOnly`. */
  ids: string[];
}

/**
 * Writes many rows at the least cost. SQLite runs in this process, so a prepared statement runs once for each row.
 * PostgreSQL gets all rows as one JSON array in one round trip.
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
 * The rows of a SELECT, each as a list of values. SQLite returns lists in half the time of objects.
 */
export async function readMany(
  tx: EntityManager,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly unknown[][]> {
  const { name } = dialectOf(tx.connection.options.type);
  if (name === 'sqlite') {
    const statement = await reading.prepare(tx, text);
    return attempt(text, () => statement.raw().all(parameters));
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
  const statement = await writing.prepare(tx, text);
  return attempt(text, () => {
    const ids: string[] = [];
    let changed = 0;
    for (const row of rows) {
      if (what.newOnly) {
        const inserted = statement.get(row);
        if (inserted !== undefined) ids.push(inserted.id);
      } else changed += statement.run(row).changes;
    }
    if (changed + ids.length > 0) noteWritten(tx);
    return { changed: changed + ids.length, ids };
  });
}

/** Throws the error that TypeORM throws for its own statements. */
function attempt<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- better-sqlite3 throws nothing but errors
    throw new QueryFailedError(text, [], error as Error);
  }
}

/**
 * The prepared statements of each connection.
 * @typeParam R what a row of their results is.
 */
class PreparedStatements<R> {
  private readonly known = new WeakMap<Database, Map<string, Statement<unknown[], R>>>();

  async prepare(tx: EntityManager, text: string): Promise<Statement<unknown[], R>> {
    const database: Database = await tx.queryRunner?.connect();
    const own = this.known.get(database) ?? new Map<string, Statement<unknown[], R>>();
    this.known.set(database, own);
    const statement = own.get(text) ?? database.prepare<unknown[], R>(text);
    own.set(text, statement);
    return statement;
  }
}

const reading = new PreparedStatements<unknown[]>();
const writing = new PreparedStatements<{ id: string }>();

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
