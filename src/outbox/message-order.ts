import type { EntityManager } from 'typeorm';
import { among } from '../store/among';
import { dialectOf } from '../store/dialect';
import { run } from '../store/set-based';
import type { MessageType } from './message-type';

/** A message in the one order over all agreements. */
export interface OrderedMessage {
  /** Where it stands, for `after`; opaque to clients. */
  cursor: string;
  id: string;
  agreementId: string;
  type: MessageType;
  /** The bytes that webhooks get too. */
  body: string;
}

/** Just behind a message: a transaction's number and a position, both decimal. */
const CURSOR = /^(\d{1,20})\.(\d{1,19})$/;
export const BEGINNING = '0.0';

export function isCursor(text: string): boolean {
  return CURSOR.test(text);
}

/** Gives messages their places in the one order, in the transaction that wrote them. */
export async function placeMessages(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const { name, jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  await run(
    tx,
    `INSERT INTO message_order (transaction_number, message_id)
     SELECT ${SQL[name].own}, ${jsonElement(0, 'text')} FROM ${jsonRows('?')}`,
    [JSON.stringify(ids.map((id) => [id]))],
  );
}

/**
 * The messages that follow a cursor, in order. Only what can no longer be overtaken by a transaction still
 * under way is given, so that a reader who continues from the last one misses nothing.
 * @param agreements only what was told of these; of every one where it is undefined.
 */
export async function messagesAfter(
  tx: EntityManager,
  cursor: string,
  limit: number,
  agreements?: readonly string[],
): Promise<OrderedMessage[]> {
  const [, transaction, position] = CURSOR.exec(cursor) ?? CURSOR.exec(BEGINNING) ?? [];
  const { settled } = SQL[dialectOf(tx.connection.options.type).name];
  const own = among('message.agreement_id', agreements);
  const { rows } = await run<Row>(
    tx,
    `SELECT message_order.transaction_number AS transaction_number, message_order.position AS position,
            message.id AS id, message.agreement_id AS agreement_id, message.type AS type,
            message.body AS body
       FROM message_order JOIN message ON message.id = message_order.message_id
      WHERE (message_order.transaction_number, message_order.position) > (CAST(? AS BIGINT), CAST(? AS BIGINT))
        AND ${settled} AND ${own.clause}
      ORDER BY message_order.transaction_number, message_order.position LIMIT ?`,
    [transaction, position, ...own.parameters, limit],
  );
  return rows.map((row) => ({
    cursor: `${row.transaction_number}.${row.position}`,
    id: row.id,
    agreementId: row.agreement_id,
    type: row.type,
    body: row.body,
  }));
}

/** The cursor behind the last settled message. */
export async function lastCursor(tx: EntityManager): Promise<string> {
  const { settled } = SQL[dialectOf(tx.connection.options.type).name];
  const { rows } = await run<Row>(
    tx,
    `SELECT transaction_number, position FROM message_order WHERE ${settled}
      ORDER BY transaction_number DESC, position DESC LIMIT 1`,
    [],
  );
  const [last] = rows;
  return last === undefined ? BEGINNING : `${last.transaction_number}.${last.position}`;
}

/** What this database numbers by itself follows what came with the data from another. */
const LEAD = '(SELECT lead FROM message_lead)';

/** `own` numbers the transaction under way; `settled` holds for what no transaction can overtake any more. */
const SQL = {
  sqlite: { own: LEAD, settled: 'true' },
  postgres: {
    own: `${LEAD} + CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)`,
    settled: `message_order.transaction_number <
      ${LEAD} + CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)`,
  },
} as const;

interface Row {
  transaction_number: string | number;
  position: string | number;
  id: string;
  agreement_id: string;
  type: MessageType;
  body: string;
}
