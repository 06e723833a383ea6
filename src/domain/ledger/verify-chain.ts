import type { EntityManager } from 'typeorm';
import { recordHash } from '../../base/record-hash';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { FactRow } from './fact.entity';

/** One place at which a ledger was tampered with. */
interface ChainFault {
  agreement: string;
  /** The id of the fact; null if facts at the end are missing. */
  fact: string | null;
  detail: string;
}

/** Facts read at once: a ledger may be larger than memory. */
const PAGE = 2_000;

/**
 * Checks the hash chain of every agreement. Reports facts whose content does not match their hash, facts whose
 * `previousHash` is not the hash of the fact before, and ledgers that do not end with the last fact written.
 */
export async function verifyChains(
  tx: EntityManager,
): Promise<{ facts: number; faults: ChainFault[] }> {
  const { rows } = await run<{ id: string }>(tx, 'SELECT id FROM agreement ORDER BY id', []);
  const faults: ChainFault[] = [];
  let facts = 0;
  for (const { id } of rows) {
    const own = await verifyChain(tx, id);
    facts += own.facts;
    faults.push(...own.faults);
  }
  return { facts, faults };
}

/** Checks one agreement. */
export async function verifyChain(
  tx: EntityManager,
  agreement: string,
): Promise<{ facts: number; faults: ChainFault[] }> {
  const { rows } = await run<{ facts: number; ledger_head: string | null }>(
    tx,
    'SELECT facts, ledger_head FROM agreement WHERE id = ?',
    [agreement],
  );
  const faults: ChainFault[] = [];
  const end = await verifyFacts(tx, agreement, faults);
  const [head] = rows;
  if (head !== undefined && (end.hash !== head.ledger_head || end.facts !== Number(head.facts))) {
    const detail = `the ledger should have ${head.facts} facts and the stored last hash; it has ${end.facts} facts or another last hash`;
    faults.push({ agreement, fact: null, detail });
  }
  return { facts: end.facts, faults };
}

async function verifyFacts(
  tx: EntityManager,
  agreement: string,
  faults: ChainFault[],
): Promise<{ facts: number; hash: string | null }> {
  let hash: string | null = null;
  let facts = 0;
  // Sequence numbers begin at 1. A row with a smaller number is not read, so the count reports it.
  let after = 0;
  for (;;) {
    const rows: FactRow[] = await selectRows(
      tx,
      FactRow,
      `WHERE agreement_id = ? AND sequence > ? ORDER BY sequence LIMIT ${PAGE}`,
      [agreement, after],
    );
    for (const { hash: stored, ...row } of rows) {
      const fault = (detail: string) => faults.push({ agreement, fact: row.id, detail });
      if (recordHash(row) !== stored) fault(`the fact was changed (sequence ${row.sequence})`);
      if (row.previousHash !== hash) {
        fault(`the previous fact was removed, changed or moved (sequence ${row.sequence})`);
      }
      hash = stored;
      after = row.sequence;
      facts++;
    }
    if (rows.length < PAGE) return { facts, hash };
  }
}
