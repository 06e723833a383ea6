import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Its row is made by the first start, not here: a database that data is moved into must be empty. */
export class Installation1763800000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE installation (id TEXT PRIMARY KEY, uuid TEXT NOT NULL)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
