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
        .meta({ description: 'From 0 to 1; null where none was made' }),
    }),
  })
  .meta({ id: 'DeliveryCounts' });

/** How an endpoint has been doing, over what the log still holds. */
export type PresentedDeliveryCounts = ResponseOf<typeof deliveryCountsSchema>;

@Injectable()
export class DeliveryCounts {
  constructor(private readonly store: Store) {}

  /**
   * @param since epoch milliseconds, inclusive: messages and attempts from then on.
   * @throws Refusal 'not-found'
   */
  read(endpointId: string, since: number): Promise<PresentedDeliveryCounts> {
    return this.store.read(async (tx) => {
      await findEndpoint(tx, endpointId);
      const states = await run<{ shown: PresentedState; count: number | string }>(
        tx,
        `SELECT ${PRESENTED_STATE_SQL} AS shown, COUNT(*) AS count
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
      const counted = new Map(states.rows.map((row) => [row.shown, Number(row.count)]));
      return {
        deliveries: Object.fromEntries(
          DELIVERY_STATES.map((state) => [state, counted.get(state) ?? 0]),
        ) as Record<PresentedState, number>,
        attempts: { made, succeeded, successRate: made === 0 ? null : succeeded / made },
      };
    });
  }
}
