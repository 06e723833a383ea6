import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock';
import { recordHash } from '../base/record-hash';
import { type RequestContext, requestContext } from '../base/request-context';
import { dialectOf } from '../store/sql/dialect';
import { insertRows, selectRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import { Store } from '../store/store';
import { AuditEntryRow } from './audit-entry.entity';

/** An entry before it is appended to the chain. */
export type AuditDraft = Omit<AuditEntryRow, 'sequence' | 'ledgerHead' | 'previousHash' | 'hash'>;

/** Selects entries; absent fields select all. */
export interface AuditFilter {
  agreement?: string | undefined;
  /** A token's id, or its present or former name. */
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

/** Merges equal entries (`MergedEntries`). */
interface Merging {
  readonly merges: boolean;
  note(draft: AuditDraft): void;
}

/**
 * Makes every write of a request or a command append an entry in its transaction. Work of the service itself has no entry:
 * transitions, messages and delivery attempts record when and why.
 * @param merged takes the entries of writes that changed nothing.
 */
export function recordWrites(store: Store, clock: Clock, merged?: Merging): void {
  store.beforeCommit(async (tx, wrote) => {
    const asking = requestContext();
    if (asking === undefined) return;
    const draft: AuditDraft = { ...draftFor(asking, clock.now()), outcome: 'written' };
    if (wrote || merged?.merges !== true) await append(tx, [draft]);
    else store.afterCommit(() => merged.note(draft));
  });
}

/** The append-only record of who did what. */
@Injectable()
export class Audit {
  constructor(private readonly store: Store) {}

  /** Entries in order. @param after the sequence number before the first. */
  list(wanted: AuditFilter, after: number, limit: number): Promise<AuditEntryRow[]> {
    return this.store.read((tx) => listEntries(tx, wanted, after, limit));
  }
}

/** @param at epoch milliseconds. */
export function draftFor(asking: RequestContext, at: number): Omit<AuditDraft, 'outcome'> {
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
 * Appends entries to the chain. The lock on the end of the chain is taken last in a transaction, so that it is held only
 * during the commit and cannot deadlock.
 */
export async function append(tx: EntityManager, drafts: readonly AuditDraft[]): Promise<void> {
  const agreement = drafts.find(({ outcome }) => outcome === 'written')?.agreement ?? null;
  const head = await lockHead(tx, agreement);
  let { hash, sequence } = head;
  const rows = drafts.map((draft): AuditEntryRow => {
    const written = draft.outcome === 'written' && draft.agreement === agreement;
    const ledgerHead = written ? head.ledger_head : null;
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
  const read = () =>
    run<Head>(
      tx,
      `SELECT sequence, hash, (SELECT ledger_head FROM agreement WHERE id = ?) AS ledger_head
         FROM audit_head WHERE id = 'audit' ${forUpdate}`,
      [agreement],
    );
  let [head] = (await read()).rows;
  if (head === undefined) {
    await run(
      tx,
      "INSERT INTO audit_head (id, sequence, hash) VALUES ('audit', 0, NULL) ON CONFLICT DO NOTHING",
      [],
    );
    [head] = (await read()).rows;
  }
  if (head === undefined) throw new Error('The end of the audit chain cannot be read');
  return { ...head, sequence: Number(head.sequence) };
}

/** Entries in order. @param after the sequence number before the first. */
export function listEntries(
  tx: EntityManager,
  { agreement, actor, outcome, from, to }: AuditFilter,
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
