import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Endpoint, isSlow } from '../endpoint/endpoint.entity';
import { PASSING, quietUntil } from '../endpoint/quiet-hours';
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
export interface ClaimedDelivery {
  messageId: string;
  endpointId: string;
  body: string;
  /** Attempts in the current retry cycle, including this one. */
  attempts: number;
  /** Fencing token: only the holder of the latest one may store a result. */
  fence: number;
}

/** What one attempt sends: a delivery, or the deliveries of a group. */
export interface Claim extends ClaimedDelivery {
  endpoint: Recipient;
  /** The group that it is sent with, if that has others. */
  group?: { id: string; others: readonly ClaimedDelivery[] };
  /** Whether the endpoint was slow (`isSlow`). */
  slow: boolean;
}

/** Limits of a claim besides its size; without a limit if they are left out. */
export interface ClaimLimits {
  /** Attempts in flight to one endpoint, if its own limit is not lower. */
  each?: number;
  /** Endpoints that are slow. */
  slow?: number;
}

const CLAIMED = `message_id, endpoint_id, attempts, fence, group_id,
                 (SELECT body FROM message WHERE id = message_id) AS body`;

interface ClaimedRow {
  message_id: string;
  endpoint_id: string;
  attempts: number;
  fence: number;
  body: string;
  group_id: string | null;
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
   * Claims up to `max` deliveries, divided fairly among the endpoints. Writes nothing if none is due.
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
    for (const endpoint of endpoints) await holdQuiet(tx, endpoint, now);
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
      const own = claimsOf(
        endpoint,
        claimed.filter((row) => row.endpoint_id === endpoint.id),
      );
      if (own.length > 0) await this.countAgainstLimit(tx, endpoint, own.length, now);
      claims.push(...own);
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
       RETURNING ${CLAIMED}`,
      [
        ...grants.flatMap(({ endpoint, slots }) => [endpoint.id, now, slots]),
        leaseUntil,
        leaseUntil,
      ],
    );
    return [...rows, ...(await this.leaseOthers(tx, rows, now, leaseUntil))];
  }

  /** Leases the other pending deliveries of the groups of these, whose endpoints this transaction has locked. */
  private async leaseOthers(
    tx: EntityManager,
    leased: readonly ClaimedRow[],
    now: number,
    leaseUntil: number,
  ): Promise<ClaimedRow[]> {
    const groups = leased.flatMap(({ endpoint_id, group_id }) =>
      group_id === null ? [] : [[endpoint_id, group_id]],
    );
    if (groups.length === 0) return [];
    const { jsonElement, jsonRows } = this.store.dialect;
    const { rows } = await run<ClaimedRow>(
      tx,
      `UPDATE delivery
          SET attempts = attempts + 1, fence = fence + 1, lease_until = ?, next_attempt_at = ?
        WHERE state = 'pending' AND (lease_until IS NULL OR lease_until <= ?)
          AND (endpoint_id, group_id) IN (SELECT ${jsonElement(0, 'text')}, ${jsonElement(1, 'text')}
                                            FROM ${jsonRows('?')})
       RETURNING ${CLAIMED}`,
      [leaseUntil, leaseUntil, now, JSON.stringify(groups)],
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

/** One claim for each delivery that is sent alone, and for each group. */
function claimsOf(endpoint: Endpoint, rows: readonly ClaimedRow[]): Claim[] {
  const units = new Map<string, ClaimedRow[]>();
  for (const row of rows) {
    const key = row.group_id ?? row.message_id;
    units.set(key, [...(units.get(key) ?? []), row]);
  }
  return [...units.values()].flatMap((unit) => {
    const [first, ...others] = unit.sort((a, b) => (a.message_id < b.message_id ? -1 : 1));
    if (first === undefined) return [];
    const claim = { ...deliveryOf(first), endpoint, slow: isSlow(endpoint) };
    const { group_id: id } = first;
    if (id === null || others.length === 0) return [claim];
    return [{ ...claim, group: { id, others: others.map(deliveryOf) } }];
  });
}

function deliveryOf(row: ClaimedRow): ClaimedDelivery {
  return {
    messageId: row.message_id,
    endpointId: row.endpoint_id,
    body: row.body,
    attempts: row.attempts,
    fence: row.fence,
  };
}

/** In quiet hours, puts the due deliveries of an endpoint off to their end, apart from those of urgent messages. */
async function holdQuiet(tx: EntityManager, { id, quiet }: Endpoint, now: number): Promise<void> {
  const until = quiet === null ? undefined : quietUntil(quiet, now);
  if (until === undefined) return;
  await run(
    tx,
    `UPDATE delivery SET next_attempt_at = ?
      WHERE endpoint_id = ? AND state = 'pending' AND next_attempt_at <= ?
        AND (lease_until IS NULL OR lease_until <= ?)
        AND message_id NOT IN (
          SELECT id FROM message
           WHERE id = delivery.message_id AND hypothetical = 0
             AND type IN (${PASSING.map(() => '?').join(', ')})
        )`,
    [until, id, now, now, ...PASSING],
  );
}
