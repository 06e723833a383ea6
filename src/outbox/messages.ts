import type { EntityManager } from 'typeorm';
import { recordHash } from '../base/record-hash';
import { jsonText } from '../base/text/clean';
import { insertRows } from '../store/sql/rows';
import { Message } from './message.entity';
import type { MessageType } from './message-type';

/** A message before it is stored. The caller chooses its id and stores it beside the alert or endpoint. */
export interface MessageDraft {
  /** `msg_…` */
  id: string;
  agreementId: string | null;
  /** The agreement's sequence number of the write; 0 if there is no agreement. */
  sequence: number;
  type: MessageType;
  milestoneId: string | null;
  /** The parties and themes concerned, by which endpoints filter; null for all. */
  parties: string[] | null;
  themes: string[] | null;
  hypothetical: boolean;
  /** Epoch milliseconds. */
  createdAt: number;
  /** `data` of the body, to which `sequence` and `hypothetical` are added. */
  data: object;
  /** The id of the only destination that it goes to; absent for all whose filter matches. */
  to?: string | undefined;
}

/** Messages with their final bytes, not stored yet. */
export interface ComputedMessages {
  messages: readonly Message[];
  /** By the id of a message, the one destination that it goes to; absent for all whose filter matches. */
  only: ReadonlyMap<string, string>;
}

/** Stores messages with their final bytes in one statement. Creates no deliveries. */
export async function insertMessages(
  tx: EntityManager,
  drafts: readonly MessageDraft[],
): Promise<readonly Message[]> {
  const { messages } = messagesOf(drafts);
  await insertRows(tx, Message, messages);
  return messages;
}

export function messagesOf(drafts: readonly MessageDraft[]): ComputedMessages {
  const only = drafts.flatMap(({ id, to }): [string, string][] =>
    to === undefined ? [] : [[id, to]],
  );
  const messages = drafts.map(({ data, to: _to, ...columns }) => {
    const unhashed = { ...columns, body: bodyOf(columns, data) };
    return { ...unhashed, hash: hashOfMessage(unhashed) };
  });
  return { messages, only: new Map(only) };
}

/** The JSON of a message, as it is stored and sent. */
export function bodyOf(
  draft: Pick<MessageDraft, 'type' | 'createdAt' | 'sequence' | 'hypothetical'>,
  data: object,
): string {
  const { type, createdAt, sequence, hypothetical } = draft;
  return jsonText({
    type,
    timestamp: new Date(createdAt).toISOString(),
    data: { sequence, hypothetical, ...data },
  });
}

export function hashOfMessage(message: Omit<Message, 'hash'>): string {
  return recordHash({ ...message });
}
