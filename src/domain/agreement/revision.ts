import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { noteAgreement } from '../../base/request-context';
import { noteChange } from '../../store/generation';
import { dialectOf } from '../../store/sql/dialect';
import { selectSome } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { AgreementRow } from './agreement.entity';

/** The numbers and instants of one write to an agreement, fixed under its row lock until the transaction ends. */
export interface RevisionTicket {
  agreementId: string;
  revision: number;
  /** The clock's instant; statuses are computed for it. Epoch milliseconds, as all instants here. */
  now: number;
  /** The instant under which the write is recorded: `now`, or later, after all earlier writes and answered `knownAt`. */
  recordedAt: number;
  /** The agreement is paused or archived: no alerts and no messages are sent. */
  silent: boolean;
  /** Changes up to this instant send no alerts, because the agreement was paused; 0 if it never was. */
  watchedSince: number;
}

/** What decides the numbers and instants of the next write. */
const COUNTERS = [
  'id',
  'revision',
  'sequence',
  'ledgerHead',
  'recordedAt',
  'settledUntil',
  'standing',
  'standingSince',
] as const satisfies readonly (keyof AgreementRow)[];

export type Counters = Pick<AgreementRow, (typeof COUNTERS)[number]>;

/** Revisions that the caller accepts as the current one. */
export type ExpectedRevisions = readonly number[];

/**
 * Takes an agreement's row lock without raising its revision, for a write that reads first and may change nothing.
 * @param expected undefined to accept any revision.
 * @returns the counters of its row.
 * @throws Refusal 'not-found', or 'stale' if the revision is not expected.
 */
export async function lockAgreement(
  tx: EntityManager,
  agreementId: string,
  expected?: ExpectedRevisions,
): Promise<Counters> {
  noteAgreement(agreementId);
  const { forUpdate } = dialectOf(tx.connection.options.type);
  const where = `WHERE id = ? ${forUpdate}`;
  const [row] = await selectSome(tx, AgreementRow, COUNTERS, where, [agreementId]);
  if (row === undefined) throw unknownAgreement(agreementId);
  refuseStale(row.revision, expected);
  return row;
}

/** @throws Refusal 'stale', with the current revision, if it is not expected. */
export function refuseStale(revision: number, expected: ExpectedRevisions | undefined): void {
  if (expected === undefined || expected.includes(revision)) return;
  const found =
    expected.length === 0
      ? 'but If-Match names no revision'
      : `not ${expected.join(' or ')}: it has changed since`;
  throw new Refusal(
    'stale',
    `The agreement is at revision ${revision}, ${found}. Nothing was written.`,
    [
      {
        pointer: '/if-match',
        detail: `the agreement is at revision ${revision}`,
        expected: 'the current revision, from reading the agreement or previewing again',
        example: `If-Match: "${revision}"`,
      },
    ],
  );
}

/**
 * Raises an agreement's revision, which takes its row lock. Every write to an agreement does this first, so recording
 * instants and sequence numbers only grow, and an answer for a past instant never changes.
 * @param now the clock's instant, epoch milliseconds.
 * @param expected undefined to accept any revision.
 * @throws Refusal 'not-found', or 'stale' if the revision is not expected.
 */
export async function raiseRevision(
  tx: EntityManager,
  agreementId: string,
  now: number,
  expected?: ExpectedRevisions,
): Promise<RevisionTicket> {
  noteAgreement(agreementId);
  const { rows } = await run<{
    revision: number;
    recorded_at: number;
    standing: string;
    standing_since: number;
  }>(
    tx,
    `UPDATE agreement
        SET revision = revision + 1,
            recorded_at = CASE WHEN settled_until >= ? AND settled_until >= recorded_at
                                 THEN settled_until + 1
                               WHEN recorded_at > ? THEN recorded_at ELSE ? END
      WHERE id = ?
      RETURNING revision, recorded_at, standing, standing_since`,
    [now, now, now, agreementId],
  );
  const row = rows[0];
  if (row === undefined) {
    throw unknownAgreement(agreementId);
  }
  refuseStale(row.revision - 1, expected);
  noteChange(tx);
  return {
    agreementId,
    revision: row.revision,
    now,
    recordedAt: Number(row.recorded_at),
    silent: row.standing !== 'active',
    watchedSince: Number(row.standing_since),
  };
}

/**
 * The ticket that `raiseRevision` returns for these counters: before it is called, or for a preview. Nothing is locked or
 * written.
 */
export function nextTicket(
  row: Omit<Counters, 'sequence' | 'ledgerHead'>,
  now: number,
): RevisionTicket {
  const { settledUntil, recordedAt } = row;
  const answered = settledUntil >= now && settledUntil >= recordedAt;
  return {
    agreementId: row.id,
    revision: row.revision + 1,
    now,
    recordedAt: answered ? settledUntil + 1 : Math.max(now, recordedAt),
    silent: row.standing !== 'active',
    watchedSince: row.standingSince,
  };
}

/**
 * Makes the answer for a past instant final before it is given: waits for a write in progress, and has every later
 * write recorded after this instant, whatever the clock says.
 * @param knownAt inclusive, epoch milliseconds.
 */
export async function settleUntil(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<void> {
  await run(tx, 'UPDATE agreement SET settled_until = ? WHERE id = ? AND settled_until < ?', [
    knownAt,
    agreementId,
    knownAt,
  ]);
}

/**
 * Reserves consecutive sequence numbers of an agreement whose revision this transaction has raised.
 * @returns the first of `count` numbers.
 */
export async function reserveSequence(
  tx: EntityManager,
  ticket: RevisionTicket,
  count: number,
): Promise<number> {
  const { rows } = await run<{ sequence: number }>(
    tx,
    'UPDATE agreement SET sequence = sequence + ? WHERE id = ? RETURNING sequence',
    [count, ticket.agreementId],
  );
  return (rows[0]?.sequence ?? count) - count + 1;
}

/** The refusal for an agreement that does not exist. */
export function unknownAgreement(agreementId: string): Refusal {
  return new Refusal('not-found', `There is no agreement "${agreementId}".`);
}
