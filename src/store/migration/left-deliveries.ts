import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deletes deliveries and attempts of deleted endpoints, which a message left that was written meanwhile. */
export class LeftDeliveries1763800000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['attempt', 'delivery']) {
      await runner.query(`DELETE FROM ${table} WHERE endpoint_id NOT IN (SELECT id FROM endpoint)`);
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
