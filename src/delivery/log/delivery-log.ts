import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { instant, type ResponseOf } from '../../http/response-of';
import type { MessageType } from '../../outbox/message-type';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { findEndpoint } from '../endpoint/endpoints';
import { attemptSchema, presentAttempt, presentInstant } from '../endpoint/present';
import { readEscalation } from '../format/notice';
import { Attempt } from '../queue/attempt.entity';
import { Courier } from '../queue/courier';

/** The states that the API shows. `held` is a pending delivery whose endpoint is disabled. */
export const DELIVERY_STATES = ['pending', 'held', 'delivered', 'failed', 'superseded'] as const;
export type PresentedState = (typeof DELIVERY_STATES)[number];

export const deliverySchema = z
  .strictObject({
    id: z.string().meta({ description: 'The id of the message, sent as `webhook-id`' }),
    endpoint: z.string(),
    type: z.string(),
    group: z.string().nullable().meta({
      description: 'The message that it is sent with others as; null if it is sent alone',
    }),
    state: z.enum(DELIVERY_STATES),
    escalation: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Its place in an escalation chain; null for a message of no chain' }),
    attempts: z.number().int(),
    nextAttemptAt: instant.nullable(),
    createdAt: instant,
    finishedAt: instant.nullable(),
    lastStatusCode: z.number().int().nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

export type PresentedDelivery = ResponseOf<typeof deliverySchema>;

export const deliveryDetailSchema = z
  .strictObject({
    ...deliverySchema.shape,
    message: z.unknown().meta({ description: 'The message as it is sent' }),
    log: z.array(attemptSchema),
  })
  .meta({ id: 'DeliveryWhole' });

export type PresentedDeliveryDetail = ResponseOf<typeof deliveryDetailSchema>;

/** A delivery joined with its message. PostgreSQL returns 64-bit integers as text. */
interface Row {
  message_id: string;
  endpoint_id: string;
  group_id: string | null;
  type: string;
  body: string;
  state: PresentedState;
  attempts: number;
  next_attempt_at: number | string;
  created_at: number | string;
  finished_at: number | string | null;
  last_status_code: number | null;
  last_error: string | null;
}

/** An SQL expression for the shown state of a delivery, joined with its endpoint. */
export const PRESENTED_STATE_SQL = `CASE WHEN delivery.state = 'pending' AND endpoint.state = 'disabled'
                    THEN 'held' ELSE delivery.state END`;

interface DeliveryFilter {
  state?: PresentedState | undefined;
  type?: MessageType | undefined;
  agreement?: string | undefined;
  /** The status code of the last response. */
  code?: number | undefined;
  /** Instant of the message, epoch milliseconds, inclusive. */
  since?: number | undefined;
  /** Instant of the message, epoch milliseconds, exclusive. */
  until?: number | undefined;
  /** An id of a message, exclusive: the last one of the previous page. */
  before?: string | undefined;
}

function conditionsOf(filter: DeliveryFilter) {
  const conditions = [
    { sql: `${PRESENTED_STATE_SQL} = ?`, value: filter.state },
    { sql: 'message.type = ?', value: filter.type },
    { sql: 'message.agreement_id = ?', value: filter.agreement },
    { sql: 'delivery.last_status_code = ?', value: filter.code },
    { sql: 'message.created_at >= ?', value: filter.since },
    { sql: 'message.created_at < ?', value: filter.until },
    { sql: 'delivery.message_id < ?', value: filter.before },
  ];
  return conditions.flatMap(({ sql, value }) => (value === undefined ? [] : [{ sql, value }]));
}

/** Reads the deliveries of an endpoint and sends single ones again. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws Refusal 'not-found' */
  list(endpointId: string, filter: DeliveryFilter, limit: number): Promise<PresentedDelivery[]> {
    return this.store.read(async (tx) => {
      await findEndpoint(tx, endpointId);
      const conditions = conditionsOf(filter);
      const where = ['delivery.endpoint_id = ?', ...conditions.map(({ sql }) => sql)];
      const tail = `WHERE ${where.join(' AND ')} ORDER BY delivery.message_id DESC LIMIT ?`;
      const parameters = conditions.map(({ value }) => value);
      return (await rows(tx, tail, [endpointId, ...parameters, limit])).map(presentDelivery);
    });
  }

  /** With the message and all attempts. @throws Refusal 'not-found' */
  read(endpointId: string, id: string): Promise<PresentedDeliveryDetail> {
    return this.store.read((tx) => this.present(tx, endpointId, id));
  }

  /**
   * Sends a delivery again with the same `webhook-id` and all attempts of the retry schedule. A pending one becomes due.
   * @throws Refusal 'not-found'; 'conflict' for a delivery that is held, superseded or in flight.
   */
  redeliver(endpointId: string, id: string): Promise<PresentedDeliveryDetail> {
    return this.store.write(async (tx) => {
      const now = this.clock.now();
      const { state } = await this.present(tx, endpointId, id);
      if (state === 'superseded') {
        throw new Refusal(
          'conflict',
          'The delivery is superseded: its message names a date that has changed since.',
        );
      }
      if (state === 'held') {
        throw new Refusal(
          'conflict',
          'The endpoint is disabled. Enabling it sends its held deliveries: PATCH {"state": "enabled"}.',
        );
      }
      const { changed } = await run(
        tx,
        `UPDATE delivery
            SET state = 'pending', attempts = 0, releases = 0, next_attempt_at = ?, finished_at = NULL
          WHERE endpoint_id = ? AND message_id = ? AND (lease_until IS NULL OR lease_until <= ?)`,
        [now, endpointId, id, now],
      );
      if (changed === 0) {
        throw new Refusal('conflict', 'An attempt is in flight. Try again when it has ended.');
      }
      this.store.afterCommit(() => this.courier.wake());
      return this.present(tx, endpointId, id);
    });
  }

  private async present(
    tx: EntityManager,
    endpointId: string,
    id: string,
  ): Promise<PresentedDeliveryDetail> {
    const key = [endpointId, id];
    const [row] = await rows(tx, 'WHERE delivery.endpoint_id = ? AND delivery.message_id = ?', key);
    if (row === undefined) {
      throw new Refusal('not-found', `The webhook "${endpointId}" has no delivery "${id}".`);
    }
    const where = 'WHERE endpoint_id = ? AND message_id = ? ORDER BY number';
    const attempts = await selectRows(tx, Attempt, where, key);
    const message: unknown = JSON.parse(row.body);
    return { ...presentDelivery(row), message, log: attempts.map(presentAttempt) };
  }
}

async function rows(
  tx: EntityManager,
  tail: string,
  parameters: readonly (string | number)[],
): Promise<Row[]> {
  const found = await run<Row>(
    tx,
    `SELECT delivery.message_id, delivery.endpoint_id, delivery.group_id, message.type, message.body,
            ${PRESENTED_STATE_SQL} AS state, delivery.attempts, delivery.next_attempt_at, message.created_at,
            delivery.finished_at, delivery.last_status_code, delivery.last_error
       FROM delivery
       JOIN message ON message.id = delivery.message_id
       JOIN endpoint ON endpoint.id = delivery.endpoint_id
     ${tail}`,
    parameters,
  );
  return found.rows;
}

function presentDelivery(row: Row): PresentedDelivery {
  const instantOf = (value: number | string | null) =>
    presentInstant(value === null ? null : Number(value));
  return {
    id: row.message_id,
    endpoint: row.endpoint_id,
    group: row.group_id,
    type: row.type,
    state: row.state,
    escalation: readEscalation(row.body) ?? null,
    attempts: row.attempts,
    nextAttemptAt: row.state === 'pending' ? instantOf(row.next_attempt_at) : null,
    createdAt: new Date(Number(row.created_at)).toISOString(),
    finishedAt: instantOf(row.finished_at),
    lastStatusCode: row.last_status_code,
    lastError: row.last_error,
  };
}
