import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'ALTER TABLE message ADD COLUMN parties TEXT',
  'ALTER TABLE message ADD COLUMN themes TEXT',
  "ALTER TABLE endpoint ADD COLUMN parties TEXT NOT NULL DEFAULT '[]'",
  "ALTER TABLE endpoint ADD COLUMN themes TEXT NOT NULL DEFAULT '[]'",
  'ALTER TABLE endpoint ADD COLUMN include_actual INTEGER NOT NULL DEFAULT 1',
  'ALTER TABLE endpoint ADD COLUMN max_in_flight INTEGER',
  'ALTER TABLE endpoint ADD COLUMN max_per_minute INTEGER',
  'ALTER TABLE endpoint ADD COLUMN paced_until BIGINT',
];

/** Which messages an endpoint gets, and how fast. */
export class EndpointWishes1763800000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
