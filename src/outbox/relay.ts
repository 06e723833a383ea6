import type { EntityManager } from 'typeorm';
import type { Message } from './message.entity';

/**
 * Creates deliveries for stored messages. The outbox calls it in the transaction that stores a message, so a message
 * exists exactly when its deliveries do. `delivery` implements it, so that the domain need not import `delivery`.
 */
export abstract class Relay {
  /**
   * Creates the deliveries of these messages, in the caller's transaction.
   * @param only by the id of a message, the one destination that it goes to.
   */
  abstract relay(
    tx: EntityManager,
    messages: readonly Message[],
    only: ReadonlyMap<string, string>,
  ): Promise<void>;

  /** Withdraws the unsent deliveries of these messages, in the caller's transaction. */
  abstract withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void>;
}
