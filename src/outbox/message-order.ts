import type { EntityManager } from 'typeorm';
import { among } from '../store/sql/among';
import { dialectOf } from '../store/sql/dialect';
import { run } from '../store/sql/sql';
import { LEAP } from '../store/transfer/advance-counters';
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
const CURSOR = /^(0|[1-9]\d{0,18})\.(0|[1-9]\d{0,18})$/;
export const BEGINNING = '0.0';

/** What a database takes as one of the two numbers. */
const LARGEST = 2n ** 63n - 1n;

interface Place {
  transaction: string;
  position: string;
}

/** Undefined for a text that no cursor looks like. */
function placeAt(cursor: string): Place | undefined {
  const [, transaction, position] = CURSOR.exec(cursor) ?? [];
  if (transaction === undefined || position === undefined) return undefined;
  if (BigInt(transaction) > LARGEST || BigInt(position) > LARGEST) return undefined;
  return { transaction, position };
}

/**
 * Whether somebody may have been given this cursor: behind a message that is there, at the beginning, or in a time
 * that was lost when a backup was restored, after which numbers go on far behind (`store/apart.ts`).
 * @param agreements only what was told of these; of every one where it is undefined.
 */
export async function wasGivenOut(
  tx: EntityManager,
  cursor: string,
  agreements?: readonly string[],
): Promise<boolean> {
  const place = placeAt(cursor);
  if (place === undefined) return false;
  if (cursor === BEGINNING) return true;
  const own = among('message.agreement_id', agreements);
  const { rows } = await run(
    tx,
    `SELECT message_order.position
       FROM message_order JOIN message ON message.id = message_order.message_id
      WHERE message_order.transaction_number = CAST(? AS BIGINT)
        AND message_order.position = CAST(? AS BIGINT) AND ${own.clause}`,
    [place.transaction, place.position, ...own.parameters],
  );
  return rows.length > 0 || isOfLostTime(tx, place);
}

/** Between two messages, or behind the last one, there are numbers that only a restoring leaves out. */
async function isOfLostTime(tx: EntityManager, { transaction, position }: Place): Promise<boolean> {
  const place = '(CAST(? AS BIGINT), CAST(? AS BIGINT))';
  const beside = (relation: string, order: string) =>
    `(SELECT transaction_number FROM message_order
       WHERE (transaction_number, position) ${relation} ${place}
       ORDER BY transaction_number ${order}, position ${order} LIMIT 1)`;
  const { rows } = await run<Record<'before' | 'after' | 'lead', string | number | null>>(
    tx,
    `SELECT ${beside('<', 'DESC')} AS before, ${beside('>', 'ASC')} AS after, ${LEAD} AS lead`,
    [transaction, position, transaction, position],
  );
  const { before = null, after = null, lead = null } = rows[0] ?? {};
  const [from, until] = [BigInt(before ?? 0), BigInt(after ?? lead ?? 0)];
  const restored = BigInt(lead ?? 0) > 0n;
  const numbered = SQL[dialectOf(tx.connection.options.type).name].ownTransactions
    ? BigInt(transaction) < until
    : BigInt(transaction) === from;
  return restored && numbered && until - from >= BigInt(LEAP) / 2n;
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
  const { transaction, position } = placeAt(cursor) ?? { transaction: '0', position: '0' };
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

/**
 * `own` numbers the transaction under way; `settled` holds for what no transaction can overtake any more;
 * `ownTransactions`: each has a number of its own, or all have the same since the data came here.
 */
const SQL = {
  sqlite: { own: LEAD, settled: 'true', ownTransactions: false },
  postgres: {
    ownTransactions: true,
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
