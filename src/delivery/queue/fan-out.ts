import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import type { Message } from '../../outbox/message.entity';
import type { MessageType } from '../../outbox/message-type';
import { Relay } from '../../outbox/relay';
import { selectRows } from '../../store/sql/rows';
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { Endpoint } from '../endpoint/endpoint.entity';
import { acceptsEscalation } from '../message-filter';
import { Courier } from './courier';
import { createDeliveries, matchingPairs, type Pair } from './create-deliveries';
import { grouped } from './groups';

/** Creates the deliveries of messages, inside the transaction that writes the messages. */
@Injectable()
export class FanOut extends Relay {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
  ) {
    super();
    store.replicas.onNotice('deliveries', () => courier.wake());
  }

  /**
   * Creates deliveries for all endpoints whose filter matches, including disabled ones. A message for a single endpoint
   * goes to that endpoint only.
   */
  override async relay(
    tx: EntityManager,
    messages: readonly Message[],
    only: ReadonlyMap<string, string>,
  ): Promise<void> {
    const endpoints = await selectRows(tx, Endpoint, '', []);
    const forAll = messages.filter(({ id }) => !only.has(id));
    const pairs = [
      ...matchingPairs(endpoints, forAll),
      ...messages
        .filter(({ id }) => only.has(id))
        .flatMap((message) =>
          endpoints
            .filter(({ id }) => id === only.get(message.id))
            .filter((endpoint) => acceptsEscalation(endpoint, message))
            .map(({ id }): Pair => [message.id, id]),
        ),
      ...(await followUps(tx, endpoints, forAll)),
    ];
    const created = await createDeliveries(
      tx,
      grouped(pairs, endpoints, messages, only),
      this.clock.now(),
    );
    if (created === 0) return;
    this.store.afterCommit(() => {
      this.courier.wake();
      this.store.replicas.notify('deliveries');
    });
  }

  /**
   * Supersedes pending deliveries, and failed ones so that no replay sends them. An attempt in flight is not aborted; if
   * it succeeds, the delivery becomes delivered.
   */
  override async withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void> {
    const { dialect } = this.store;
    const ids = JSON.stringify(messageIds.map((id) => [id]));
    const own = `state IN ('pending', 'failed') AND message_id IN
      (SELECT ${dialect.jsonElement(0, 'text')} FROM ${dialect.jsonRows('?')})`;
    await run(
      tx,
      `WITH existing AS MATERIALIZED (
         SELECT id FROM endpoint
          WHERE id IN (SELECT endpoint_id FROM delivery WHERE ${own}) ${dialect.forReference}
       )
       UPDATE delivery SET state = 'superseded', finished_at = ?
        WHERE ${own} AND endpoint_id IN (SELECT id FROM existing)`,
      [ids, this.clock.now(), ids],
    );
  }
}

/** Types of messages after which an escalated alert needs nobody any more, or has another date. */
const FOLLOW_UPS: readonly MessageType[] = [
  'alert.acknowledged',
  'milestone.fulfilled',
  'milestone.fulfilled-late',
  'milestone.redated',
  'milestone.undated',
  'milestone.corrected',
];

/** Endpoints for escalations only also get what follows about a milestone that was escalated to them. */
async function followUps(
  tx: EntityManager,
  endpoints: readonly Endpoint[],
  messages: readonly Message[],
): Promise<Pair[]> {
  const own = endpoints.filter(({ onlyEscalations }) => onlyEscalations);
  const following = messages.filter(
    ({ type, milestoneId }) => milestoneId !== null && FOLLOW_UPS.includes(type),
  );
  if (own.length === 0 || following.length === 0) return [];
  const ids = own.map(({ id }) => id);
  const milestones = new Set(following.flatMap(({ milestoneId }) => milestoneId ?? []));
  const about = among('alert.milestone_id', [...milestones]);
  const to = among('alert.escalated_to', ids);
  const { rows } = await run<{ endpoint_id: string; milestone_id: string }>(
    tx,
    `SELECT DISTINCT alert.escalated_to AS endpoint_id, alert.milestone_id AS milestone_id
       FROM alert
      WHERE ${about.clause} AND ${to.clause}`,
    [...about.parameters, ...to.parameters],
  );
  return rows.flatMap(({ endpoint_id, milestone_id }) =>
    following
      .filter(({ milestoneId }) => milestoneId === milestone_id)
      .filter((message) =>
        own.some((one) => one.id === endpoint_id && acceptsEscalation(one, message)),
      )
      .map(({ id }): Pair => [id, endpoint_id]),
  );
}
