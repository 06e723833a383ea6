import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { type ManyRows, readMany, writeMany } from './bulk';

/** Rows that are converted for their statement. With thousands of rows, that takes about as long as writing them. */
export interface ConvertedRows {
  readonly what: ManyRows;
  readonly values: readonly unknown[][];
}

/** Converts rows to insert. @param tx only names the database. */
export function insertionOf<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): ConvertedRows {
  const { table, columns } = describe(tx, entity);
  return { what: { table, columns }, values: encode(rows, columns) };
}

/** Converts the named columns of rows to update, found by their `id`. @param tx only names the database. */
export function updateOf<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  properties: readonly (keyof E & string)[],
): ConvertedRows {
  const { table, columns } = describe(tx, entity);
  const used = [...named(columns, properties), ...named(columns, ['id'])];
  const values = properties.length === 0 ? [] : encode(rows, used);
  return { what: { table, columns: used, update: true }, values };
}

/** Writes converted rows. Returns how many were inserted or found. */
export async function writeConverted(
  tx: EntityManager,
  { what, values }: ConvertedRows,
): Promise<number> {
  return (await writeMany(tx, what, values)).changed;
}

/** Inserts any number of rows. Returns how many. */
export async function insertRows<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<number> {
  return writeConverted(tx, insertionOf(tx, entity, rows));
}

/**
 * Inserts the rows that violate no unique key, and leaves out the others.
 * @returns the ids of the inserted ones.
 */
export async function insertNewRows<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<Set<string>> {
  const { table, columns } = describe(tx, entity);
  const { ids } = await writeMany(tx, { table, columns, newOnly: true }, encode(rows, columns));
  return new Set(ids);
}

/** Writes the given columns of the row with this `id`, if there is one. */
export async function updateRow<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  id: string,
  changed: Partial<E>,
): Promise<void> {
  const { table, columns } = describe(tx, entity);
  const used = [...named(columns, Object.keys(changed)), ...named(columns, ['id'])];
  await writeMany(tx, { table, columns: used, update: true }, encode([{ ...changed, id }], used));
}

/** Writes the named columns of rows, found by their `id`. Returns how many were found. */
export async function updateRows<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  properties: readonly (keyof E & string)[],
): Promise<number> {
  return writeConverted(tx, updateOf(tx, entity, rows, properties));
}

/**
 * Reads whole rows. Callers must not change them: rows may share values.
 * @param tail what follows the table's name in the statement, with `?` for parameters.
 */
export async function selectRows<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  tail: string,
  parameters: readonly unknown[],
): Promise<E[]> {
  const { table, columns } = describe(tx, entity);
  return select<E>(tx, table, columns, tail, parameters);
}

/** As `selectRows`, for the named columns only: fewer columns of thousands of rows cost less. */
export async function selectSome<E extends ObjectLiteral, K extends keyof E & string>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  properties: readonly K[],
  tail: string,
  parameters: readonly unknown[],
): Promise<Pick<E, K>[]> {
  const { table, columns } = describe(tx, entity);
  return select<Pick<E, K>>(tx, table, named(columns, properties), tail, parameters);
}

/** @typeParam R what a row of these columns is: the entity's type describes its columns. */
async function select<R extends object>(
  tx: EntityManager,
  table: string,
  columns: readonly ColumnMetadata[],
  tail: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  const names = columns.map(({ databaseName }) => `${table}.${databaseName}`).join(', ');
  const rows = await readMany(tx, `SELECT ${names} FROM ${table} ${tail}`, parameters);
  const readers = columns.map((column) => ({
    key: column.propertyName,
    convert: readerOf(column),
  }));
  // Copying an object that has all keys costs a fraction of adding them one by one.
  const empty: Record<string, unknown> = Object.fromEntries(readers.map(({ key }) => [key, null]));
  const read = rows.map((values) => {
    const row = { ...empty };
    let i = 0;
    for (const { key, convert } of readers) {
      const value = values[i++];
      row[key] = convert === undefined ? value : convert(value);
    }
    return row;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity's type describes these columns
  return read as R[];
}

interface Described {
  table: string;
  columns: readonly ColumnMetadata[];
}

function describe<E extends ObjectLiteral>(tx: EntityManager, entity: EntityTarget<E>): Described {
  const { tableName, columns } = tx.connection.getMetadata(entity);
  return { table: tableName, columns };
}

function named(columns: readonly ColumnMetadata[], properties: readonly string[]) {
  return columns.filter(({ propertyName }) => properties.includes(propertyName));
}

type Convert = (value: unknown) => unknown;

function encode(rows: readonly ObjectLiteral[], columns: readonly ColumnMetadata[]): unknown[][] {
  const writers = columns.map((column) => ({
    key: column.propertyName,
    convert: converterOf(column, 'to'),
  }));
  return rows.map((row) =>
    writers.map(({ key, convert }) => {
      const value: unknown = row[key];
      return (convert === undefined ? value : convert(value)) ?? null;
    }),
  );
}

/** Equal texts of a JSON column are parsed once; their rows share the object. Most texts of a column are equal. */
function readerOf(column: ColumnMetadata): Convert | undefined {
  const convert = converterOf(column, 'from');
  if (convert === undefined || column.type !== 'text') return convert;
  const known = new Map<unknown, unknown>();
  return (value) => {
    let read = known.get(value);
    if (read === undefined) known.set(value, (read = convert(value)));
    return read;
  };
}

function converterOf(
  { transformer }: ColumnMetadata,
  direction: 'to' | 'from',
): Convert | undefined {
  return transformer === undefined || Array.isArray(transformer)
    ? undefined
    : transformer[direction];
}
