import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { readMany } from '../sql/bulk';
import type { Table } from './tables';

const ROWS_AT_ONCE = 500;
const MODULUS = 1n << 256n;

/** A summary of the contents of tables, equal for two databases that hold the same rows. */
export interface Contents {
  rows: number;
  /** SHA-256, hexadecimal, over the count and the sum of all rows' hashes of every table. */
  hash: string;
}

/** Counts and hashes rows; the order of the rows does not matter. */
export class ContentHash {
  private readonly tables = new Map<string, { rows: number; sum: bigint }>();

  add(table: string, rows: readonly unknown[][]): void {
    const known = this.tables.get(table) ?? { rows: 0, sum: 0n };
    for (const row of rows) {
      const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex');
      known.sum = (known.sum + BigInt(`0x${hash}`)) % MODULUS;
    }
    known.rows += rows.length;
    this.tables.set(table, known);
  }

  contents(): Contents {
    const lines = [...this.tables].map(([name, { rows, sum }]) => `${name} ${rows} ${sum}`);
    const rows = [...this.tables.values()].reduce((all, table) => all + table.rows, 0);
    return { rows, hash: createHash('sha256').update(lines.sort().join('\n')).digest('hex') };
  }
}

/** A table's rows in groups of at most 500, ordered by its key. PostgreSQL's bigint texts become numbers. */
export async function* rowsOf(tx: EntityManager, table: Table): AsyncGenerator<unknown[][]> {
  const names = table.columns.map(({ databaseName }) => databaseName);
  const numbers = table.columns.map(({ type }) => type === 'bigint');
  const key = table.key.join(', ');
  const places = table.key.map((column) => names.indexOf(column));
  const text = (where: string) =>
    `SELECT ${names.join(', ')} FROM ${table.name} ${where} ORDER BY ${key} LIMIT ${ROWS_AT_ONCE}`;
  const following = text(`WHERE (${key}) > (${table.key.map(() => '?').join(', ')})`);
  let last: unknown[] | undefined;
  do {
    const read = await readMany(
      tx,
      last === undefined ? text('') : following,
      last === undefined ? [] : places.map((place) => last?.[place]),
    );
    const rows = read.map((values) =>
      values.map((value, i) => (numbers[i] && value !== null ? Number(value) : value)),
    );
    last = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined;
    if (rows.length > 0) yield rows;
  } while (last !== undefined);
}
