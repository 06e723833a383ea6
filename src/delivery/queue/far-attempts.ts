import type { EntityManager } from 'typeorm';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';
import type { DeliverySettings } from '../delivery-settings';
import { LONGEST_WAIT_MS, MAX_PROBE_RETRY_AFTER_MS } from '../retry-schedule';

/** Clocks of replicas differ by less. */
const TOLERANCE_MS = 60_000;

/** An endpoint with instants that only a clock set ahead can have written. Instants are epoch milliseconds. */
interface FarEndpoint {
  endpointId: string;
  /** Pending deliveries whose next attempt is further away than any wait of the retry schedule. */
  deliveries: number;
  /** The latest of these next attempts; undefined without such deliveries. */
  until: number | undefined;
}

/** The latest instants that a right clock can have written. */
function limitsAt(now: number, settings: Pick<DeliverySettings, 'leaseMs' | 'maxProbeWaitMs'>) {
  const latest = now + TOLERANCE_MS;
  return {
    attempt: latest + LONGEST_WAIT_MS,
    lease: latest + settings.leaseMs,
    probe: latest + Math.max(MAX_PROBE_RETRY_AFTER_MS, settings.maxProbeWaitMs),
    failure: latest,
  };
}

/** The endpoints whose deliveries would wait because the clock was ahead and has been set right. */
export async function findFarEndpoints(
  tx: EntityManager,
  now: number,
  settings: DeliverySettings,
): Promise<FarEndpoint[]> {
  const { attempt, lease, probe, failure } = limitsAt(now, settings);
  const { rows } = await run<{
    id: string;
    deliveries: number | string;
    until: number | string | null;
  }>(
    tx,
    `SELECT id,
            (SELECT COUNT(*) FROM delivery WHERE endpoint_id = endpoint.id AND state = 'pending'
                AND next_attempt_at > ?) AS deliveries,
            (SELECT MAX(next_attempt_at) FROM delivery WHERE endpoint_id = endpoint.id
                AND state = 'pending' AND next_attempt_at > ?) AS until
       FROM endpoint
      WHERE probe_at > ? OR failing_since > ?
         OR EXISTS (SELECT 1 FROM delivery WHERE endpoint_id = endpoint.id AND state = 'pending'
                       AND next_attempt_at > ?)
         OR EXISTS (SELECT 1 FROM delivery WHERE endpoint_id = endpoint.id AND lease_until > ?)
      ORDER BY id`,
    [attempt, attempt, probe, failure, attempt, lease],
  );
  return rows.map(({ id, deliveries, until }) => ({
    endpointId: id,
    deliveries: Number(deliveries),
    until: until === null ? undefined : Number(until),
  }));
}

/**
 * Makes due what the endpoint would wait for because the clock was ahead. An attempt that is in flight keeps a lease of the
 * usual length, so that nobody repeats it meanwhile.
 */
export async function pullBack(
  tx: EntityManager,
  endpointId: string,
  now: number,
  settings: DeliverySettings,
): Promise<void> {
  const { attempt, lease, probe, failure } = limitsAt(now, settings);
  const { forUpdate } = dialectOf(tx.connection.options.type);
  await run(tx, `SELECT id FROM endpoint WHERE id = ? ${forUpdate}`, [endpointId]);
  await run(
    tx,
    `UPDATE endpoint
        SET probe_at = CASE WHEN probe_at > ? THEN CAST(? AS BIGINT) ELSE probe_at END,
            failing_since = CASE WHEN failing_since > ? THEN CAST(? AS BIGINT) ELSE failing_since END
      WHERE id = ?`,
    [probe, now, failure, now, endpointId],
  );
  const leaseUntil = now + settings.leaseMs;
  await run(
    tx,
    `UPDATE delivery SET lease_until = ?,
            next_attempt_at = CASE WHEN state = 'pending' THEN CAST(? AS BIGINT) ELSE next_attempt_at END
      WHERE endpoint_id = ? AND lease_until > ?`,
    [leaseUntil, leaseUntil, endpointId, lease],
  );
  await run(
    tx,
    `UPDATE delivery SET next_attempt_at = ?
      WHERE endpoint_id = ? AND state = 'pending' AND next_attempt_at > ?`,
    [now, endpointId, attempt],
  );
}
