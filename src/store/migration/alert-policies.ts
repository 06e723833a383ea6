import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How deadlines are watched, and what people answered to alerts. */
const TABLES = [
  `CREATE TABLE alert_policy (
     id TEXT PRIMARY KEY,
     rules TEXT NOT NULL,
     actor TEXT,
     recorded_at BIGINT NOT NULL
   )`,

  `CREATE TABLE alert_answer (
     id TEXT PRIMARY KEY,
     alert_id TEXT NOT NULL,
     agreement_id TEXT NOT NULL,
     milestone_id TEXT NOT NULL,
     version INTEGER NOT NULL,
     kind TEXT NOT NULL,
     until BIGINT,
     note TEXT,
     actor TEXT,
     recorded_at BIGINT NOT NULL
   )`,
  'CREATE INDEX alert_answer_agreement ON alert_answer (agreement_id)',
  'CREATE INDEX alert_answer_alert ON alert_answer (alert_id)',
];

export class AlertPolicies1763800000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
