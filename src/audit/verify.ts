import type { EntityManager } from 'typeorm';
import { recordHash } from '../base/record-hash';
import { run } from '../store/sql/sql';
import { listEntries } from './audit';

/** Entries read at a time; there may be more than memory holds. */
const PAGE = 2_000;

/**
 * Goes through the whole audit and tells where it was changed, cut or put in another order behind the service, and
 * where facts are gone that were there when somebody wrote.
 */
export async function verifyAudit(
  tx: EntityManager,
): Promise<{ entries: number; faults: string[] }> {
  const faults: string[] = [];
  let sequence = 0;
  let hash: string | null = null;
  for (;;) {
    const rows = await listEntries(tx, {}, sequence, PAGE);
    for (const { hash: stored, ...row } of rows) {
      if (recordHash(row) !== stored) faults.push(`entry ${row.sequence} was changed`);
      if (row.sequence !== sequence + 1) {
        faults.push(`before entry ${row.sequence} entries are missing: ${sequence} is the last`);
      } else if (row.previousHash !== hash) {
        faults.push(`entry ${row.sequence} does not follow the one before it`);
      }
      hash = stored;
      sequence = row.sequence;
    }
    if (rows.length < PAGE) break;
  }
  const { rows } = await run<{ sequence: number; hash: string | null }>(
    tx,
    'SELECT sequence, hash FROM audit_head',
    [],
  );
  const head = { sequence: Number(rows[0]?.sequence ?? 0), hash: rows[0]?.hash ?? null };
  if (head.sequence !== sequence || head.hash !== hash) {
    faults.push(`it should end with entry ${head.sequence}; it ends otherwise, with ${sequence}`);
  }
  return { entries: sequence, faults: [...faults, ...(await lostFacts(tx))] };
}

/** The last fact that the audit saw of an agreement must still be there, or the agreement be removed. */
async function lostFacts(tx: EntityManager): Promise<string[]> {
  const { rows } = await run<{ agreement: string; sequence: number }>(
    tx,
    `SELECT entry.agreement, entry.sequence FROM audit_entry entry
       JOIN (SELECT agreement, MAX(sequence) AS sequence FROM audit_entry
              WHERE outcome = 'written' GROUP BY agreement) latest
         ON latest.sequence = entry.sequence
       JOIN agreement ON agreement.id = entry.agreement
      WHERE entry.ledger_head IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM fact
                         WHERE fact.agreement_id = entry.agreement AND fact.hash = entry.ledger_head)
      ORDER BY entry.agreement`,
    [],
  );
  return rows.map(
    ({ agreement, sequence }) =>
      `${agreement}: the last fact that entry ${sequence} saw is not in its ledger any more`,
  );
}
