import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { type Dialect, dialectOf } from './dialect';
import { run } from './set-based';

/** Rows handed to the database in one statement; more are handed over in several. */
const ROWS_PER_STATEMENT = 5_000;

/** Inserts any number of rows in a handful of statements. Answers how many. */
export async function insertRows<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<number> {
  const { table, columns, dialect } = describe(tx, entity);
  let inserted = 0;
  for (const some of chunks(rows)) {
    const { changed } = await run(tx, insertSql(table, columns, dialect), [encode(some, columns)]);
    inserted += changed;
  }
  return inserted;
}

/**
 * Inserts the rows that violate no unique key and passes over the others.
 * @returns the ids of the inserted ones.
 */
export async function insertNewRows<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<Set<string>> {
  const { table, columns, dialect } = describe(tx, entity);
  const ids = new Set<string>();
  for (const some of chunks(rows)) {
    const sql = `${insertSql(table, columns, dialect)} ON CONFLICT DO NOTHING RETURNING id`;
    const inserted = await run<{ id: string }>(tx, sql, [encode(some, columns)]);
    for (const { id } of inserted.rows) ids.add(id);
  }
  return ids;
}

/** Writes the named columns of rows found by their `id`. Answers how many were found. */
export async function updateRows<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  properties: readonly (keyof E & string)[],
): Promise<number> {
  if (properties.length === 0) return 0;
  const { table, columns, dialect } = describe(tx, entity);
  const wanted: readonly string[] = properties;
  const written = columns.filter((column) => wanted.includes(column.propertyName));
  const key = columns.filter((column) => column.propertyName === 'id');
  const used = [...key, ...written];
  const selected = used.map(
    (column, i) => `${dialect.jsonElement(i, String(column.type))} AS ${column.databaseName}`,
  );
  const assigned = written.map(({ databaseName }) => `${databaseName} = given.${databaseName}`);
  const sql = `UPDATE ${table} SET ${assigned.join(', ')}
    FROM (SELECT ${selected.join(', ')} FROM ${dialect.jsonRows('?')}) AS given
    WHERE ${table}.id = given.id`;
  let updated = 0;
  for (const some of chunks(rows)) {
    const { changed } = await run(tx, sql, [encode(some, used)]);
    updated += changed;
  }
  return updated;
}

/** Reads whole rows; `tail` is everything after the table's name, with `?` for parameters. */
export async function selectRows<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  tail: string,
  parameters: readonly unknown[],
): Promise<E[]> {
  const { table, columns } = describe(tx, entity);
  const names = columns.map((column) => `${table}.${column.databaseName}`).join(', ');
  const { rows } = await run(tx, `SELECT ${names} FROM ${table} ${tail}`, parameters);
  return rows.map((row) => decode(row, columns) as E);
}

interface Described {
  table: string;
  columns: readonly ColumnMetadata[];
  dialect: Dialect;
}

function describe<E extends ObjectLiteral>(tx: EntityManager, entity: EntityTarget<E>): Described {
  const { tableName, columns } = tx.connection.getMetadata(entity);
  return { table: tableName, columns, dialect: dialectOf(tx.connection.options.type) };
}

function insertSql(table: string, columns: readonly ColumnMetadata[], dialect: Dialect): string {
  const names = columns.map((column) => column.databaseName).join(', ');
  const values = columns.map((column, i) => dialect.jsonElement(i, String(column.type)));
  // `WHERE true` keeps SQLite from reading a following ON CONFLICT as a join's condition.
  return `INSERT INTO ${table} (${names}) SELECT ${values.join(', ')} FROM ${dialect.jsonRows('?')} WHERE true`;
}

function encode(rows: readonly ObjectLiteral[], columns: readonly ColumnMetadata[]): string {
  return JSON.stringify(
    rows.map((row) =>
      columns.map(({ propertyName, transformer }) => {
        const value: unknown = row[propertyName];
        return transformer === undefined || Array.isArray(transformer)
          ? (value ?? null)
          : (transformer.to(value) ?? null);
      }),
    ),
  );
}

function decode(row: Record<string, unknown>, columns: readonly ColumnMetadata[]): object {
  const decoded: Record<string, unknown> = {};
  for (const column of columns) {
    const { transformer } = column;
    const value = row[column.databaseName];
    decoded[column.propertyName] =
      transformer === undefined || Array.isArray(transformer) ? value : transformer.from(value);
  }
  return decoded;
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
    yield rows.slice(i, i + ROWS_PER_STATEMENT);
  }
}
