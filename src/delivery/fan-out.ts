import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import type { Message } from '../outbox/message.entity';
import { Relay } from '../outbox/relay';
import { run } from '../store/set-based';
import { Store } from '../store/store';
import { Courier } from './courier';

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

  /**
   * One row per message and endpoint that wants it, in one statement whatever their number; disabled
   * endpoints too, for whom it is held. The filters are JSON arrays of plain names, so that a name is in
   * one exactly when its quoted form is; `replace` tells that alike on both databases.
   */
  override async relay(tx: EntityManager, messages: readonly Message[]): Promise<void> {
    const { changed } = await run(
      tx,
      `INSERT INTO delivery
         (message_id, endpoint_id, state, attempts, fence, releases, next_attempt_at)
       SELECT message.id, endpoint.id, 'pending', 0, 0, 0, CAST(? AS BIGINT)
         FROM (${this.given()}) AS given
         JOIN message ON message.id = given.id
         JOIN endpoint
           ON (endpoint.types = '[]'
               OR replace(endpoint.types, '"' || message.type || '"', '') <> endpoint.types)
          AND (endpoint.agreements = '[]'
               OR replace(endpoint.agreements, '"' || message.agreement_id || '"', '')
                  <> endpoint.agreements)
          AND (endpoint.include_hypothetical = 1 OR message.hypothetical = 0)
        WHERE true
       ON CONFLICT DO NOTHING`,
      [this.clock.now(), listed(messages.map((message) => message.id))],
    );
    if (changed > 0) this.store.afterCommit(() => this.courier.wake());
  }

  /** An attempt under way is not called back; if it succeeds the delivery says so. */
  override async withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void> {
    await run(
      tx,
      `UPDATE delivery SET state = 'superseded', finished_at = ?
        WHERE state = 'pending' AND message_id IN (${this.given()})`,
      [this.clock.now(), listed(messageIds)],
    );
  }

  private given(): string {
    const { dialect } = this.store;
    return `SELECT ${dialect.jsonElement(0, 'text')} AS id FROM ${dialect.jsonRows('?')}`;
  }
}

/** Ids as one parameter, read back by `given`. */
function listed(ids: readonly string[]): string {
  return JSON.stringify(ids.map((id) => [id]));
}
