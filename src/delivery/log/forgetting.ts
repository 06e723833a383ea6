import type { EntityManager } from 'typeorm';
import { firstIdAt } from '../../base/randomness';
import { run } from '../../store/sql/sql';

/** Deletes up to `most` tries that were begun before an instant (epoch milliseconds); answers what they were. */
export async function forgetAttempts(
  tx: EntityManager,
  before: number,
  most: number,
): Promise<object[]> {
  const { rows } = await run<OldAttempt>(
    tx,
    `DELETE FROM attempt WHERE (message_id, endpoint_id, number) IN
       (SELECT message_id, endpoint_id, number FROM attempt
         WHERE message_id < ? AND started_at < ? LIMIT ?)
     RETURNING message_id, endpoint_id, number, started_at, duration_ms, outcome, status_code, excerpt, error`,
    [firstIdAt('msg', before), before, most],
  );
  return rows.map(archivedAttempt);
}

/** Deletes up to `most` deliveries that were finished before an instant; what waits is never among them. */
export async function forgetDeliveries(
  tx: EntityManager,
  before: number,
  most: number,
): Promise<object[]> {
  const { rows } = await run<OldDelivery>(
    tx,
    `DELETE FROM delivery WHERE (message_id, endpoint_id) IN
       (SELECT message_id, endpoint_id FROM delivery
         WHERE message_id < ? AND finished_at < ? AND state <> 'pending'
           AND lease_until IS NULL LIMIT ?)
     RETURNING message_id, endpoint_id, state, fence, finished_at, last_status_code, last_error`,
    [firstIdAt('msg', before), before, most],
  );
  return rows.map(archivedDelivery);
}

interface Old {
  message_id: string;
  endpoint_id: string;
}

interface OldAttempt extends Old {
  number: number;
  started_at: number | string;
  duration_ms: number | string;
  outcome: string;
  status_code: number | null;
  excerpt: string | null;
  error: string | null;
}

interface OldDelivery extends Old {
  state: string;
  fence: number;
  finished_at: number | string;
  last_status_code: number | null;
  last_error: string | null;
}

function archivedAttempt(row: OldAttempt): object {
  return {
    message: row.message_id,
    endpoint: row.endpoint_id,
    number: row.number,
    startedAt: new Date(Number(row.started_at)).toISOString(),
    durationMs: Number(row.duration_ms),
    outcome: row.outcome,
    statusCode: row.status_code,
    excerpt: row.excerpt,
    error: row.error,
  };
}

function archivedDelivery(row: OldDelivery): object {
  return {
    message: row.message_id,
    endpoint: row.endpoint_id,
    state: row.state,
    attempts: row.fence,
    finishedAt: new Date(Number(row.finished_at)).toISOString(),
    statusCode: row.last_status_code,
    error: row.last_error,
  };
}
