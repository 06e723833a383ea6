import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which server and database numbers messages: another one goes by transactions of its own. */
export class DatabaseOrigin1763800000180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE message_lead ADD COLUMN origin TEXT');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
