import type { EntityManager } from 'typeorm';
import type { QueryResult } from 'typeorm/query-runner/QueryResult';
import { dialectOf } from './dialect';

export interface Ran<T> {
  /** What a SELECT or RETURNING gave. */
  rows: T[];
  /** How many rows a statement without RETURNING changed. */
  changed: number;
}

/**
 * Runs one statement with `?` placeholders on either database. Text in the statement must hold no
 * question mark of its own: values are always parameters.
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
  const rows = (result.records ?? []) as T[];
  return { rows, changed: result.affected ?? rows.length };
}
