import type { EntityManager } from 'typeorm';
import { dialectOf } from '../store/sql/dialect';
import { among, run } from '../store/sql/sql';
import { SKIPPED_ORDER_NUMBERS } from '../store/transfer/advance-counters';
import type { MessageType } from './message-type';

/** A message with its position in the order over all agreements. */
export interface OrderedMessage {
  /** The cursor just after this message; opaque to clients. */
  cursor: string;
  id: string;
  agreementId: string;
  type: MessageType;
  /** The stored JSON; webhooks receive the same bytes. */
  body: string;
}

/** The cursor just after a message: transaction number and position, both decimal. */
const CURSOR = /^(0|[1-9]\d{0,18})\.(0|[1-9]\d{0,18})$/;
export const START_CURSOR = '0.0';

/** The largest BIGINT. */
const LARGEST = 2n ** 63n - 1n;

interface Position {
  transaction: string;
  position: string;
}

/** Undefined for a text that is not a cursor. */
function parseCursor(cursor: string): Position | undefined {
  const [, transaction, position] = CURSOR.exec(cursor) ?? [];
  if (transaction === undefined || position === undefined) return undefined;
  if (BigInt(transaction) > LARGEST || BigInt(position) > LARGEST) return undefined;
  return { transaction, position };
}

/**
 * Whether the service may have issued this cursor: just after a stored message, at the beginning, or after a message that
 * was lost when a backup was restored. A restore leaves a gap in the numbers (`store/transfer/advance-counters.ts`).
 * @param agreements considers messages of these agreements only; of all if undefined.
 */
export async function isIssuedCursor(
  tx: EntityManager,
  cursor: string,
  agreements?: readonly string[],
): Promise<boolean> {
  const place = parseCursor(cursor);
  if (place === undefined) return false;
  if (cursor === START_CURSOR) return true;
  const own = among('message.agreement_id', agreements);
  const { rows } = await run(
    tx,
    `SELECT message_order.position
       FROM message_order JOIN message ON message.id = message_order.message_id
      WHERE message_order.transaction_number = CAST(? AS BIGINT)
        AND message_order.position = CAST(? AS BIGINT) AND ${own.clause}`,
    [place.transaction, place.position, ...own.parameters],
  );
  return rows.length > 0 || isLostByRestore(tx, place);
}

/** Whether a position lies in a gap that only a restore leaves: between two messages, or after the last one. */
async function isLostByRestore(
  tx: EntityManager,
  { transaction, position }: Position,
): Promise<boolean> {
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
  const skipped = BigInt(SKIPPED_ORDER_NUMBERS);
  const number = BigInt(transaction);
  const numbered = SQL[dialectOf(tx.connection.options.type).name].ownTransactions
    ? number < until
    : // Given out before the restore, or after an earlier restore of the same backup.
      number === from || (number >= from + skipped && number < until);
  return restored && numbered && until - from >= skipped / 2n;
}

/** Appends messages to the order over all agreements, in the transaction that stored them. */
export async function appendToOrder(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const { name, jsonElement, jsonRows } = dialectOf(tx.connection.options.type);
  await run(
    tx,
    `INSERT INTO message_order (transaction_number, message_id)
     SELECT ${SQL[name].own}, ${jsonElement(0, 'text')} FROM ${jsonRows('?')}`,
    [JSON.stringify(ids.map((id) => [id]))],
  );
}

/** How much is read at once. */
export interface Batch {
  messages: number;
  /** Bytes of their bodies together. */
  bytes: number;
}

/**
 * The messages after a cursor, in order. Leaves out messages that a running transaction could still precede, so that a
 * reader who continues after the last one misses nothing.
 * @param most the first message is read however long it is.
 * @param agreements messages of these agreements only; of all if undefined.
 * @returns `more`: whether there are further messages now.
 */
export async function messagesAfter(
  tx: EntityManager,
  cursor: string,
  most: Batch,
  agreements?: readonly string[],
): Promise<{ messages: OrderedMessage[]; more: boolean }> {
  const { transaction, position } = parseCursor(cursor) ?? { transaction: '0', position: '0' };
  const { name } = dialectOf(tx.connection.options.type);
  const own = among('message.agreement_id', agreements);
  const { rows } = await run<Row>(
    tx,
    `SELECT message_order.transaction_number AS transaction_number, message_order.position AS position,
            message.id AS id, message.agreement_id AS agreement_id, message.type AS type,
            OCTET_LENGTH(message.body) AS bytes
       FROM message_order JOIN message ON message.id = message_order.message_id
      WHERE (message_order.transaction_number, message_order.position) > (CAST(? AS BIGINT), CAST(? AS BIGINT))
        AND ${SQL[name].settled} AND ${own.clause}
      ORDER BY message_order.transaction_number, message_order.position LIMIT ?`,
    [transaction, position, ...own.parameters, most.messages + 1],
  );
  const taken = rows.slice(0, countWithin(rows, most));
  const bodies = await run<{ id: string; body: string }>(
    tx,
    `SELECT id, body FROM message WHERE id IN (${taken.map(() => '?').join(', ') || 'NULL'})`,
    taken.map(({ id }) => id),
  );
  const bodyOf = new Map(bodies.rows.map(({ id, body }) => [id, body]));
  return {
    messages: taken.map((row) => ({
      cursor: cursorOf(row),
      id: row.id,
      agreementId: row.agreement_id,
      type: row.type,
      body: bodyOf.get(row.id) ?? '',
    })),
    more: rows.length > taken.length,
  };
}

function countWithin(rows: readonly Row[], { messages, bytes }: Batch): number {
  let sum = 0;
  const over = rows.findIndex((row, i) => {
    sum += Number(row.bytes);
    return i > 0 && sum > bytes;
  });
  return Math.min(messages, over === -1 ? rows.length : over);
}

/** The cursor just after the last message that no running transaction can precede. */
export async function lastCursor(tx: EntityManager): Promise<string> {
  const { settled } = SQL[dialectOf(tx.connection.options.type).name];
  const { rows } = await run<Placed>(
    tx,
    `SELECT transaction_number, position FROM message_order WHERE ${settled}
      ORDER BY transaction_number DESC, position DESC LIMIT 1`,
    [],
  );
  const [last] = rows;
  return last === undefined ? START_CURSOR : cursorOf(last);
}

function cursorOf({ transaction_number, position }: Placed): string {
  return `${transaction_number}.${position}`;
}

/** Transaction numbers of this database are added to the last number of the database that the data came from. */
const LEAD = '(SELECT lead FROM message_lead)';

/**
 * `own`: the number of the current transaction. `settled`: the condition that no running transaction can precede a
 * message. `ownTransactions`: whether each transaction has its own number; else all have the same since the data came here.
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

interface Placed {
  transaction_number: string | number;
  position: string | number;
}

interface Row extends Placed {
  id: string;
  agreement_id: string;
  type: MessageType;
  bytes: string | number;
}
