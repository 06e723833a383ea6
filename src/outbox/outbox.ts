import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Message } from './message.entity';
import { insertMessages, type MessageDraft } from './messages';
import { Relay } from './relay';

export type { MessageDraft } from './messages';

/** Where the domain leaves what is to be told; whoever sends it takes over behind `Relay`. */
@Injectable()
export class Outbox {
  constructor(private readonly relay: Relay) {}

  /** Writes messages and whatever must be sent for them, in the caller's transaction. */
  async append(tx: EntityManager, drafts: readonly MessageDraft[]): Promise<Message[]> {
    if (drafts.length === 0) return [];
    const messages = await insertMessages(tx, drafts);
    await this.relay.relay(tx, messages);
    return messages;
  }

  /** Stops what is still unsent of messages that turned out wrong; the messages themselves stay. */
  async withdraw(tx: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length > 0) await this.relay.withdraw(tx, messageIds);
  }
}
