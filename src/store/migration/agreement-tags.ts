import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE agreement_tag (
     agreement_id TEXT NOT NULL REFERENCES agreement (id),
     folded TEXT NOT NULL,
     tag TEXT NOT NULL,
     PRIMARY KEY (agreement_id, folded)
   )`,
  'CREATE INDEX agreement_tag_folded ON agreement_tag (folded, agreement_id)',
  `CREATE TABLE agreement_listing (
     agreement_id TEXT PRIMARY KEY REFERENCES agreement (id),
     titles TEXT,
     words TEXT NOT NULL
   )`,
  // SQLite stores these columns after the documents. It reads an index instead only if the index is much narrower than
  // the table, so there are two.
  `CREATE INDEX agreement_head ON agreement
     (id, standing, zone, recorded_at, created_at, shipped_hash)`,
  'CREATE INDEX agreement_counters ON agreement (revision, recorded_at, ledger_head, document_hash)',
  'ALTER TABLE milestone ADD COLUMN part_fulfilled INTEGER NOT NULL DEFAULT 0',
  // The next deadline of an agreement is the first entry of its range.
  `CREATE INDEX milestone_ahead ON milestone (agreement_id, due_on, due_at, id, hypothetical, status)
     WHERE status IN ('upcoming', 'due-soon') AND due_on IS NOT NULL AND dropped_at IS NULL`,
  `CREATE INDEX milestone_late ON milestone
     (agreement_id, status, status_since, id, due_at, hypothetical, part_fulfilled)
     WHERE status IN ('in-grace', 'overdue', 'breached', 'violated') AND dropped_at IS NULL`,
  // The next start computes every agreement again, which fills agreement_listing.
  'UPDATE agreement SET counted_by = NULL',
];

/** Tags of agreements, the words by which they are found, and indexes for what is next and late in all of them. */
export class AgreementTags1763800000280 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    const position = runner.connection.options.type === 'postgres' ? 'STRPOS' : 'INSTR';
    await runner.query(
      `UPDATE milestone SET part_fulfilled = 1 WHERE ${position}(outcome, '"was":"fulfilled"') > 0`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
