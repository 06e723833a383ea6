import type { EntityManager } from 'typeorm';
import { recordHash } from '../base/record-hash';
import { jsonText } from '../base/text/clean';
import { insertRows } from '../store/sql/rows';
import { Message } from './message.entity';
import type { MessageType } from './message-type';

/** What a writer wants told. Its id is the writer's, who stores it beside the reason for telling. */
export interface MessageDraft {
  /** `msg_…` */
  id: string;
  agreementId: string | null;
  /** Position among everything recorded about the agreement; 0 where there is no agreement. */
  sequence: number;
  type: MessageType;
  milestoneId: string | null;
  /** The parties and themes it concerns, by which endpoints filter; null for all there are. */
  parties: string[] | null;
  themes: string[] | null;
  hypothetical: boolean;
  /** Epoch milliseconds. */
  createdAt: number;
  /** Becomes `data` of the body, with the sequence and the mark `hypothetical` added. */
  data: object;
}

/** Stores messages with their final bytes, in a set-based statement; hands them to nobody. */
export async function insertMessages(
  tx: EntityManager,
  drafts: readonly MessageDraft[],
): Promise<Message[]> {
  const messages = drafts.map(({ data, ...columns }) => {
    const unhashed = { ...columns, body: bodyOf(columns, data) };
    return { ...unhashed, hash: hashOfMessage(unhashed) };
  });
  await insertRows(tx, Message, messages);
  return messages;
}

function bodyOf(draft: Omit<MessageDraft, 'data'>, data: object): string {
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
