import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { insertRows } from '../store/sql/rows';
import { Store } from '../store/store';
import { Message } from './message.entity';
import { appendToOrder } from './message-order';
import { type ComputedMessages, type MessageDraft, messagesOf } from './messages';
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
  async append(tx: EntityManager, drafts: readonly MessageDraft[]): Promise<readonly Message[]> {
    const computed = messagesOf(drafts);
    await this.appendComputed(tx, computed);
    return computed.messages;
  }

  /** As `append`, for messages whose bytes are computed already. */
  async appendComputed(tx: EntityManager, { messages, only }: ComputedMessages): Promise<void> {
    if (messages.length === 0) return;
    await insertRows(tx, Message, messages);
    await appendToOrder(
      tx,
      messages.map((message) => message.id),
    );
    await this.relay.relay(tx, messages, only);
    this.store.afterCommit(() => {
      this.notifyListeners();
      this.store.replicas.notify('messages');
    });
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
