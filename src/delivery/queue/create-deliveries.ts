import type { EntityManager } from 'typeorm';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';
import type { Endpoint } from '../endpoint/endpoint.entity';
import { type FilteredMessage, matches } from '../message-filter';

/** A message and the endpoint that gets it, perhaps as part of a group. */
export type Pair = readonly [messageId: string, endpointId: string, groupId?: string];

/** Each message with each endpoint whose filter matches. */
export function matchingPairs(
  endpoints: readonly Endpoint[],
  messages: readonly (FilteredMessage & { id: string })[],
): Pair[] {
  return endpoints.flatMap((endpoint) =>
    messages
      .filter((message) => matches(endpoint, message))
      .map((message): Pair => [message.id, endpoint.id]),
  );
}

/**
 * Creates the deliveries that do not exist yet. Uses one statement for any number of them. It skips endpoints that were
 * deleted meanwhile, and until the commit keeps the others from being deleted, so that no delivery is left without its
 * endpoint.
 * @param now epoch milliseconds: when they are due.
 * @returns the number of deliveries created.
 */
export async function createDeliveries(
  tx: EntityManager,
  pairs: readonly Pair[],
  now: number,
): Promise<number> {
  if (pairs.length === 0) return 0;
  const ids = [...new Set(pairs.map(([, endpointId]) => endpointId))];
  const { jsonElement, jsonRows, forReference } = dialectOf(tx.connection.options.type);
  const { changed } = await run(
    tx,
    `WITH existing AS MATERIALIZED (
       SELECT id FROM endpoint
        WHERE id IN (SELECT ${jsonElement(0, 'text')} FROM ${jsonRows('?')}) ${forReference}
     )
     INSERT INTO delivery
       (message_id, endpoint_id, group_id, state, attempts, fence, releases, next_attempt_at)
     SELECT given_message, given_endpoint, given_group, 'pending', 0, 0, 0, CAST(? AS BIGINT)
       FROM (SELECT ${jsonElement(0, 'text')} AS given_message,
                    ${jsonElement(1, 'text')} AS given_endpoint,
                    ${jsonElement(2, 'text')} AS given_group
               FROM ${jsonRows('?')}) AS given
       JOIN existing ON existing.id = given_endpoint
      WHERE true
     ON CONFLICT DO NOTHING`,
    [
      JSON.stringify(ids.map((id) => [id])),
      now,
      JSON.stringify(pairs.map(([message, endpoint, group = null]) => [message, endpoint, group])),
    ],
  );
  return changed;
}
