import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { insertMessages } from '../../outbox/messages';
import { insertRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { Courier } from '../queue/courier';
import { Delivery, newDelivery } from '../queue/delivery.entity';
import { findEndpoint } from './endpoints';
import { TrialMessages } from './trial-messages';

/** Sends a test message to an endpoint on request. */
@Injectable()
export class Ping {
  constructor(
    private readonly store: Store,
    private readonly courier: Courier,
    private readonly clock: Clock,
    private readonly messages: TrialMessages,
  ) {}

  /**
   * Sends a `ping` ahead of all pending deliveries, also while the endpoint fails. Its success makes the others due.
   * @returns the id of the message.
   * @throws Refusal 'not-found'; 'conflict' for a disabled endpoint.
   */
  send(id: string): Promise<string> {
    return this.store.write(async (tx) => {
      const endpoint = await findEndpoint(tx, id, this.store.dialect.forReference);
      if (endpoint.state === 'disabled') {
        throw new Refusal(
          'conflict',
          'The endpoint is disabled. Enable it first: PATCH {"state": "enabled"}.',
        );
      }
      const draft = this.messages.ping(id);
      await insertMessages(tx, [draft]);
      // Due before the endpoint was created, so that it comes before all other deliveries.
      await insertRows(tx, Delivery, [newDelivery(draft.id, id, endpoint.createdAt - 1)]);
      await run(tx, 'UPDATE endpoint SET probe_at = ? WHERE id = ? AND failing_since IS NOT NULL', [
        this.clock.now(),
        id,
      ]);
      this.store.afterCommit(() => this.courier.wake());
      return draft.id;
    });
  }
}
