import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long the last failed attempt of an endpoint took. */
export class EndpointFailureLength1763800000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE endpoint ADD COLUMN failure_ms BIGINT');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
