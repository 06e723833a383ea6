import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { among } from '../../store/sql/among';
import { dialectOf } from '../../store/sql/dialect';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { MilestoneRow } from './milestone.entity';
import { following, orderBy, type Place, type SortKey } from './order';
import { conditionsOf, type Selection } from './selection';

export interface MilestoneFilter {
  /** Only those of these agreements. */
  agreements?: readonly string[] | undefined;
  selection?: Selection;
  sort?: readonly SortKey[];
  /** The last milestone of the page before. */
  after?: Place | undefined;
  limit: number;
}

/** Reads stored milestones. */
@Injectable()
export class Milestones {
  /** In the order asked for; without one, of their agreements and documents. */
  list(tx: EntityManager, filter: MilestoneFilter): Promise<MilestoneRow[]> {
    const { agreements, selection = {}, sort = [], after, limit } = filter;
    const dialect = dialectOf(tx.connection.options.type);
    const conditions = [
      { clause: 'dropped_at IS NULL', parameters: [] },
      among('agreement_id', agreements),
      ...conditionsOf(selection, dialect),
      ...(after === undefined ? [] : [following(after, sort, dialect)]),
    ];
    return selectRows(
      tx,
      MilestoneRow,
      `WHERE ${conditions.map(({ clause }) => clause).join(' AND ')}
       ORDER BY ${orderBy(sort, dialect)} LIMIT ?`,
      [...conditions.flatMap(({ parameters }) => parameters), limit],
    );
  }

  /**
   * The earliest instant at which one of them must be judged anew; undefined when none ever must.
   * @param agreements only those of these agreements.
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

  /** The first deadline after an instant, exclusive, whatever became of the milestone; undefined where none follows. */
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

  /** The agreements of which a milestone must be judged anew by this instant, inclusive, and is not yet. */
  async behind(tx: EntityManager, now: number): Promise<string[]> {
    const { rows } = await run<{ agreement_id: string }>(
      tx,
      // Told to keep apart, the two halves use the index of what must be judged; else all agreements are walked.
      `SELECT DISTINCT agreement_id
         FROM (SELECT agreement_id FROM milestone WHERE wake_at <= ? ORDER BY wake_at LIMIT ?) due`,
      [now, Number.MAX_SAFE_INTEGER],
    );
    return rows.map((row) => row.agreement_id);
  }

  /** @throws Refusal 'not-found' */
  async mustKnow(tx: EntityManager, agreementId: string): Promise<void> {
    const { rows } = await run(tx, 'SELECT id FROM agreement WHERE id = ?', [agreementId]);
    if (rows.length > 0) return;
    throw new Refusal('not-found', `There is no agreement "${agreementId}".`);
  }

  /** @throws Refusal 'not-found' */
  async find(tx: EntityManager, id: string): Promise<MilestoneRow> {
    const [row] = await selectRows(tx, MilestoneRow, 'WHERE id = ?', [id]);
    if (row === undefined) throw new Refusal('not-found', `There is no milestone "${id}".`);
    return row;
  }
}
