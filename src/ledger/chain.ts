import type { EntityManager } from 'typeorm';
import { recordHash } from '../store/chain';
import { selectRows } from '../store/rows';
import { run } from '../store/set-based';
import { FactRow } from './fact.entity';

/** One place at which a ledger is not as it was written. */
export interface ChainFault {
  agreement: string;
  /** The fact at which it shows; null where the end of the chain is missing. */
  fact: string | null;
  detail: string;
}

/** Facts read at a time; a ledger may be larger than memory. */
const PAGE = 2_000;

/**
 * Goes through the facts of every agreement and tells where one was changed, removed or put elsewhere behind
 * the service: a hash that its content does not give, a link that leads to another fact than the one before,
 * an end that is not the last written.
 */
export async function verifyChains(
  tx: EntityManager,
): Promise<{ facts: number; faults: ChainFault[] }> {
  const faults: ChainFault[] = [];
  let facts = 0;
  const agreements = await run<{ id: string; facts: number; ledger_head: string | null }>(
    tx,
    'SELECT id, facts, ledger_head FROM agreement ORDER BY id',
    [],
  );
  for (const { id, facts: count, ledger_head: head } of agreements.rows) {
    const end = await verifyChain(tx, id, faults);
    facts += end.facts;
    if (end.hash !== head || end.facts !== Number(count)) {
      const detail = `its ledger should hold ${count} facts and end otherwise: it holds ${end.facts}`;
      faults.push({ agreement: id, fact: null, detail });
    }
  }
  return { facts, faults };
}

async function verifyChain(
  tx: EntityManager,
  agreement: string,
  faults: ChainFault[],
): Promise<{ facts: number; hash: string | null }> {
  let hash: string | null = null;
  let facts = 0;
  // Numbers count from 1; a row that claims another is not reached, and the count shows it.
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
      if (recordHash(row) !== stored) fault(`it was changed (sequence ${row.sequence})`);
      if (row.previousHash !== hash) {
        fault(
          `the fact before it was removed, changed or put elsewhere (sequence ${row.sequence})`,
        );
      }
      hash = stored;
      after = row.sequence;
      facts++;
    }
    if (rows.length < PAGE) return { facts, hash };
  }
}
