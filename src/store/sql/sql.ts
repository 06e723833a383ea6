import type { EntityManager } from 'typeorm';
import type { QueryResult } from 'typeorm/query-runner/QueryResult';
import { noteWritten } from '../generation';
import { dialectOf } from './dialect';

const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|WITH)\b/i;

interface Ran<T> {
  /** The rows of a SELECT or RETURNING. */
  rows: T[];
  /** How many rows a statement without RETURNING changed. */
  changed: number;
}

/**
 * Runs one statement on either database.
 * @param sql has `?` for each parameter, and no other question mark.
 * @typeParam T the type of a row. The caller vouches for it: no column is converted, so PostgreSQL's BIGINT is text.
 */
export async function run<T = Record<string, unknown>>(
  tx: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<Ran<T>> {
  const runner = tx.queryRunner;
  if (runner === undefined)
    throw new Error('A statement was run outside Store.read or Store.write');
  const { placeholder } = dialectOf(tx.connection.options.type);
  let number = 0;
  const text = sql.replace(/\?/g, () => placeholder(++number));
  const result: QueryResult = await runner.query(text, [...parameters], true);
  const rows: T[] = result.records ?? [];
  const changed = result.affected ?? rows.length;
  if (changed > 0 && WRITES.test(sql)) noteWritten(tx);
  return { rows, changed };
}

/**
 * A condition that a column has one of the values.
 * @param values undefined for a condition that always holds; one of an empty list never holds.
 */
export function among(
  column: string,
  values: readonly string[] | undefined,
): { clause: string; parameters: readonly string[] } {
  if (values === undefined) return { clause: 'true', parameters: [] };
  if (values.length === 0) return { clause: 'false', parameters: [] };
  return { clause: `${column} IN (${values.map(() => '?').join(', ')})`, parameters: values };
}
