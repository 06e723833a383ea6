import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock';
import { recordHash } from '../base/record-hash';
import { presentAsking, type RequestContext } from '../base/request-context';
import { dialectOf } from '../store/sql/dialect';
import { insertRows, selectRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import { Store } from '../store/store';
import { AuditEntryRow } from './audit-entry.entity';

/** An entry before it has its place in the chain. */
export type Draft = Omit<AuditEntryRow, 'sequence' | 'ledgerHead' | 'previousHash' | 'hash'>;

/** Which entries; what is missing does not narrow them. */
export interface Wanted {
  agreement?: string | undefined;
  /** A token's id, or the name it has or had. */
  actor?: string | undefined;
  outcome?: AuditEntryRow['outcome'] | undefined;
  /** Epoch milliseconds, inclusive. */
  from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  to?: number | undefined;
}

interface Head {
  sequence: number;
  hash: string | null;
  ledger_head: string | null;
}

/**
 * Lets every write that somebody asked for leave its entry in its own transaction. What the service does by itself
 * has none: its transitions, messages and attempts say when and why.
 */
export function recordWrites(store: Store, clock: Clock): void {
  store.beforeCommit(async (tx) => {
    const asking = presentAsking();
    if (asking === undefined) return;
    await append(tx, [{ ...draftOf(asking, clock.now()), outcome: 'written' }]);
  });
}

/** The append-only record of who did what. */
@Injectable()
export class Audit {
  constructor(
    private readonly store: Store,
    clock: Clock,
  ) {
    recordWrites(store, clock);
  }

  /** In order, after the given place. */
  list(wanted: Wanted, after: number, limit: number): Promise<AuditEntryRow[]> {
    return this.store.read((tx) => listEntries(tx, wanted, after, limit));
  }
}

/** @param at epoch milliseconds. */
export function draftOf(asking: RequestContext, at: number): Omit<Draft, 'outcome'> {
  const { kind, token, name, role, address, method, route, path, agreement } = asking;
  return {
    at,
    status: null,
    times: 1,
    lastAt: null,
    kind,
    token,
    name,
    role,
    address,
    method,
    route,
    path,
    agreement,
  };
}

/**
 * Chains entries behind the last one. Taken last in a transaction, the lock on the end of the chain is held for the
 * commit alone, and no two transactions can wait for each other.
 */
export async function append(tx: EntityManager, drafts: readonly Draft[]): Promise<void> {
  const agreement = drafts.find(({ outcome }) => outcome === 'written')?.agreement ?? null;
  const head = await lockHead(tx, agreement);
  let { hash, sequence } = head;
  const rows = drafts.map((draft): AuditEntryRow => {
    const ledgerHead = draft.outcome === 'written' ? head.ledger_head : null;
    const unhashed = { ...draft, sequence: ++sequence, ledgerHead, previousHash: hash };
    hash = recordHash(unhashed);
    return { ...unhashed, hash };
  });
  await insertRows(tx, AuditEntryRow, rows);
  await run(tx, "UPDATE audit_head SET sequence = ?, hash = ? WHERE id = 'audit'", [
    sequence,
    hash,
  ]);
}

async function lockHead(tx: EntityManager, agreement: string | null): Promise<Head> {
  const { forUpdate } = dialectOf(tx.connection.options.type);
  const look = () =>
    run<Head>(
      tx,
      `SELECT sequence, hash, (SELECT ledger_head FROM agreement WHERE id = ?) AS ledger_head
         FROM audit_head WHERE id = 'audit' ${forUpdate}`,
      [agreement],
    );
  let [head] = (await look()).rows;
  if (head === undefined) {
    await run(
      tx,
      "INSERT INTO audit_head (id, sequence, hash) VALUES ('audit', 0, NULL) ON CONFLICT DO NOTHING",
      [],
    );
    [head] = (await look()).rows;
  }
  if (head === undefined) throw new Error('The end of the audit chain cannot be read');
  return { ...head, sequence: Number(head.sequence) };
}

/** In order, after the given place. */
export function listEntries(
  tx: EntityManager,
  { agreement, actor, outcome, from, to }: Wanted,
  after: number,
  limit: number,
): Promise<AuditEntryRow[]> {
  const terms: [string, ...unknown[]][] = [['sequence > ?', after]];
  if (agreement !== undefined) terms.push(['agreement = ?', agreement]);
  if (actor !== undefined) terms.push(['(token = ? OR name = ?)', actor, actor]);
  if (outcome !== undefined) terms.push(['outcome = ?', outcome]);
  if (from !== undefined) terms.push(['at >= ?', from]);
  if (to !== undefined) terms.push(['at < ?', to]);
  const where = terms.map(([term]) => term).join(' AND ');
  return selectRows(tx, AuditEntryRow, `WHERE ${where} ORDER BY sequence LIMIT ?`, [
    ...terms.flatMap(([, ...values]) => values),
    limit,
  ]);
}
