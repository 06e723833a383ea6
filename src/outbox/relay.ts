import type { EntityManager } from 'typeorm';
import type { Message } from './message.entity';

/**
 * The waist between the domain and whoever sends: the outbox hands each message on inside the
 * transaction that wrote it, so a message exists exactly when its deliveries do. `delivery`
 * implements it; the domain knows only this.
 */
export abstract class Relay {
  /** Creates what must be sent for these messages, in the caller's transaction. */
  abstract relay(tx: EntityManager, messages: readonly Message[]): Promise<void>;

  /** Stops whatever of these messages is not sent yet: their date was superseded. */
  abstract withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void>;
}
