import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One order over the messages of all agreements, for those who follow everything. On PostgreSQL positions are
 * handed out before their transactions commit, in whatever order; the transaction's number beside them tells
 * which ones are settled. SQLite has one writer: there the positions are the order.
 */
const SQLITE = `CREATE TABLE message_order (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     transaction_number INTEGER NOT NULL DEFAULT 0,
     message_id TEXT NOT NULL
   )`;
const POSTGRES = `CREATE TABLE message_order (
     position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     transaction_number xid8 NOT NULL DEFAULT pg_current_xact_id(),
     message_id TEXT NOT NULL
   )`;

export class MessageOrder1763800000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(runner.connection.options.type === 'postgres' ? POSTGRES : SQLITE);
    await runner.query(
      'CREATE INDEX message_order_settled ON message_order (transaction_number, position)',
    );
    await runner.query('CREATE INDEX message_order_message ON message_order (message_id)');
    await runner.query(
      `INSERT INTO message_order (message_id)
       SELECT id FROM message WHERE agreement_id IS NOT NULL ORDER BY created_at, agreement_id, sequence`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
