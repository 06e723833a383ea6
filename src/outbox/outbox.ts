import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Store } from '../store/store';
import type { Message } from './message.entity';
import { appendToOrder } from './message-order';
import { insertMessages, type MessageDraft } from './messages';
import { Relay } from './relay';

/** Stores messages in the transaction of what they report. `Relay` creates their deliveries. */
@Injectable()
export class Outbox {
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly relay: Relay,
    private readonly store: Store,
  ) {
    store.replicas.onNotice('messages', () => this.notifyListeners());
  }

  /** Stores messages and creates their deliveries, in the caller's transaction. */
  async append(tx: EntityManager, drafts: readonly MessageDraft[]): Promise<Message[]> {
    if (drafts.length === 0) return [];
    const messages = await insertMessages(tx, drafts);
    await appendToOrder(
      tx,
      messages.map((message) => message.id),
    );
    const single = drafts.flatMap(({ id, to }): [string, string][] =>
      to === undefined ? [] : [[id, to]],
    );
    await this.relay.relay(tx, messages, new Map(single));
    this.store.afterCommit(() => {
      this.notifyListeners();
      this.store.replicas.notify('messages');
    });
    return messages;
  }

  /** Withdraws the unsent deliveries of messages that no longer hold; the messages stay stored. */
  async withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length > 0) await this.relay.withdraw(tx, messageIds);
  }

  /**
   * Calls the listener after every commit of this process that stored messages. Calls after commits of other replicas
   * are best effort: their notices may be lost.
   * @returns unsubscribes the listener.
   */
  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private notifyListeners(): void {
    for (const listener of this.listeners) listener();
  }
}
