import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { run } from '../sql/sql';
import { advanceCounters, SKIPPED_ORDER_NUMBERS } from '../transfer/advance-counters';

/** How this database numbers messages, compared with the messages it holds. */
interface Numbering {
  /** The server and database that numbered the data at the last start; null if that was not recorded. */
  noted: string | null;
  /** The present server and database; null if this user may not read that. */
  present: string | null;
  /** The least number of a message that is written now. */
  next: bigint;
  /** The highest number in use. */
  highest: bigint;
}

/**
 * Messages are numbered by the transactions of the server. A dump that is restored into another server, or a standby that
 * takes over, counts its own transactions: new messages may get numbers that were used before, or lower ones, and a reader
 * of the change feed would miss them.
 * @returns why the numbers do not follow those in use; undefined if they do.
 */
export async function movedFrom(tx: EntityManager): Promise<string | undefined> {
  const { noted, present, next, highest } = await numberingOf(tx);
  if (highest >= next) {
    return 'messages are numbered higher than this server counts: the data comes from another server';
  }
  if (noted === null || present === null || noted === present) return undefined;
  return 'the data was last used on another server, in another database, or before a standby took over';
}

/**
 * Advances the counters as a restore does, where the data has moved. Messages that were written here before the move was
 * noticed are ordered after the others. To be called at the start, before anything is written.
 */
export async function numberOn(tx: EntityManager, now: number): Promise<void> {
  const reason = await movedFrom(tx);
  const { present, next, highest } = await numberingOf(tx);
  if (reason !== undefined) {
    await run(tx, 'LOCK TABLE message_order IN EXCLUSIVE MODE', []);
    await moveUp(tx, next, highest);
    await advanceCounters(tx, now);
    new Logger('Start').warn(
      `${reason}. Messages, revisions and sequences continue above all numbers that were given out before.`,
    );
  }
  await run(tx, 'UPDATE message_lead SET origin = ? WHERE origin IS DISTINCT FROM ?', [
    present,
    present,
  ]);
}

async function moveUp(tx: EntityManager, next: bigint, highest: bigint): Promise<void> {
  const { rows } = await run<{ lead: string }>(tx, 'SELECT lead FROM message_lead', []);
  const lead = BigInt(rows[0]?.lead ?? 0);
  const behind = highest > next ? highest : next;
  // `advanceCounters` adds at least the same distance to what is numbered from now on.
  const from = behind - lead;
  await run(
    tx,
    `UPDATE message_order SET transaction_number = transaction_number + CAST(? AS BIGINT)
      WHERE position > (SELECT MAX(position) FROM message_order WHERE transaction_number >= CAST(? AS BIGINT))`,
    [String(from + BigInt(SKIPPED_ORDER_NUMBERS)), String(next)],
  );
  await run(tx, 'UPDATE message_lead SET lead = lead + CAST(? AS BIGINT)', [String(from)]);
}

async function numberingOf(tx: EntityManager): Promise<Numbering> {
  const { rows } = await run<{ origin: string | null; next: string; highest: string }>(
    tx,
    `SELECT origin,
            lead + CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) AS next,
            COALESCE((SELECT MAX(transaction_number) FROM message_order), 0) AS highest
       FROM message_lead`,
    [],
  );
  const [row] = rows;
  return {
    noted: row?.origin ?? null,
    present: await presentOrigin(tx),
    next: BigInt(row?.next ?? 0),
    highest: BigInt(row?.highest ?? 0),
  };
}

/** The server's identifier, its timeline (another one after a standby took over), and the database. */
async function presentOrigin(tx: EntityManager): Promise<string | null> {
  // Some hosting providers withhold this right.
  const { rows: rights } = await run<{ may: boolean }>(
    tx,
    `SELECT has_function_privilege('pg_control_system()', 'EXECUTE')
        AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS may`,
    [],
  );
  if (rights[0]?.may !== true) return null;
  const { rows } = await run<{ origin: string }>(
    tx,
    `SELECT system_identifier || '/' || timeline_id || '/' ||
            (SELECT oid FROM pg_database WHERE datname = current_database()) AS origin
       FROM pg_control_system(), pg_control_checkpoint()`,
    [],
  );
  return rows[0]?.origin ?? null;
}
