import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import { newId, Randomness } from '../randomness';
import { Refusal } from '../refusal';
import type { Fact, FactKind } from '../schedule/model';
import { type Raised, takeSequence } from '../store/revision';
import { insertRows, selectRows } from '../store/rows';
import { FactRow } from './fact.entity';

export type FactDraft = Omit<FactRow, 'id' | 'agreementId' | 'sequence' | 'recordedAt'>;

/** The append-only record of what was observed about each agreement. */
@Injectable()
export class Ledger {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** Appends facts under the agreement's lock, numbered in the order given. */
  async append(
    tx: EntityManager,
    raised: Raised,
    drafts: readonly FactDraft[],
  ): Promise<FactRow[]> {
    const first = await takeSequence(tx, raised, drafts.length);
    const rows = drafts.map((draft, i) => ({
      ...draft,
      id: newId('fact', this.clock, this.randomness),
      agreementId: raised.agreementId,
      sequence: first + i,
      recordedAt: raised.recordedAt,
    }));
    await insertRows(tx, FactRow, rows);
    return rows;
  }

  /** The facts that hold: neither retractions nor retracted, in the order recorded. */
  current(tx: EntityManager, agreementId: string): Promise<FactRow[]> {
    return selectRows(
      tx,
      FactRow,
      `WHERE agreement_id = ? AND kind <> 'retracted'
         AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.retracts = fact.id)
       ORDER BY sequence`,
      [agreementId],
    );
  }

  /** Everything recorded, retractions too, in order, after the given sequence. */
  list(tx: EntityManager, agreementId: string, after: number, limit: number): Promise<FactRow[]> {
    return selectRows(
      tx,
      FactRow,
      'WHERE agreement_id = ? AND sequence > ? ORDER BY sequence LIMIT ?',
      [agreementId, after, limit],
    );
  }

  /** @throws Refusal 'not-found' when the agreement has no such fact, 'conflict' when it is retracted. */
  async retractable(tx: EntityManager, agreementId: string, id: string): Promise<FactRow> {
    const facts = tx.getRepository(FactRow);
    const fact = await facts.findOneBy({ id, agreementId });
    if (fact === null || fact.kind === 'retracted') {
      throw new Refusal('not-found', `Agreement "${agreementId}" has no fact "${id}".`);
    }
    if (await facts.existsBy({ retracts: id })) {
      throw new Refusal('conflict', `The fact "${id}" has been retracted already.`);
    }
    return fact;
  }

  /** Whether a signing was ever recorded, a retracted one included. */
  everSigned(tx: EntityManager, agreementId: string): Promise<boolean> {
    return tx.getRepository(FactRow).existsBy({ agreementId, subject: 'signing' });
  }
}

/** A fact as the schedule reads it. */
export function scheduleFact(row: FactRow): Fact {
  return {
    id: row.id,
    kind: row.kind as FactKind,
    subject: row.subject,
    day: row.occurredOn,
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.ordinal === null ? {} : { ordinal: row.ordinal }),
    ...(row.occurredAt === null ? {} : { instant: row.occurredAt }),
    ...(row.hypothetical ? { hypothetical: true } : {}),
  };
}

/** A draft that takes a fact back. */
export function retraction(fact: FactRow, actor: string | null, reason: string | null): FactDraft {
  const { subject, by, ordinal, occurredOn, occurredAt, hypothetical } = fact;
  return {
    kind: 'retracted',
    subject,
    by,
    ordinal,
    occurredOn,
    occurredAt,
    hypothetical,
    retracts: fact.id,
    actor,
    reason,
    evidence: null,
  };
}
