import type { EntityManager } from 'typeorm';
import { recordHash } from '../../base/record-hash';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
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

/** The same of one agreement. */
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
  const end = await follow(tx, agreement, faults);
  const [head] = rows;
  if (head !== undefined && (end.hash !== head.ledger_head || end.facts !== Number(head.facts))) {
    const detail = `its ledger should hold ${head.facts} facts and end otherwise: it holds ${end.facts}`;
    faults.push({ agreement, fact: null, detail });
  }
  return { facts: end.facts, faults };
}

async function follow(
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
