import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { newId, Randomness } from '../../base/randomness';
import { recordHash } from '../../base/record-hash';
import { dialectOf } from '../../store/sql/dialect';
import { insertRows, selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import type { Counters, RevisionTicket } from '../agreement/revision';
import type { FactDraft } from './draft';
import { FactRow } from './fact.entity';

/** Ids read in one statement: databases limit the number of parameters. */
const NAMED_AT_ONCE = 400;

/** The append-only record of what was observed about each agreement. */
@Injectable()
export class Ledger {
  constructor(
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** Appends facts under the agreement's lock. They are numbered and chained in the given order. */
  async append(
    tx: EntityManager,
    ticket: RevisionTicket,
    drafts: readonly FactDraft[],
  ): Promise<FactRow[]> {
    const rows = this.rowsAfter(await this.endOfChain(tx, ticket.agreementId), ticket, drafts);
    await this.write(tx, ticket, rows);
    return rows;
  }

  /**
   * The rows of facts that continue a chain; nothing is written.
   * @param end the counters of the agreement before them.
   */
  rowsAfter(
    end: Pick<Counters, 'sequence' | 'ledgerHead'>,
    ticket: RevisionTicket,
    drafts: readonly FactDraft[],
  ): FactRow[] {
    const rows: FactRow[] = [];
    for (const draft of drafts) {
      const unhashed = {
        ...draft,
        id: newId('fact', this.clock, this.randomness),
        agreementId: ticket.agreementId,
        sequence: end.sequence + rows.length + 1,
        recordedAt: ticket.recordedAt,
        previousHash: rows.at(-1)?.hash ?? end.ledgerHead,
      };
      rows.push({ ...unhashed, hash: recordHash(unhashed) });
    }
    return rows;
  }

  /** Writes the rows of `rowsAfter`, under the agreement's lock and after the same end of the chain. */
  async write(
    tx: EntityManager,
    { agreementId }: RevisionTicket,
    rows: readonly FactRow[],
  ): Promise<void> {
    const last = rows.at(-1);
    if (last === undefined) return;
    await insertRows(tx, FactRow, rows);
    await run(
      tx,
      'UPDATE agreement SET sequence = sequence + ?, facts = facts + ?, ledger_head = ? WHERE id = ?',
      [rows.length, rows.length, last.hash, agreementId],
    );
  }

  private async endOfChain(
    tx: EntityManager,
    agreementId: string,
  ): Promise<Pick<Counters, 'sequence' | 'ledgerHead'>> {
    const { rows } = await run<{ sequence: number; ledger_head: string | null }>(
      tx,
      'SELECT sequence, ledger_head FROM agreement WHERE id = ?',
      [agreementId],
    );
    return { sequence: rows[0]?.sequence ?? 0, ledgerHead: rows[0]?.ledger_head ?? null };
  }

  /** See `currentFacts`. */
  current(tx: EntityManager, agreementId: string, subject?: string): Promise<FactRow[]> {
    return currentFacts(tx, agreementId, subject);
  }

  /** The facts that held when the ledger ended with this sequence number, inclusive. */
  upToSequence(tx: EntityManager, agreementId: string, sequence: number): Promise<FactRow[]> {
    return selectRows(
      tx,
      FactRow,
      `WHERE agreement_id = ? AND sequence <= ? AND kind <> 'retracted'
         AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.retracts = fact.id AND later.sequence <= ?)
       ORDER BY sequence`,
      [agreementId, sequence, sequence],
    );
  }

  /** All facts, retractions included, in the order recorded, after a sequence number (exclusive). */
  list(tx: EntityManager, agreementId: string, after: number, limit: number): Promise<FactRow[]> {
    return selectRows(
      tx,
      FactRow,
      'WHERE agreement_id = ? AND sequence > ? ORDER BY sequence LIMIT ?',
      [agreementId, after, limit],
    );
  }

  /** Facts of an agreement by id, and the ids of those that are retracted. */
  async byIds(
    tx: EntityManager,
    agreementId: string,
    ids: readonly string[],
  ): Promise<{ named: Map<string, FactRow>; retracted: Set<string> }> {
    const named = new Map<string, FactRow>();
    const retracted = new Set<string>();
    for (let i = 0; i < ids.length; i += NAMED_AT_ONCE) {
      const some = ids.slice(i, i + NAMED_AT_ONCE);
      const placeholders = some.map(() => '?').join(', ');
      const rows = await selectRows(
        tx,
        FactRow,
        `WHERE agreement_id = ? AND (id IN (${placeholders}) OR retracts IN (${placeholders}))`,
        [agreementId, ...some, ...some],
      );
      for (const row of rows) {
        named.set(row.id, row);
        if (row.retracts !== null) retracted.add(row.retracts);
      }
    }
    return { named, retracted };
  }

  /** Whether a signing was ever recorded, even if it was retracted. */
  async everSigned(tx: EntityManager, agreementId: string): Promise<boolean> {
    const { rows } = await run(
      tx,
      "SELECT id FROM fact WHERE agreement_id = ? AND subject = 'signing' LIMIT 1",
      [agreementId],
    );
    return rows.length > 0;
  }
}

/**
 * The facts that hold, in the order recorded: no retractions and nothing retracted.
 * @param subject undefined for those about all subjects.
 */
export function currentFacts(
  tx: EntityManager,
  agreementId: string,
  subject?: string,
): Promise<FactRow[]> {
  return selectRows(
    tx,
    FactRow,
    `WHERE agreement_id = ? AND kind <> 'retracted'${subject === undefined ? '' : ' AND subject = ?'}
       AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.retracts = fact.id)
     ORDER BY sequence`,
    subject === undefined ? [agreementId] : [agreementId, subject],
  );
}

/**
 * The facts that were recorded and not retracted at an instant, in the order recorded. Rows never change, so the answer
 * for a past instant never changes.
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

/** Facts by id, for answers that show reason and evidence. */
export type Records = ReadonlyMap<string, FactRow>;

export const NO_RECORDS: Records = new Map();

/** Reads any number of facts by id in one statement. */
export async function recordsOf(tx: EntityManager, ids: readonly string[]): Promise<Records> {
  if (ids.length === 0) return NO_RECORDS;
  const { jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  const named = `SELECT ${jsonElement(0, 'text')} FROM ${jsonRows('?')}`;
  const rows = await selectRows(tx, FactRow, `WHERE id IN (${named})`, [
    JSON.stringify(ids.map((id) => [id])),
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}
