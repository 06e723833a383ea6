import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type ResponseOf } from '../../http/response-of';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { findEndpoint } from '../endpoint/endpoints';
import { DELIVERY_STATES, PRESENTED_STATE_SQL, type PresentedState } from './delivery-log';

export const deliveryCountsSchema = z
  .strictObject({
    deliveries: z
      .record(z.enum(DELIVERY_STATES), z.number().int())
      .meta({ description: 'Deliveries by state' }),
    attempts: z.strictObject({
      made: z.number().int(),
      succeeded: z.number().int(),
      successRate: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .meta({ description: 'From 0 to 1; null without attempts' }),
    }),
  })
  .meta({ id: 'DeliveryCounts' });

export type PresentedDeliveryCounts = ResponseOf<typeof deliveryCountsSchema>;

/** Counts the deliveries and attempts of an endpoint, without purged rows. */
@Injectable()
export class DeliveryCounts {
  constructor(private readonly store: Store) {}

  /**
   * @param since epoch milliseconds, inclusive: the earliest message or attempt that is counted.
   * @throws Refusal 'not-found'
   */
  read(endpointId: string, since: number): Promise<PresentedDeliveryCounts> {
    return this.store.read(async (tx) => {
      await findEndpoint(tx, endpointId);
      const states = await run<{ state: PresentedState; count: number | string }>(
        tx,
        `SELECT ${PRESENTED_STATE_SQL} AS state, COUNT(*) AS count
           FROM delivery
           JOIN endpoint ON endpoint.id = delivery.endpoint_id
           JOIN message ON message.id = delivery.message_id
          WHERE delivery.endpoint_id = ? AND message.created_at >= ?
          GROUP BY 1`,
        [endpointId, since],
      );
      const attempts = await run<{ made: number | string; succeeded: number | string }>(
        tx,
        `SELECT COUNT(*) AS made,
                COUNT(CASE WHEN outcome = 'delivered' THEN 1 END) AS succeeded
           FROM attempt WHERE endpoint_id = ? AND started_at >= ?`,
        [endpointId, since],
      );
      const made = Number(attempts.rows[0]?.made ?? 0);
      const succeeded = Number(attempts.rows[0]?.succeeded ?? 0);
      const deliveries = { pending: 0, held: 0, delivered: 0, failed: 0, superseded: 0 };
      for (const { state, count } of states.rows) deliveries[state] = Number(count);
      return {
        deliveries,
        attempts: { made, succeeded, successRate: made === 0 ? null : succeeded / made },
      };
    });
  }
}
