import type { MigrationInterface, QueryRunner } from 'typeorm';
import { recordHash } from '../../base/record-hash';

const ROWS_AT_ONCE = 1_000;

interface Stored {
  id: string;
  agreement_id: string | null;
  sequence: number;
  type: string;
  milestone_id: string | null;
  parties: string | null;
  themes: string | null;
  hypothetical: number;
  body: string;
  created_at: string | number;
}

/** A hash of every message, which shows one that is changed behind the service. */
export class MessageHash1763800000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE message ADD COLUMN hash TEXT NOT NULL DEFAULT ''");
    const [first, second] =
      runner.connection.options.type === 'postgres' ? ['$1', '$2'] : ['?', '?'];
    let after = '';
    for (;;) {
      const rows: Stored[] = await runner.query(
        `SELECT * FROM message WHERE id > ${first} ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
        [after],
      );
      for (const row of rows) {
        const text = `UPDATE message SET hash = ${first} WHERE id = ${second}`;
        await runner.query(text, [hashOf(row), row.id]);
      }
      after = rows.at(-1)?.id ?? after;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}

function hashOf(row: Stored): string {
  return recordHash({
    id: row.id,
    agreementId: row.agreement_id,
    sequence: row.sequence,
    type: row.type,
    milestoneId: row.milestone_id,
    parties: row.parties === null ? null : JSON.parse(row.parties),
    themes: row.themes === null ? null : JSON.parse(row.themes),
    hypothetical: row.hypothetical === 1,
    body: row.body,
    createdAt: Number(row.created_at),
  });
}
