import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { readMany, writeMany } from './bulk';

/** Inserts any number of rows. Answers how many. */
export async function insertRows<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<number> {
  const { table, columns } = describe(tx, entity);
  const { changed } = await writeMany(tx, { table, columns }, encode(rows, columns));
  return changed;
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

/** Writes the named columns of rows found by their `id`. Answers how many were found. */
export async function updateRows<E extends ObjectLiteral & { id: string }>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  properties: readonly (keyof E & string)[],
): Promise<number> {
  if (properties.length === 0) return 0;
  const { table, columns } = describe(tx, entity);
  const used = [...named(columns, properties), ...named(columns, ['id'])];
  const { changed } = await writeMany(
    tx,
    { table, columns: used, update: true },
    encode(rows, used),
  );
  return changed;
}

/**
 * Reads whole rows, never to be changed in place; `tail` is everything after the table's name, with `?` for
 * parameters.
 */
export async function selectRows<E extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  tail: string,
  parameters: readonly unknown[],
): Promise<E[]> {
  const { table, columns } = describe(tx, entity);
  return (await select(tx, table, columns, tail, parameters)) as E[];
}

/** Reads the named columns only: what is not read of thousands of rows is not paid for. */
export async function selectSome<E extends ObjectLiteral, K extends keyof E & string>(
  tx: EntityManager,
  entity: EntityTarget<E>,
  properties: readonly K[],
  tail: string,
  parameters: readonly unknown[],
): Promise<Pick<E, K>[]> {
  const { table, columns } = describe(tx, entity);
  return (await select(tx, table, named(columns, properties), tail, parameters)) as Pick<E, K>[];
}

async function select(
  tx: EntityManager,
  table: string,
  columns: readonly ColumnMetadata[],
  tail: string,
  parameters: readonly unknown[],
): Promise<object[]> {
  const keys = columns.map(({ propertyName }) => propertyName);
  const names = columns.map(({ databaseName }) => `${table}.${databaseName}`).join(', ');
  const rows = await readMany(tx, `SELECT ${names} FROM ${table} ${tail}`, parameters);
  const converts = columns.map(readerOf);
  // A copy of an object that has all the keys costs a fraction of one that gets them one by one.
  const empty: Record<string, unknown> = Object.fromEntries(keys.map((key) => [key, null]));
  return rows.map((values) => {
    const row = { ...empty };
    for (let i = 0; i < keys.length; i++) {
      const convert = converts[i];
      row[keys[i] as string] = convert === undefined ? values[i] : convert(values[i]);
    }
    return row;
  });
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
  const keys = columns.map(({ propertyName }) => propertyName);
  const converts = columns.map((column) => converterOf(column, 'to'));
  return rows.map((row) => {
    const values = new Array<unknown>(keys.length);
    for (let i = 0; i < keys.length; i++) {
      const value: unknown = row[keys[i] as string];
      const convert = converts[i];
      values[i] = (convert === undefined ? value : convert(value)) ?? null;
    }
    return values;
  });
}

/** Equal texts of a JSON column become one object, shared by their rows: most of thousands are equal. */
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
