import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'ALTER TABLE alert ADD COLUMN escalated_to TEXT',
  'ALTER TABLE endpoint ADD COLUMN only_escalations INTEGER NOT NULL DEFAULT 0',
];

/** Alerts that a chain passes to one destination, and destinations for these alone. */
export class Escalations1763800000260 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
