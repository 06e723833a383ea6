import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { run } from '../store/sql/sql';
import type { DeliverySettings } from './delivery-settings';
import type { DisabledReason } from './endpoint/endpoint.entity';
import { probeWait } from './retry-schedule';

/** What one ended attempt says about its endpoint. */
export interface HealthSignal {
  endpointId: string;
  well: boolean;
  /** It answered 410: nobody will ever want this again. */
  gone: boolean;
  /** Epoch milliseconds. */
  at: number;
  retryAfterMs: number | undefined;
}

/**
 * How often a delivery may be tried early because its endpoint recovered. Without this bound a message
 * that alone is rejected would spend its ten attempts on the successes of others within seconds; with
 * it, it loses only the ladder's short first waits.
 */
const MOST_RELEASES = 3;

const logger = new Logger('Courier');

/** An endpoint that is sent nothing from now on. */
export interface DisabledEndpoint {
  endpointId: string;
  reason: Exclude<DisabledReason, 'by-request'>;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * Keeps the endpoints' health after attempts, given in the order they ended; answers what it disabled.
 * @param failing the endpoints that were failing until now: usually none, and then a success writes nothing.
 */
export async function updateHealth(
  tx: EntityManager,
  signs: readonly HealthSignal[],
  failing: ReadonlySet<string>,
  settings: DeliverySettings,
): Promise<DisabledEndpoint[]> {
  const disabled: DisabledEndpoint[] = [];
  // In one order everywhere, so that two processes cannot lock each other out.
  for (const endpointId of [...new Set(signs.map((sign) => sign.endpointId))].sort()) {
    const own = signs.filter((sign) => sign.endpointId === endpointId);
    const gone = own.find((sign) => sign.gone);
    if (gone !== undefined) {
      disabled.push(...(await disable(tx, endpointId, 'gone', gone.at)));
      continue;
    }
    const lastWell = own.findLastIndex((sign) => sign.well);
    if (lastWell >= 0 && failing.has(endpointId))
      await recover(tx, endpointId, (own[lastWell] as HealthSignal).at);
    const failed = own.slice(lastWell + 1);
    if (failed.length > 0) disabled.push(...(await fail(tx, endpointId, failed, settings)));
  }
  return disabled;
}

/** The first success after failures: whatever waits is due now. */
async function recover(tx: EntityManager, endpointId: string, now: number): Promise<void> {
  const { changed } = await run(
    tx,
    `UPDATE endpoint SET failing_since = NULL, failures = 0, probe_at = NULL
      WHERE id = ? AND failing_since IS NOT NULL`,
    [endpointId],
  );
  if (changed === 0) return;
  await run(
    tx,
    `UPDATE delivery SET next_attempt_at = ?, releases = releases + 1
      WHERE endpoint_id = ? AND state = 'pending' AND lease_until IS NULL
        AND next_attempt_at > ? AND releases < ?`,
    [now, endpointId, now, MOST_RELEASES],
  );
}

async function fail(
  tx: EntityManager,
  endpointId: string,
  failed: readonly HealthSignal[],
  settings: DeliverySettings,
): Promise<DisabledEndpoint[]> {
  const first = failed[0] as HealthSignal;
  const last = failed.at(-1) as HealthSignal;
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
  const asked = Math.max(0, ...failed.map((sign) => sign.retryAfterMs ?? 0));
  await run(tx, 'UPDATE endpoint SET probe_at = ? WHERE id = ?', [
    last.at + probeWait(row.failures, settings.longestProbeGapMs, asked),
    endpointId,
  ]);
  return [];
}

/** Nothing is dropped: what waits stays, and is called held until the endpoint is enabled. */
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
  const why = reason === 'gone' ? 'its receiver answered 410' : 'no message reached it for days';
  logger.warn(`The webhook ${endpointId} was disabled: ${why}. What waits for it is held.`);
  return [{ endpointId, reason, at }];
}
