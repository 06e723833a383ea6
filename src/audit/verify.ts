import type { EntityManager } from 'typeorm';
import { recordHash } from '../base/record-hash';
import { run } from '../store/sql/sql';
import { listEntries } from './audit';

/** Entries read at a time, so that memory stays bounded. */
const PAGE = 2_000;

/**
 * Checks the whole audit chain. Reports entries that were changed, removed or reordered outside the service, and
 * agreements whose ledger lacks a fact that an entry has recorded.
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
        faults.push(`entries ${sequence + 1} to ${row.sequence - 1} are missing`);
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
    faults.push(
      `the chain should end with entry ${head.sequence}, but ends with entry ${sequence}`,
    );
  }
  return { entries: sequence, faults: [...faults, ...(await lostFacts(tx))] };
}

/** Agreements whose ledger lacks the last fact that the audit recorded; removed agreements are left out. */
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
      `${agreement}: its ledger lacks the last fact that entry ${sequence} recorded`,
  );
}
