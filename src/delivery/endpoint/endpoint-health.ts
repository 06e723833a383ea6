import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { run } from '../../store/sql/sql';
import type { DeliverySettings } from '../delivery-settings';
import { probeWait } from '../retry-schedule';
import type { DisabledReason } from './endpoint.entity';

/** What one finished attempt says about its endpoint. */
export interface HealthSignal {
  endpointId: string;
  succeeded: boolean;
  /** The destination takes no message any more. */
  gone: boolean;
  /** Epoch milliseconds. */
  at: number;
  durationMs: number;
  retryAfterMs: number | undefined;
}

/**
 * How often a delivery may be attempted early because its endpoint recovered. Without a limit, a message that alone is
 * rejected would use its ten attempts within seconds, one for each success of another message. With it, the message
 * loses only the short first waits of the retry schedule.
 */
const MAX_RELEASES = 3;

const logger = new Logger('Courier');

/** An endpoint that has just been disabled. */
export interface DisabledEndpoint {
  endpointId: string;
  reason: Exclude<DisabledReason, 'by-request'>;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * Updates the health of endpoints after attempts.
 * @param signals in the order in which the attempts ended.
 * @param failing ids of the endpoints that were failing before. Usually none, and then a success writes nothing.
 * @returns the endpoints that were disabled.
 */
export async function updateHealth(
  tx: EntityManager,
  signals: readonly HealthSignal[],
  failing: ReadonlySet<string>,
  settings: DeliverySettings,
): Promise<DisabledEndpoint[]> {
  const disabled: DisabledEndpoint[] = [];
  // Sorted, so that two processes lock rows in the same order and cannot deadlock.
  for (const endpointId of [...new Set(signals.map((signal) => signal.endpointId))].sort()) {
    const own = signals.filter((signal) => signal.endpointId === endpointId);
    const gone = own.find((signal) => signal.gone);
    if (gone !== undefined) {
      disabled.push(...(await disable(tx, endpointId, 'gone', gone.at)));
      continue;
    }
    const lastSuccess = own.findLast(({ succeeded }) => succeeded);
    if (lastSuccess !== undefined && failing.has(endpointId)) {
      await recover(tx, endpointId, lastSuccess.at);
    }
    const [first, ...later] = own.slice(own.findLastIndex(({ succeeded }) => succeeded) + 1);
    if (first !== undefined) {
      disabled.push(...(await fail(tx, endpointId, [first, ...later], settings)));
    }
  }
  return disabled;
}

/** After the first success that follows failures, all pending deliveries are due now. */
async function recover(tx: EntityManager, endpointId: string, now: number): Promise<void> {
  const { changed } = await run(
    tx,
    `UPDATE endpoint SET failing_since = NULL, failures = 0, failure_ms = NULL, probe_at = NULL
      WHERE id = ? AND failing_since IS NOT NULL`,
    [endpointId],
  );
  if (changed === 0) return;
  await run(
    tx,
    `UPDATE delivery SET next_attempt_at = ?, releases = releases + 1
      WHERE endpoint_id = ? AND state = 'pending' AND lease_until IS NULL
        AND next_attempt_at > ? AND releases < ?`,
    [now, endpointId, now, MAX_RELEASES],
  );
}

async function fail(
  tx: EntityManager,
  endpointId: string,
  failed: readonly [HealthSignal, ...HealthSignal[]],
  settings: DeliverySettings,
): Promise<DisabledEndpoint[]> {
  const [first] = failed;
  const last = failed.at(-1) ?? first;
  const { rows } = await run<{ failures: number; failing_since: number | string }>(
    tx,
    `UPDATE endpoint SET failures = failures + ?, failing_since = COALESCE(failing_since, ?)
      WHERE id = ? AND state = 'enabled' RETURNING failures, failing_since`,
    [failed.length, first.at, endpointId],
  );
  const row = rows[0];
  if (row === undefined) return [];
  if (last.at - Number(row.failing_since) >= settings.disableAfterMs) {
    return disable(tx, endpointId, 'failing', last.at);
  }
  const requested = Math.max(0, ...failed.map((signal) => signal.retryAfterMs ?? 0));
  await run(tx, 'UPDATE endpoint SET probe_at = ?, failure_ms = ? WHERE id = ?', [
    last.at + probeWait(row.failures, settings.maxProbeWaitMs, requested),
    last.durationMs,
    endpointId,
  ]);
  return [];
}

/** Pending deliveries stay; they are shown as held until the endpoint is enabled again. */
async function disable(
  tx: EntityManager,
  endpointId: string,
  reason: DisabledEndpoint['reason'],
  at: number,
): Promise<DisabledEndpoint[]> {
  const { changed } = await run(
    tx,
    `UPDATE endpoint SET state = 'disabled', disabled_reason = ?, updated_at = ?
      WHERE id = ? AND state = 'enabled'`,
    [reason, at, endpointId],
  );
  if (changed === 0) return [];
  const why =
    reason === 'gone' ? 'its receiver answered that it is gone' : 'every attempt failed for days';
  logger.warn(
    `The webhook ${endpointId} was disabled: ${why}. Its deliveries are held until it is enabled.`,
  );
  return [{ endpointId, reason, at }];
}
