import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Titles in several languages. No stored document has them yet. */
export class MilestoneTitles1763800000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE milestone ADD COLUMN titles TEXT');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
