import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { run } from '../sql/sql';
import { advanceCounters, SKIPPED_ORDER_NUMBERS } from '../transfer/advance-counters';

/** How this database numbers messages, compared with those that it holds. */
interface Numbering {
  /** Where the data was numbered when it was last looked at; null where nobody has noted it. */
  noted: string | null;
  /** Where it is numbered now; null where the server does not say. */
  present: string | null;
  /** What a message written now is numbered by, at least. */
  next: bigint;
  /** The highest number there is. */
  highest: bigint;
}

/**
 * Messages are ordered by the transactions of the server that wrote them. A dump that is restored into another server, or
 * a standby that takes over, goes on with transactions of its own: numbers may come that were given out before, or that
 * are lower, so that whoever follows the feed never hears of those messages.
 * @returns why the numbers here do not follow those that were given out; undefined where they do.
 */
export async function movedFrom(tx: EntityManager): Promise<string | undefined> {
  const { noted, present, next, highest } = await numberingOf(tx);
  if (highest >= next) {
    return 'messages are numbered higher than this server counts: the data comes from another one';
  }
  if (noted === null || present === null || noted === present) return undefined;
  return 'the data was last used on another server, in another database, or before a standby took over';
}

/**
 * Numbers on behind everything that may have been given out, where the data has moved, as a restore does. Messages that
 * were written here before anybody noticed get their places behind the others. To be called at a start, before anything
 * is written.
 */
export async function numberOn(tx: EntityManager, now: number): Promise<void> {
  const reason = await movedFrom(tx);
  const { present, next, highest } = await numberingOf(tx);
  if (reason !== undefined) {
    await run(tx, 'LOCK TABLE message_order IN EXCLUSIVE MODE', []);
    await moveUp(tx, next, highest);
    await advanceCounters(tx, now);
    new Logger('Start').warn(
      `${reason}. Messages, revisions and sequences are numbered on behind all that was given out before.`,
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

/** The server's own identifier, the history it is on (another after a standby took over), and the database. */
async function presentOrigin(tx: EntityManager): Promise<string | null> {
  // Some hosters take the right to ask from everybody but themselves.
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
