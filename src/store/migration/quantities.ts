import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much a fact says was delivered. Every agreement is counted anew at the next start: outcomes hold the quantity owed. */
export class Quantities1763800000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE fact ADD COLUMN quantity DOUBLE PRECISION');
    await runner.query('UPDATE agreement SET counted_by = NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
