import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The other ends of dates known only roughly, and the first day of the month of an event known by its month. */
export class RoughDays1763800000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE milestone ADD COLUMN rough TEXT');
    await runner.query('ALTER TABLE fact ADD COLUMN occurred_from INTEGER');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
