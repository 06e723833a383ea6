import type { EntityManager } from 'typeorm';
import { dialectOf } from '../../store/sql/dialect';
import { selectRows } from '../../store/sql/rows';
import { FactRow } from './fact.entity';

/** Facts by id, for answers that say on what they rest. */
export type Records = ReadonlyMap<string, FactRow>;

export const NO_RECORDS: Records = new Map();

/** Reads facts by id, any number of them, in one statement. */
export async function recordsOf(tx: EntityManager, ids: readonly string[]): Promise<Records> {
  if (ids.length === 0) return NO_RECORDS;
  const { jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  const named = `SELECT ${jsonElement(0, 'text')} FROM ${jsonRows('?')}`;
  const rows = await selectRows(tx, FactRow, `WHERE id IN (${named})`, [
    JSON.stringify(ids.map((id) => [id])),
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}
