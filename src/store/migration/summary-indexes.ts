import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // The next deadline and the longest overdue are the first entry of a range, whatever the size of the agreement.
  'DROP INDEX milestone_due',
  `CREATE INDEX milestone_next ON milestone (agreement_id, timeliness, due_at, id)
     WHERE due_at IS NOT NULL AND dropped_at IS NULL`,
  // Counts by status are read from the index alone.
  `CREATE INDEX milestone_status ON milestone (agreement_id, status, hypothetical)
     WHERE dropped_at IS NULL`,
];

export class SummaryIndexes1763800000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
