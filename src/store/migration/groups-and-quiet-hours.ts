import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'ALTER TABLE endpoint ADD COLUMN quiet TEXT',
  'ALTER TABLE delivery ADD COLUMN group_id TEXT',
  'CREATE INDEX delivery_group ON delivery (endpoint_id, group_id) WHERE group_id IS NOT NULL',
];

/** Quiet hours of an endpoint, and deliveries that are sent as one message. */
export class GroupsAndQuietHours1763800000290 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
