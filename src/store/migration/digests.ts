import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'ALTER TABLE endpoint ADD COLUMN digest TEXT',
  'ALTER TABLE endpoint ADD COLUMN digest_at BIGINT',
  'ALTER TABLE endpoint ADD COLUMN digest_cursor TEXT',
  'ALTER TABLE endpoint ADD COLUMN digest_since BIGINT',
];

/** The digest of an endpoint: its setting, and how far it is written. */
export class Digests1763800000270 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
