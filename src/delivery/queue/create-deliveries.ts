import type { EntityManager } from 'typeorm';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';
import type { Endpoint } from '../endpoint/endpoint.entity';
import { type FilteredMessage, matches } from '../message-filter';

/**
 * Creates a delivery for each message and each endpoint whose filter matches, where there is none yet. Uses one
 * statement for any number of them.
 * @param now epoch milliseconds: when they are due.
 * @returns the number of deliveries created.
 */
export async function createDeliveries(
  tx: EntityManager,
  endpoints: readonly Endpoint[],
  messages: readonly (FilteredMessage & { id: string })[],
  now: number,
): Promise<number> {
  const pairs = endpoints.flatMap((endpoint) =>
    messages
      .filter((message) => matches(endpoint, message))
      .map((message) => [message.id, endpoint.id]),
  );
  if (pairs.length === 0) return 0;
  const { jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  const { changed } = await run(
    tx,
    `INSERT INTO delivery
       (message_id, endpoint_id, state, attempts, fence, releases, next_attempt_at)
     SELECT ${jsonElement(0, 'text')}, ${jsonElement(1, 'text')},
            'pending', 0, 0, 0, CAST(? AS BIGINT)
       FROM ${jsonRows('?')}
      WHERE true
     ON CONFLICT DO NOTHING`,
    [now, JSON.stringify(pairs)],
  );
  return changed;
}
