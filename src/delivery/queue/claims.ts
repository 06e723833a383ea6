import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Endpoint, isSlow } from '../endpoint/endpoint.entity';
import {
  availableSlots,
  type InFlightCaps,
  limitsOf,
  nextInstant,
  rateLimitOf,
  readEndpointLoads,
  readyEndpoints,
  shareSlots,
} from './capacity';
import { findFarEndpoints, pullBack } from './far-attempts';
import { afterStarting } from './rate-limit';
import type { Recipient } from './sender';

/** A delivery that only this process may attempt until its lease ends. */
export interface Claim {
  messageId: string;
  endpointId: string;
  endpoint: Recipient;
  body: string;
  /** Whether the endpoint was slow (`isSlow`). */
  slow: boolean;
  /** Attempts in the current retry cycle, including this one. */
  attempts: number;
  /** Fencing token: only the holder of the latest one may store a result. */
  fence: number;
}

/** Limits of a claim besides its size; without a limit where they are left out. */
export interface ClaimLimits {
  /** Attempts in flight to one endpoint, where its own limit is not lower. */
  each?: number;
  /** Endpoints that are slow. */
  slow?: number;
}

interface ClaimedRow {
  message_id: string;
  endpoint_id: string;
  attempts: number;
  fence: number;
  body: string;
}

/** How many deliveries to an endpoint may be claimed. */
interface SlotGrant {
  endpoint: Endpoint;
  slots: number;
}

/** Claims due deliveries. With any number of processes, a delivery is claimed by one of them at a time. */
@Injectable()
export class Claims {
  private readonly logger = new Logger('Courier');

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /**
   * Claims up to `max` deliveries, divided fairly among the endpoints. Writes nothing where none is due.
   */
  async take(max: number, limits: ClaimLimits = {}): Promise<Claim[]> {
    const now = this.clock.now();
    const { each = Number.POSITIVE_INFINITY, slow = Number.POSITIVE_INFINITY } = limits;
    const loads = await this.store.readOnce((tx) => readEndpointLoads(tx, now, this.caps(each)));
    const ready = readyEndpoints(loads, now, slow);
    if (ready.length === 0 || max === 0) return [];
    const ids = ready.slice(0, max).map((load) => load.endpointId);
    return this.store.write((tx) => this.claim(tx, ids, max, this.caps(each)));
  }

  /**
   * Makes deliveries due that were in flight when the process died. Only on SQLite, where this process is the only one,
   * so that every lease at its start is abandoned. Replicas wait until the lease ends.
   */
  async releaseAbandoned(): Promise<void> {
    if (this.store.dialect.name !== 'sqlite') return;
    const now = this.clock.now();
    await this.store.write((tx) =>
      run(
        tx,
        `UPDATE delivery SET lease_until = NULL, next_attempt_at = ?
          WHERE lease_until IS NOT NULL`,
        [now],
      ),
    );
  }

  /** Makes due what would wait longer than any retry, because the clock was ahead when it was written. */
  async pullBack(): Promise<void> {
    const now = this.clock.now();
    const far = await this.store.readOnce((tx) => findFarEndpoints(tx, now, this.settings));
    for (const { endpointId, deliveries, until } of far) {
      await this.store.write((tx) => pullBack(tx, endpointId, now, this.settings));
      const latest =
        until === undefined ? '' : `, the latest until ${new Date(until).toISOString()}`;
      this.logger.warn(
        `The clock was ahead: ${deliveries} deliveries to the webhook ${endpointId} waited longer than any retry${latest}. They are due now.`,
      );
    }
  }

  /** The earliest instant, epoch milliseconds, at which a delivery may be claimed; undefined for none. */
  nextInstant(limits: ClaimLimits = {}): Promise<number | undefined> {
    const { each = Number.POSITIVE_INFINITY, slow } = limits;
    return this.store.readOnce(async (tx) => {
      const now = this.clock.now();
      const loads = await readEndpointLoads(tx, now, this.caps(each));
      return nextInstant(slow === 0 ? loads.filter((load) => !load.slow) : loads, now);
    });
  }

  private caps(max: number): InFlightCaps {
    return { default: this.settings.perEndpointInFlight, max };
  }

