import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { noteAgreement } from '../../base/request-context';
import { noteChange } from '../../store/generation';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';

/** What a write to an agreement may use, fixed under its row lock until the transaction ends. */
export interface RevisionTicket {
  agreementId: string;
  revision: number;
  /** The clock's instant, by which statuses are judged. */
  now: number;
  /** When this write is recorded: `now`, or later: never before the last one, nor in a past that was told. */
  recordedAt: number;
  /** The agreement is paused or archived: nothing is told. */
  silent: boolean;
  /** What came true up to this instant is history, told to nobody; 0 where it was always watched. */
  watchedSince: number;
}

/** The revisions of which one must be the present one, as the caller has seen it. */
export type Expected = readonly number[];

/**
 * Takes an agreement's row lock without raising anything, for a write that must look before it knows
 * whether it changes something.
 * @param expected undefined where any revision will do.
 * @throws Refusal 'not-found', or 'stale' when the revision is not expected.
 */
export async function lockAgreement(
  tx: EntityManager,
  agreementId: string,
  expected?: Expected,
): Promise<void> {
  noteAgreement(agreementId);
  const { forUpdate } = dialectOf(tx.connection.options.type);
  const { rows } = await run<{ revision: number }>(
    tx,
    `SELECT revision FROM agreement WHERE id = ? ${forUpdate}`,
    [agreementId],
  );
  const [row] = rows;
  if (row === undefined) throw unknown(agreementId);
  refuseStale(row.revision, expected);
}

/** @throws Refusal 'stale', with the present revision, when it is not expected. */
export function refuseStale(revision: number, expected: Expected | undefined): void {
  if (expected === undefined || expected.includes(revision)) return;
  const found =
    expected.length === 0
      ? 'If-Match names no version of it'
      : `not ${expected.join(' or ')}: it changed meanwhile`;
  throw new Refusal(
    'stale',
    `The agreement is at revision ${revision}, ${found}. Nothing was written.`,
    [
      {
        pointer: '/if-match',
        detail: `the agreement is at revision ${revision}`,
        expected: 'the present version, after reading it or previewing again',
        example: `If-Match: "${revision}"`,
      },
    ],
  );
}

/**
 * Takes an agreement's row lock by raising its revision. Every write to an agreement does this first,
 * so that recording instants and sequence numbers never go back and no answer for a past instant
 * changes.
 * @param now epoch milliseconds by the service's clock.
 * @param expected undefined where any revision will do.
 * @throws Refusal 'not-found', or 'stale' when the revision is not expected.
 */
export async function raiseRevision(
  tx: EntityManager,
  agreementId: string,
  now: number,
  expected?: Expected,
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
    throw unknown(agreementId);
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
 * Closes an agreement's past up to an instant, before it is told: waits for the write under way, which may
 * have been recorded by then, and has every later one recorded after it, by whatever clock.
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
 * Reserves `count` consecutive sequence numbers of an agreement whose revision this transaction has
 * raised, and answers the first.
 */
export async function takeSequence(
  tx: EntityManager,
  raised: RevisionTicket,
  count: number,
): Promise<number> {
  const { rows } = await run<{ sequence: number }>(
    tx,
    'UPDATE agreement SET sequence = sequence + ? WHERE id = ? RETURNING sequence',
    [count, raised.agreementId],
  );
  return (rows[0]?.sequence ?? count) - count + 1;
}

function unknown(agreementId: string): Refusal {
  return new Refusal('not-found', `There is no agreement "${agreementId}".`);
}
