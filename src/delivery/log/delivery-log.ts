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
import { Attempt } from '../queue/attempt.entity';
import { Courier } from '../queue/courier';

/** What people see; `held` is a pending delivery whose endpoint is disabled. */
export const DELIVERY_STATES = ['pending', 'held', 'delivered', 'failed', 'superseded'] as const;
export type PresentedState = (typeof DELIVERY_STATES)[number];

export const deliverySchema = z
  .strictObject({
    id: z.string().meta({ description: "The message's id, which receivers see as `webhook-id`" }),
    endpoint: z.string(),
    type: z.string(),
    state: z.enum(DELIVERY_STATES),
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

/** A delivery with its message and the state of its endpoint; 64-bit numbers may come as text. */
interface Row {
  message_id: string;
  endpoint_id: string;
  type: string;
  body: string;
  shown: PresentedState;
  attempts: number;
  next_attempt_at: number | string;
  created_at: number | string;
  finished_at: number | string | null;
  last_status_code: number | null;
  last_error: string | null;
}

export const PRESENTED_STATE_SQL = `CASE WHEN delivery.state = 'pending' AND endpoint.state = 'disabled'
                    THEN 'held' ELSE delivery.state END`;

export interface DeliveryFilter {
  state?: PresentedState | undefined;
  type?: MessageType | undefined;
  agreement?: string | undefined;
  /** The status code of the last answer. */
  code?: number | undefined;
  /** Epoch milliseconds of the message: from, inclusive, and to, exclusive. */
  since?: number | undefined;
  until?: number | undefined;
  /** The last id of the page before. */
  before?: string | undefined;
}

const CONDITIONS: readonly (readonly [keyof DeliveryFilter, string])[] = [
  ['state', `${PRESENTED_STATE_SQL} = ?`],
  ['type', 'message.type = ?'],
  ['agreement', 'message.agreement_id = ?'],
  ['code', 'delivery.last_status_code = ?'],
  ['since', 'message.created_at >= ?'],
  ['until', 'message.created_at < ?'],
  ['before', 'delivery.message_id < ?'],
];

/** The deliveries of an endpoint as people work with them. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
  ) {}

  /** The newest first. @throws Refusal 'not-found' */
  list(endpointId: string, filter: DeliveryFilter, limit: number): Promise<PresentedDelivery[]> {
    return this.store.read(async (tx) => {
      await findEndpoint(tx, endpointId);
      const given = CONDITIONS.filter(([key]) => filter[key] !== undefined);
      const where = ['delivery.endpoint_id = ?', ...given.map(([, condition]) => condition)];
      const tail = `WHERE ${where.join(' AND ')} ORDER BY delivery.message_id DESC LIMIT ?`;
      const parameters = given.map(([key]) => filter[key] as string | number);
      return (await rows(tx, tail, [endpointId, ...parameters, limit])).map(presentDelivery);
    });
  }

  /** With the message and every attempt. @throws Refusal 'not-found' */
  read(endpointId: string, id: string): Promise<PresentedDeliveryDetail> {
    return this.store.read((tx) => this.present(tx, endpointId, id));
  }

  /**
   * Sends it anew under the same `webhook-id`, with the whole ladder before it; one that waits already
   * goes out at once.
   * @throws Refusal 'not-found'; 'conflict' when it is held, superseded, or under way.
   */
  redeliver(endpointId: string, id: string): Promise<PresentedDeliveryDetail> {
    return this.store.write(async (tx) => {
      const now = this.clock.now();
      const { state } = await this.present(tx, endpointId, id);
      if (state === 'superseded') {
        throw new Refusal('conflict', 'It tells of a date that no longer holds, and is not sent.');
      }
      if (state === 'held') {
        throw new Refusal('conflict', 'The endpoint is disabled; enabling it sends what is held.');
      }
      const { changed } = await run(
        tx,
        `UPDATE delivery
            SET state = 'pending', attempts = 0, releases = 0, next_attempt_at = ?, finished_at = NULL
          WHERE endpoint_id = ? AND message_id = ? AND (lease_until IS NULL OR lease_until <= ?)`,
        [now, endpointId, id, now],
      );
      if (changed === 0) throw new Refusal('conflict', 'An attempt is under way; see how it ends.');
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
    `SELECT delivery.message_id, delivery.endpoint_id, message.type, message.body,
            ${PRESENTED_STATE_SQL} AS shown, delivery.attempts, delivery.next_attempt_at, message.created_at,
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
  const shown = (value: number | string | null) =>
    presentInstant(value === null ? null : Number(value));
  return {
    id: row.message_id,
    endpoint: row.endpoint_id,
    type: row.type,
    state: row.shown,
    attempts: row.attempts,
    nextAttemptAt: row.shown === 'pending' ? shown(row.next_attempt_at) : null,
    createdAt: shown(row.created_at) as string,
    finishedAt: shown(row.finished_at),
    lastStatusCode: row.last_status_code,
    lastError: row.last_error,
  };
}
