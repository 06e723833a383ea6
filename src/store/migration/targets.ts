import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the day of a goal (`target`). The next start computes every agreement again, which fills the column. */
export class Targets1763800000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE milestone ADD COLUMN target_on INTEGER');
    await runner.query('UPDATE agreement SET counted_by = NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
