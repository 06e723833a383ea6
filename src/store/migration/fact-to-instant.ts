import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The instant at which an extension or a pin ends, where it is not a whole day. */
export class FactToInstant1763800000145 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE fact ADD COLUMN to_at BIGINT');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
