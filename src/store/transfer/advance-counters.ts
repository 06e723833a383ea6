import type { EntityManager } from 'typeorm';
import { run } from '../sql/sql';

/** More writes than anybody makes to one agreement between a backup and the day it is needed. */
const STEP = 1_000_000;

/** The same for the places of messages; on PostgreSQL these count the transactions of its whole cluster. */
export const LEAP = 1_000_000_000;

/**
 * Numbers what is written from now on behind all that may have been given out after the backup was made. Who holds a
 * version, a sequence number or a cursor of that lost time would else find it again on something different: a poll be
 * answered "unchanged", a stale If-Match pass, a feed go on behind messages that it never showed.
 */
export async function advanceCounters(tx: EntityManager): Promise<void> {
  await run(
    tx,
    `UPDATE agreement SET revision = revision + ${STEP}, sequence = sequence + ${STEP}`,
    [],
  );
  await run(tx, `UPDATE message_lead SET lead = lead + ${LEAP}`, []);
}
