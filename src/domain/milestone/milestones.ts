import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { dialectOf } from '../../store/sql/dialect';
import { selectRows, selectSome } from '../../store/sql/rows';
import { among, run } from '../../store/sql/sql';
import { unknownAgreement } from '../agreement/revision';
import { MilestoneRow } from './milestone.entity';
import { afterPosition, type ListPosition, orderBy, type SortKey } from './order';
import { conditionsOf, type Selection } from './selection';

interface MilestoneFilter {
  /** Ids of agreements; undefined for all. */
  agreements?: readonly string[] | undefined;
  selection?: Selection;
  sort?: readonly SortKey[];
  /** The last milestone of the previous page. */
  after?: ListPosition | undefined;
  limit: number;
}

/** Reads stored milestones. */
@Injectable()
export class Milestones {
  /** In the order of `sort`, then of agreements and documents. */
  list(tx: EntityManager, filter: MilestoneFilter): Promise<MilestoneRow[]> {
    const { tail, parameters } = filtered(tx, filter);
    return selectRows(tx, MilestoneRow, tail, parameters);
  }

  /** The ids of what `list` returns. */
  async ids(tx: EntityManager, filter: MilestoneFilter): Promise<string[]> {
    const { tail, parameters } = filtered(tx, filter);
    const rows = await selectSome(tx, MilestoneRow, ['id'], tail, parameters);
    return rows.map(({ id }) => id);
  }

  /** The milestones with these ids that are not dropped, in the order of the ids. */
  async listIds(tx: EntityManager, ids: readonly string[]): Promise<MilestoneRow[]> {
    if (ids.length === 0) return [];
    const { clause, parameters } = among('id', ids);
    const tail = `WHERE dropped_at IS NULL AND ${clause}`;
    const rows = await selectRows(tx, MilestoneRow, tail, parameters);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /**
   * The earliest instant at which the sweep must look at a milestone; undefined if there is none.
   * @param agreements ids of agreements; undefined for all.
   */
  async nextChange(tx: EntityManager, agreements?: readonly string[]): Promise<number | undefined> {
    const own = among('agreement_id', agreements);
    const { rows } = await run<{ at: number | string | null }>(
      tx,
      `SELECT MIN(wake_at) AS at FROM milestone WHERE wake_at IS NOT NULL AND ${own.clause}`,
      [...own.parameters],
    );
    const at = rows[0]?.at;
    return at === null || at === undefined ? undefined : Number(at);
  }

  /** The first deadline after an instant (exclusive), fulfilled ones included; undefined if there is none. */
  async nextDeadline(
    tx: EntityManager,
    after: number,
    agreements?: readonly string[],
  ): Promise<number | undefined> {
    const own = among('agreement_id', agreements);
    const { rows } = await run<{ at: number | string | null }>(
      tx,
      `SELECT MIN(due_at) AS at FROM milestone WHERE due_at > ? AND dropped_at IS NULL AND ${own.clause}`,
      [after, ...own.parameters],
    );
    const at = rows[0]?.at;
    return at === null || at === undefined ? undefined : Number(at);
  }

  /** The agreements that have a milestone which the sweep should have looked at by this instant (inclusive). */
  async agreementsBehind(tx: EntityManager, now: number): Promise<string[]> {
    const { rows } = await run<{ agreement_id: string }>(
      tx,
      // The LIMIT keeps SQLite from merging the subquery, so it reads the index on wake_at and not every agreement.
      `SELECT DISTINCT agreement_id
         FROM (SELECT agreement_id FROM milestone WHERE wake_at <= ? ORDER BY wake_at LIMIT ?) due`,
      [now, Number.MAX_SAFE_INTEGER],
    );
    return rows.map((row) => row.agreement_id);
  }

  /** @throws Refusal 'not-found' */
  async requireAgreement(tx: EntityManager, agreementId: string): Promise<void> {
    const { rows } = await run(tx, 'SELECT id FROM agreement WHERE id = ?', [agreementId]);
    if (rows.length > 0) return;
    throw unknownAgreement(agreementId);
  }

  /** @throws Refusal 'not-found' */
  async find(tx: EntityManager, id: string): Promise<MilestoneRow> {
    const [row] = await selectRows(tx, MilestoneRow, 'WHERE id = ?', [id]);
    if (row === undefined) throw new Refusal('not-found', `There is no milestone "${id}".`);
    return row;
  }
}

/** A filter as the end of a SELECT. */
function filtered(
  tx: EntityManager,
  { agreements, selection = {}, sort = [], after, limit }: MilestoneFilter,
): { tail: string; parameters: (string | number)[] } {
  const dialect = dialectOf(tx.connection.options.type);
  const conditions = [
    { clause: 'dropped_at IS NULL', parameters: [] },
    among('agreement_id', agreements),
    ...conditionsOf(selection, dialect),
    ...(after === undefined ? [] : [afterPosition(after, sort, dialect)]),
  ];
  return {
    tail: `WHERE ${conditions.map(({ clause }) => clause).join(' AND ')}
       ORDER BY ${orderBy(sort, dialect)} LIMIT ?`,
    parameters: [...conditions.flatMap(({ parameters }) => parameters), limit],
  };
}
