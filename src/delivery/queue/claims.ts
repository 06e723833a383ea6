import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Endpoint } from '../endpoint/endpoint.entity';
import {
  availableSlots,
  type InFlightCaps,
  limitsOf,
  nextInstant,
  rateLimitOf,
  readEndpointLoads,
  shareSlots,
} from './capacity';
import { afterStarting } from './rate-limit';

/** A delivery that this process, and no other, may attempt until its lease ends. */
export interface Claim {
  messageId: string;
  endpointId: string;
  url: string;
  sealedKeys: string;
  body: string;
  /** Attempts of the present climb of the ladder, this one included. */
  attempts: number;
  /** The token to finish with. */
  fence: number;
}

interface Claimed {
  message_id: string;
  endpoint_id: string;
  attempts: number;
  fence: number;
  body: string;
}

/** How many deliveries an endpoint may be sent now. */
interface Given {
  endpoint: Endpoint;
  room: number;
}

/** Takes due deliveries for this process, over any number of processes each at most once at a time. */
@Injectable()
export class Claims {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /**
   * Claims up to `most` deliveries, shared fairly among the endpoints. An idle look writes nothing.
   * @param mostEach attempts under way to one endpoint, where its own cap is not lower.
   */
  async take(most: number, mostEach = Number.POSITIVE_INFINITY): Promise<Claim[]> {
    const now = this.clock.now();
    const standings = await this.store.readOnce((tx) =>
      readEndpointLoads(tx, now, this.caps(mostEach)),
    );
    const ready = standings.filter(
      (standing) =>
        standing.firstDue <= now && availableSlots(standing, standing.underWay, now) > 0,
    );
    if (ready.length === 0 || most === 0) return [];
    const ids = ready.slice(0, most).map((standing) => standing.endpointId);
    return this.store.write((tx) => this.claim(tx, ids, most, this.caps(mostEach)));
  }

  /**
   * Makes due at once what a process that died was sending. Only where one process has the database to
   * itself, for then whatever is leased at its start was left behind; replicas wait for the lease's end.
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

  /** The earliest instant, epoch milliseconds, at which there may be something to take. */
  nextInstant(mostEach = Number.POSITIVE_INFINITY): Promise<number | undefined> {
    return this.store.readOnce(async (tx) => {
      const now = this.clock.now();
      return nextInstant(await readEndpointLoads(tx, now, this.caps(mostEach)), now);
    });
  }

  private caps(most: number): InFlightCaps {
    return { usual: this.settings.perEndpointInFlight, most };
  }

  private async claim(
    tx: EntityManager,
    ids: readonly string[],
    most: number,
    caps: InFlightCaps,
  ): Promise<Claim[]> {
    const now = this.clock.now();
    // Held until the commit: the count of attempts under way below cannot change meanwhile.
    const endpoints = await selectRows(
      tx,
      Endpoint,
      `WHERE id IN (${ids.map(() => '?').join(', ')}) AND state = 'enabled'
       ORDER BY id ${this.store.dialect.forUpdateSkipLocked}`,
      ids,
    );
    const underWay = await this.underWay(tx, ids, now);
    const rooms = endpoints.map((endpoint) => {
      const limits = limitsOf(endpoint, caps);
      return availableSlots(limits, underWay.get(endpoint.id) ?? 0, now);
    });
    const shares = shareSlots(rooms, most);
    const given = endpoints
      .map((endpoint, i) => ({ endpoint, room: shares[i] ?? 0 }))
      .filter(({ room }) => room > 0);
    const claimed = given.length === 0 ? [] : await this.lease(tx, given, now);
    const claims: Claim[] = [];
    for (const { endpoint } of given) {
      const own = claimed.filter((row) => row.endpoint_id === endpoint.id);
      if (own.length > 0) await this.spend(tx, endpoint, own.length, now);
      claims.push(...own.map((row) => claimOf(endpoint, row)));
    }
    return claims;
  }

  private async underWay(tx: EntityManager, ids: readonly string[], now: number) {
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
   * The claim: one statement that leases, counts the attempts and sets the tokens, whatever the number of endpoints.
   * The lease's end becomes the next attempt's instant, so that what a dying process leaves behind comes back by
   * itself.
   */
  private async lease(tx: EntityManager, given: readonly Given[], now: number): Promise<Claimed[]> {
    const leaseUntil = now + this.settings.leaseMs;
    const dueOf = `SELECT * FROM (
         SELECT message_id AS due_id, endpoint_id AS due_endpoint FROM delivery
          WHERE endpoint_id = ? AND state = 'pending' AND next_attempt_at <= ?
          ORDER BY next_attempt_at, message_id LIMIT ? ${this.store.dialect.forUpdateSkipLocked}
       ) AS one`;
    const { rows } = await run<Claimed>(
      tx,
      `WITH due AS MATERIALIZED (${given.map(() => dueOf).join(' UNION ALL ')})
       UPDATE delivery
          SET attempts = attempts + 1, fence = fence + 1, lease_until = ?, next_attempt_at = ?
         FROM due
        WHERE message_id = due_id AND endpoint_id = due_endpoint
       RETURNING message_id, endpoint_id, attempts, fence,
                 (SELECT body FROM message WHERE id = message_id) AS body`,
      [...given.flatMap(({ endpoint, room }) => [endpoint.id, now, room]), leaseUntil, leaseUntil],
    );
    return rows;
  }

  /** Counts what was claimed against the endpoint's pace, whose row this transaction holds. */
  private async spend(
    tx: EntityManager,
    endpoint: Endpoint,
    count: number,
    now: number,
  ): Promise<void> {
    const pace = rateLimitOf(endpoint);
    if (pace === undefined) return;
    await run(tx, 'UPDATE endpoint SET paced_until = ? WHERE id = ?', [
      afterStarting(pace, count, now),
      endpoint.id,
    ]);
  }
}

function claimOf(endpoint: Endpoint, row: Claimed): Claim {
  return {
    messageId: row.message_id,
    endpointId: endpoint.id,
    url: endpoint.url,
    sealedKeys: endpoint.sealedKeys,
    body: row.body,
    attempts: row.attempts,
    fence: row.fence,
  };
}
