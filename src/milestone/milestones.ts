import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../refusal';
import { among } from '../store/among';
import { selectRows } from '../store/rows';
import { MilestoneRow } from './milestone.entity';

export interface MilestoneFilter {
  /** Only those of these agreements. */
  agreements?: readonly string[] | undefined;
  /** Headline statuses; empty for all. */
  statuses: readonly string[];
  /** The last milestone of the page before. */
  after?: { agreementId: string; position: number; id: string } | undefined;
  limit: number;
}

/** Reads stored milestones, in the order of their agreements and documents. */
@Injectable()
export class Milestones {
  list(tx: EntityManager, filter: MilestoneFilter): Promise<MilestoneRow[]> {
    const own = among('agreement_id', filter.agreements);
    const conditions = ['dropped_at IS NULL', own.clause];
    const parameters: (string | number)[] = [...own.parameters];
    if (filter.statuses.length > 0) {
      conditions.push(`status IN (${filter.statuses.map(() => '?').join(', ')})`);
      parameters.push(...filter.statuses);
    }
    if (filter.after !== undefined) {
      const { agreementId, position, id } = filter.after;
      conditions.push('(agreement_id, position, id) > (?, ?, ?)');
      parameters.push(agreementId, position, id);
    }
    return selectRows(
      tx,
      MilestoneRow,
      `WHERE ${conditions.join(' AND ')} ORDER BY agreement_id, position, id LIMIT ?`,
      [...parameters, filter.limit],
    );
  }

  /** @throws Refusal 'not-found' when no agreement of that id has milestones; every one has some. */
  async mustKnow(tx: EntityManager, agreementId: string): Promise<void> {
    if (await tx.getRepository(MilestoneRow).existsBy({ agreementId })) return;
    throw new Refusal('not-found', `There is no agreement "${agreementId}".`);
  }

  /** @throws Refusal 'not-found' */
  async find(tx: EntityManager, id: string): Promise<MilestoneRow> {
    const [row] = await selectRows(tx, MilestoneRow, 'WHERE id = ?', [id]);
    if (row === undefined) throw new Refusal('not-found', `There is no milestone "${id}".`);
    return row;
  }
}