  private async claim(
    tx: EntityManager,
    ids: readonly string[],
    max: number,
    caps: InFlightCaps,
  ): Promise<Claim[]> {
    const now = this.clock.now();
    // Locked until the commit, so that the number of attempts in flight counted below does not change.
    const endpoints = await selectRows(
      tx,
      Endpoint,
      `WHERE id IN (${ids.map(() => '?').join(', ')}) AND state = 'enabled'
       ORDER BY id ${this.store.dialect.forUpdateSkipLocked}`,
      ids,
    );
    const inFlight = await this.inFlight(tx, ids, now);
    const wanted = endpoints.map((endpoint) => {
      const limits = limitsOf(endpoint, caps);
      return availableSlots(limits, inFlight.get(endpoint.id) ?? 0, now);
    });
    const granted = shareSlots(wanted, max);
    const grants = endpoints
      .map((endpoint, i) => ({ endpoint, slots: granted[i] ?? 0 }))
      .filter(({ slots }) => slots > 0);
    const claimed = grants.length === 0 ? [] : await this.lease(tx, grants, now);
    const claims: Claim[] = [];
    for (const { endpoint } of grants) {
      const own = claimed.filter((row) => row.endpoint_id === endpoint.id);
      if (own.length > 0) await this.countAgainstLimit(tx, endpoint, own.length, now);
      claims.push(...own.map((row) => claimOf(endpoint, row)));
    }
    return claims;
  }

  private async inFlight(tx: EntityManager, ids: readonly string[], now: number) {
    const { rows } = await run<{ endpoint_id: string; count: number | string }>(
      tx,
      `SELECT endpoint_id, COUNT(*) AS count FROM delivery
        WHERE endpoint_id IN (${ids.map(() => '?').join(', ')}) AND lease_until > ?
        GROUP BY endpoint_id`,
      [...ids, now],
    );
    return new Map(rows.map((row) => [row.endpoint_id, Number(row.count)]));
  }

  /**
   * Leases due deliveries, counts their attempts and raises their fencing tokens, in one statement for any number of
   * endpoints. The next attempt is due when the lease ends, so that deliveries of a dead process become due by themselves.
   */
  private async lease(
    tx: EntityManager,
    grants: readonly SlotGrant[],
    now: number,
  ): Promise<ClaimedRow[]> {
    const leaseUntil = now + this.settings.leaseMs;
    const dueOf = `SELECT * FROM (
         SELECT message_id AS due_id, endpoint_id AS due_endpoint FROM delivery
          WHERE endpoint_id = ? AND state = 'pending' AND next_attempt_at <= ?
          ORDER BY next_attempt_at, message_id LIMIT ? ${this.store.dialect.forUpdateSkipLocked}
       ) AS one`;
    const { rows } = await run<ClaimedRow>(
      tx,
      `WITH due AS MATERIALIZED (${grants.map(() => dueOf).join(' UNION ALL ')})
       UPDATE delivery
          SET attempts = attempts + 1, fence = fence + 1, lease_until = ?, next_attempt_at = ?
         FROM due
        WHERE message_id = due_id AND endpoint_id = due_endpoint
       RETURNING message_id, endpoint_id, attempts, fence,
                 (SELECT body FROM message WHERE id = message_id) AS body`,
      [
        ...grants.flatMap(({ endpoint, slots }) => [endpoint.id, now, slots]),
        leaseUntil,
        leaseUntil,
      ],
    );
    return rows;
  }

  /** Counts claimed deliveries against the rate limit of the endpoint, whose row this transaction has locked. */
  private async countAgainstLimit(
    tx: EntityManager,
    endpoint: Endpoint,
    count: number,
    now: number,
  ): Promise<void> {
    const rateLimit = rateLimitOf(endpoint);
    if (rateLimit === undefined) return;
    await run(tx, 'UPDATE endpoint SET paced_until = ? WHERE id = ?', [
      afterStarting(rateLimit, count, now),
      endpoint.id,
    ]);
  }
}

function claimOf(endpoint: Endpoint, row: ClaimedRow): Claim {
  return {
    messageId: row.message_id,
    endpointId: endpoint.id,
    endpoint,
    slow: isSlow(endpoint),
    body: row.body,
    attempts: row.attempts,
    fence: row.fence,
  };
}
