import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Store } from '../store/store';
import type { Message } from './message.entity';
import { placeMessages } from './message-order';
import { insertMessages, type MessageDraft } from './messages';
import { Relay } from './relay';

/** Where the domain leaves what is to be told; whoever sends it takes over behind `Relay`. */
@Injectable()
export class Outbox {
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly relay: Relay,
    private readonly store: Store,
  ) {
    store.neighbours.onTold('messages', () => this.hear());
  }

  /** Writes messages and whatever must be sent for them, in the caller's transaction. */
  async append(tx: EntityManager, drafts: readonly MessageDraft[]): Promise<Message[]> {
    if (drafts.length === 0) return [];
    const messages = await insertMessages(tx, drafts);
    await placeMessages(
      tx,
      messages.map((message) => message.id),
    );
    await this.relay.relay(tx, messages);
    this.store.afterCommit(() => {
      this.hear();
      this.store.neighbours.tell('messages');
    });
    return messages;
  }

  /** Stops what is still unsent of messages that turned out wrong; the messages themselves stay. */
  async withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length > 0) await this.relay.withdraw(tx, messageIds);
  }

  /**
   * Calls the listener after every commit of this process that wrote messages, and mostly after other replicas':
   * what they tell may be lost.
   * @returns ends the listening.
   */
  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private hear(): void {
    for (const listener of this.listeners) listener();
  }
}
