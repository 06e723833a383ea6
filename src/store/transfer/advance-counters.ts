import type { EntityManager } from 'typeorm';
import { run } from '../sql/sql';

/** More writes than one agreement gets between a backup and its restore. */
const SKIPPED_REVISIONS = 1_000_000;

/** The same for the numbers that order messages; on PostgreSQL they count the transactions of the whole server. */
export const SKIPPED_ORDER_NUMBERS = 1_000_000_000;

/**
 * Raises every counter above the numbers that may have been given out between a backup and its restore. A client that
 * holds a revision, a sequence number or a cursor of that time would otherwise meet it again on different content: a poll
 * would be answered "not modified", an outdated If-Match would pass, a feed reader would miss messages.
 *
 * The seconds since the last write in the backup are added, so that a second restore of the same backup counts on above
 * the first, as long as an agreement was written to less than once a second between the two.
 * @param now epoch milliseconds.
 */
export async function advanceCounters(tx: EntityManager, now: number): Promise<void> {
  const { rows } = await run<{ at: number | string | null }>(
    tx,
    'SELECT MAX(recorded_at) AS at FROM agreement',
    [],
  );
  const seconds = Math.max(0, Math.floor((now - Number(rows[0]?.at ?? now)) / 1_000));
  const step = SKIPPED_REVISIONS + seconds;
  await run(tx, 'UPDATE agreement SET revision = revision + ?, sequence = sequence + ?', [
    step,
    step,
  ]);
  await run(tx, 'UPDATE message_lead SET lead = lead + ?', [SKIPPED_ORDER_NUMBERS + seconds]);
}
