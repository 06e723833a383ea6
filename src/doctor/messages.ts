import type { EntityManager } from 'typeorm';
import { Message } from '../outbox/message.entity';
import { hashOfMessage } from '../outbox/messages';
import { selectRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import { Store } from '../store/store';
import type { Check } from './check';

/** Messages read at a time: all of them may not fit in memory. */
const PAGE = 1_000;

/** Compares every message with its hash, and looks for missing messages. */
export async function messages(store: Store): Promise<Check> {
  const faults: string[] = [];
  let count = 0;
  let after = '';
  for (;;) {
    const from = after;
    const rows = await store.read((tx) =>
      selectRows(tx, Message, `WHERE id > ? ORDER BY id LIMIT ${PAGE}`, [from]),
    );
    for (const row of rows) faults.push(...faultsOf(row).map((fault) => `${row.id}: ${fault}`));
    count += rows.length;
    after = rows.at(-1)?.id ?? after;
    if (rows.length < PAGE) break;
  }
  faults.push(...(await store.read(missing)), ...(await store.read(counters)));
  return { name: 'messages', well: `${count} messages, each with the right hash`, faults };
}

function faultsOf(message: Message): string[] {
  const { hash, ...unhashed } = message;
  if (hashOfMessage(unhashed) !== hash) return ['it was changed: the hash differs'];
  return [];
}

/** References to missing messages, and messages without a place in the change feed. */
async function missing(tx: EntityManager): Promise<string[]> {
  const found = async (text: string, what: (id: string) => string) => {
    const { rows } = await run<{ id: string }>(tx, text, []);
    return rows.map(({ id }) => what(id));
  };
  return [
    ...(await found(
      `SELECT message_id AS id FROM alert
        WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.id = alert.message_id) ORDER BY id`,
      (id) => `${id}: an alert was announced by it, and it is missing`,
    )),
    ...(await found(
      `SELECT message_id AS id FROM message_order
        WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.id = message_order.message_id)
        ORDER BY id`,
      (id) => `${id}: it has a place in the order of messages, and is missing`,
    )),
    ...(await found(
      `SELECT id FROM message WHERE agreement_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM message_order WHERE message_order.message_id = message.id)
        ORDER BY id`,
      (id) => `${id}: it has no place in the order of messages, and no feed shows it`,
    )),
  ];
}

/** Counters that are lower than a number in use, which they would give out a second time. */
async function counters(tx: EntityManager): Promise<string[]> {
  const behind = async (counter: string, table: string, column: string) => {
    const { rows } = await run<{ id: string; counted: number; used: number }>(
      tx,
      `SELECT agreement.id AS id, agreement.${counter} AS counted, MAX(${table}.${column}) AS used
         FROM agreement JOIN ${table} ON ${table}.agreement_id = agreement.id
        GROUP BY agreement.id, agreement.${counter}
       HAVING MAX(${table}.${column}) > agreement.${counter} ORDER BY agreement.id`,
      [],
    );
    return rows.map(
      ({ id, counted, used }) =>
        `${id}: its ${counter} is ${counted}, and a ${table.replace('_', ' ')} has ${used} already`,
    );
  };
  return [
    ...(await behind('sequence', 'message', 'sequence')),
    ...(await behind('sequence', 'fact', 'sequence')),
    ...(await behind('revision', 'transition', 'revision')),
    ...(await behind('revision', 'agreement_version', 'revision')),
  ];
}
