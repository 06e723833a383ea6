import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import type { Message } from '../../outbox/message.entity';
import { Relay } from '../../outbox/relay';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { Endpoint } from '../endpoint/endpoint.entity';
import { Courier } from './courier';
import { createDeliveries } from './create-deliveries';

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

  /** Creates deliveries for all endpoints whose filter matches, including disabled ones. */
  override async relay(tx: EntityManager, messages: readonly Message[]): Promise<void> {
    const endpoints = await selectRows(tx, Endpoint, '', []);
    const created = await createDeliveries(tx, endpoints, messages, this.clock.now());
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
