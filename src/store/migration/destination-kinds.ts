import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  "ALTER TABLE endpoint ADD COLUMN kind TEXT NOT NULL DEFAULT 'webhook'",
  "ALTER TABLE endpoint ADD COLUMN language TEXT NOT NULL DEFAULT 'en'",
  'ALTER TABLE endpoint ADD COLUMN settings TEXT',
  `CREATE TABLE service_setting (
     name TEXT PRIMARY KEY,
     sealed TEXT NOT NULL,
     updated_at BIGINT NOT NULL
   )`,
];

/** Endpoints get a kind, a language and encrypted settings. The service gets encrypted settings of its own. */
export class DestinationKinds1763800000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
