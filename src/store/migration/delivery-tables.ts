import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The outbox and what is sent from it. No foreign key leads to `endpoint`: on PostgreSQL every delivery
 * written would share-lock its endpoint's row, which the courier locks to keep to the cap on attempts
 * under way; each would stall the other.
 */
const TABLES = [
  `CREATE TABLE message (
     id TEXT PRIMARY KEY,
     agreement_id TEXT,
     sequence INTEGER NOT NULL,
     type TEXT NOT NULL,
     milestone_id TEXT,
     hypothetical INTEGER NOT NULL,
     body TEXT NOT NULL,
     created_at BIGINT NOT NULL
   )`,
  'CREATE UNIQUE INDEX message_sequence ON message (agreement_id, sequence)',

  `CREATE TABLE endpoint (
     id TEXT PRIMARY KEY,
     url TEXT NOT NULL,
     secret TEXT NOT NULL,
     description TEXT NOT NULL,
     types TEXT NOT NULL,
     agreements TEXT NOT NULL,
     include_hypothetical INTEGER NOT NULL,
     state TEXT NOT NULL,
     disabled_reason TEXT,
     failing_since BIGINT,
     failures INTEGER NOT NULL,
     probe_at BIGINT,
     created_at BIGINT NOT NULL,
     updated_at BIGINT NOT NULL
   )`,

  `CREATE TABLE delivery (
     message_id TEXT NOT NULL REFERENCES message (id),
     endpoint_id TEXT NOT NULL,
     state TEXT NOT NULL,
     attempts INTEGER NOT NULL,
     fence INTEGER NOT NULL,
     releases INTEGER NOT NULL,
     next_attempt_at BIGINT NOT NULL,
     lease_until BIGINT,
     finished_at BIGINT,
     last_status_code INTEGER,
     last_error TEXT,
     PRIMARY KEY (message_id, endpoint_id)
   )`,
  'CREATE UNIQUE INDEX delivery_log ON delivery (endpoint_id, message_id)',
  // What the courier looks at: only deliveries still to be made, and those under way.
  "CREATE INDEX delivery_due ON delivery (endpoint_id, next_attempt_at, message_id) WHERE state = 'pending'",
  'CREATE INDEX delivery_leased ON delivery (endpoint_id, lease_until) WHERE lease_until IS NOT NULL',

  `CREATE TABLE attempt (
     message_id TEXT NOT NULL,
     endpoint_id TEXT NOT NULL,
     number INTEGER NOT NULL,
     started_at BIGINT NOT NULL,
     duration_ms BIGINT NOT NULL,
     outcome TEXT NOT NULL,
     status_code INTEGER,
     excerpt TEXT,
     error TEXT,
     PRIMARY KEY (message_id, endpoint_id, number)
   )`,
  'CREATE INDEX attempt_endpoint ON attempt (endpoint_id)',
];

export class DeliveryTables1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
