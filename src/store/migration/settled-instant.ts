import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when the past of an agreement was told: what is recorded later is recorded after it. */
export class SettledInstant1763800000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE agreement ADD COLUMN settled_until BIGINT NOT NULL DEFAULT 0');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
