import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { recordHash } from '../../base/record-hash';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import type { RevisionTicket } from '../agreement/revision';
import type { FactDraft } from './draft';
import { FactRow } from './fact.entity';

/** Ids looked up in one statement; databases limit the parameters of one. */
const NAMED_AT_ONCE = 400;

/** The append-only record of what was observed about each agreement. */
@Injectable()
export class Ledger {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** Appends facts under the agreement's lock, numbered and chained in the order given. */
  async append(
    tx: EntityManager,
    raised: RevisionTicket,
    drafts: readonly FactDraft[],
  ): Promise<FactRow[]> {
    const end = await this.endOfChain(tx, raised.agreementId);
    const rows: FactRow[] = [];
    for (const draft of drafts) {
      const unhashed = {
        ...draft,
        id: newId('fact', this.clock, this.randomness),
        agreementId: raised.agreementId,
        sequence: end.sequence + rows.length + 1,
        recordedAt: raised.recordedAt,
        previousHash: rows.at(-1)?.hash ?? end.hash,
      };
      rows.push({ ...unhashed, hash: recordHash(unhashed) });
    }
    await insertRows(tx, FactRow, rows);
    await run(
      tx,
      'UPDATE agreement SET sequence = sequence + ?, facts = facts + ?, ledger_head = ? WHERE id = ?',
      [rows.length, rows.length, rows.at(-1)?.hash ?? end.hash, raised.agreementId],
    );
    return rows;
  }

  private async endOfChain(
    tx: EntityManager,
    agreementId: string,
  ): Promise<{ sequence: number; hash: string | null }> {
    const { rows } = await run<{ sequence: number; ledger_head: string | null }>(
      tx,
      'SELECT sequence, ledger_head FROM agreement WHERE id = ?',
      [agreementId],
    );
    return { sequence: rows[0]?.sequence ?? 0, hash: rows[0]?.ledger_head ?? null };
  }

  /** See `currentFacts`. */
  current(tx: EntityManager, agreementId: string): Promise<FactRow[]> {
    return currentFacts(tx, agreementId);
  }

  /** The facts that held when the ledger had come to a number. */
  upTo(tx: EntityManager, agreementId: string, sequence: number): Promise<FactRow[]> {
    return selectRows(
      tx,
      FactRow,
      `WHERE agreement_id = ? AND sequence <= ? AND kind <> 'retracted'
         AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.retracts = fact.id AND later.sequence <= ?)
       ORDER BY sequence`,
      [agreementId, sequence, sequence],
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

  /** Facts of an agreement by id, and which of them have been retracted. */
  async named(
    tx: EntityManager,
    agreementId: string,
    ids: readonly string[],
  ): Promise<{ named: Map<string, FactRow>; retracted: Set<string> }> {
    const named = new Map<string, FactRow>();
    const retracted = new Set<string>();
    for (let i = 0; i < ids.length; i += NAMED_AT_ONCE) {
      const some = ids.slice(i, i + NAMED_AT_ONCE);
      const marks = some.map(() => '?').join(', ');
      const rows = await selectRows(
        tx,
        FactRow,
        `WHERE agreement_id = ? AND (id IN (${marks}) OR retracts IN (${marks}))`,
        [agreementId, ...some, ...some],
      );
      for (const row of rows) {
        named.set(row.id, row);
        if (row.retracts !== null) retracted.add(row.retracts);
      }
    }
    return { named, retracted };
  }

  /** Whether a signing was ever recorded, a retracted one included. */
  async everSigned(tx: EntityManager, agreementId: string): Promise<boolean> {
    const { rows } = await run(
      tx,
      "SELECT id FROM fact WHERE agreement_id = ? AND subject = 'signing' LIMIT 1",
      [agreementId],
    );
    return rows.length > 0;
  }
}

/** The facts that hold: neither retractions nor retracted, in the order recorded. */
export function currentFacts(tx: EntityManager, agreementId: string): Promise<FactRow[]> {
  return selectRows(
    tx,
    FactRow,
    `WHERE agreement_id = ? AND kind <> 'retracted'
       AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.retracts = fact.id)
     ORDER BY sequence`,
    [agreementId],
  );
}

/**
 * The facts that held in our knowledge at an instant: recorded by then and not yet retracted, in the order
 * recorded. Rows are never changed, so that the answer for a past instant is always the same.
 * @param knownAt inclusive, epoch milliseconds.
 */
export function factsKnownAt(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<FactRow[]> {
  return selectRows(
    tx,
    FactRow,
    `WHERE agreement_id = ? AND recorded_at <= ? AND kind <> 'retracted'
       AND NOT EXISTS (SELECT 1 FROM fact later
                        WHERE later.retracts = fact.id AND later.recorded_at <= ?)
     ORDER BY sequence`,
    [agreementId, knownAt, knownAt],
  );
}
