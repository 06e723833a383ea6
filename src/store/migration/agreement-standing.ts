import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  "ALTER TABLE agreement ADD COLUMN standing TEXT NOT NULL DEFAULT 'active'",
  'ALTER TABLE agreement ADD COLUMN standing_since BIGINT NOT NULL DEFAULT 0',
  'ALTER TABLE agreement ADD COLUMN shipped_hash TEXT',
  'ALTER TABLE agreement ADD COLUMN offered_hash TEXT',
  `CREATE TABLE agreement_removal (
     id TEXT PRIMARY KEY,
     revision INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     removed_at BIGINT NOT NULL,
     actor TEXT,
     reason TEXT
   )`,
];

export class AgreementStanding1763800000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
