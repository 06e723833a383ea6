import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import type { Message } from '../outbox/message.entity';
import { Relay } from '../outbox/relay';
import { selectRows } from '../store/rows';
import { run } from '../store/set-based';
import { Store } from '../store/store';
import { Courier } from './courier';
import { Endpoint } from './endpoint.entity';
import { type Subject, wants } from './wishes';

/** Turns messages into deliveries inside the transaction that wrote them. */
@Injectable()
export class FanOut extends Relay {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** One delivery per message and endpoint that wants it; disabled endpoints too, for whom it is held. */
  override async relay(tx: EntityManager, messages: readonly Message[]): Promise<void> {
    await this.deliver(tx, await selectRows(tx, Endpoint, '', []), messages);
  }

  /** An attempt under way is not called back; if it succeeds the delivery says so. */
  override async withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void> {
    const { dialect } = this.store;
    await run(
      tx,
      `UPDATE delivery SET state = 'superseded', finished_at = ?
        WHERE state = 'pending' AND message_id IN
          (SELECT ${dialect.jsonElement(0, 'text')} FROM ${dialect.jsonRows('?')})`,
      [this.clock.now(), JSON.stringify(messageIds.map((id) => [id]))],
    );
  }

  /** Writes, in one statement whatever their number, the deliveries that are missing; answers how many. */
  async deliver(
    tx: EntityManager,
    endpoints: readonly Endpoint[],
    messages: readonly (Subject & { id: string })[],
  ): Promise<number> {
    const pairs = endpoints.flatMap((endpoint) =>
      messages
        .filter((message) => wants(endpoint, message))
        .map((message) => [message.id, endpoint.id]),
    );
    if (pairs.length === 0) return 0;
    const { dialect } = this.store;
    const { changed } = await run(
      tx,
      `INSERT INTO delivery
         (message_id, endpoint_id, state, attempts, fence, releases, next_attempt_at)
       SELECT ${dialect.jsonElement(0, 'text')}, ${dialect.jsonElement(1, 'text')},
              'pending', 0, 0, 0, CAST(? AS BIGINT)
         FROM ${dialect.jsonRows('?')}
        WHERE true
       ON CONFLICT DO NOTHING`,
      [this.clock.now(), JSON.stringify(pairs)],
    );
    if (changed > 0) this.store.afterCommit(() => this.courier.wake());
    return changed;
  }
}
