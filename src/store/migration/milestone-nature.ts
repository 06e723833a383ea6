import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an occasion, a right or a last day for notice is, when it comes, and which way a date can move. Every agreement is counted anew at
 * the next start, which fills these in and adds the last days for notice.
 */
export class MilestoneNature1763800000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE milestone ADD COLUMN nature TEXT');
    await runner.query('ALTER TABLE milestone ADD COLUMN comes_at BIGINT');
    await runner.query('ALTER TABLE milestone ADD COLUMN bound TEXT');
    await runner.query('UPDATE agreement SET counted_by = NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
