import type { MigrationInterface, QueryRunner } from 'typeorm';
import { recordHash } from '../../base/record-hash';

/** Columns of facts of every kind, and of the hash chain that reveals rows changed without the service. */
const COLUMNS = [
  'ALTER TABLE fact ADD COLUMN about INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE fact ADD COLUMN to_day INTEGER',
  'ALTER TABLE fact ADD COLUMN period TEXT',
  'ALTER TABLE fact ADD COLUMN level INTEGER',
  'ALTER TABLE fact ADD COLUMN tolling INTEGER',
  'ALTER TABLE fact ADD COLUMN surviving TEXT',
  'ALTER TABLE fact ADD COLUMN instead TEXT',
  'ALTER TABLE fact ADD COLUMN note TEXT',
  'ALTER TABLE fact ADD COLUMN document_version INTEGER',
  'ALTER TABLE fact ADD COLUMN internal INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE fact ADD COLUMN previous_hash TEXT',
  "ALTER TABLE fact ADD COLUMN hash TEXT NOT NULL DEFAULT ''",
  // The end of each agreement's chain, without which its last facts could go unnoticed.
  'ALTER TABLE agreement ADD COLUMN facts INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE agreement ADD COLUMN ledger_head TEXT',
];

interface Stored {
  id: string;
  agreement_id: string;
  sequence: number;
  kind: string;
  subject: string;
  by_party: string | null;
  ordinal: number | null;
  occurred_on: number;
  occurred_at: string | number | null;
  hypothetical: number;
  retracts: string | null;
  actor: string | null;
  reason: string | null;
  evidence: string | null;
  recorded_at: string | number;
}

export class LedgerColumns1763800000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of COLUMNS) await runner.query(statement);
    const agreements: { id: string }[] = await runner.query('SELECT id FROM agreement');
    for (const { id } of agreements) await chain(runner, id);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}

/** Chains the facts recorded before there were hashes. */
async function chain(runner: QueryRunner, agreementId: string): Promise<void> {
  const one = runner.connection.options.type === 'postgres' ? ['$1', '$2', '$3'] : ['?', '?', '?'];
  const facts: Stored[] = await runner.query(
    `SELECT * FROM fact WHERE agreement_id = ${one[0]} ORDER BY sequence`,
    [agreementId],
  );
  let previousHash: string | null = null;
  for (const fact of facts) {
    const hash = recordHash({
      id: fact.id,
      agreementId: fact.agreement_id,
      sequence: fact.sequence,
      kind: fact.kind,
      subject: fact.subject,
      by: fact.by_party,
      ordinal: fact.ordinal,
      occurredOn: fact.occurred_on,
      occurredAt: fact.occurred_at === null ? null : Number(fact.occurred_at),
      hypothetical: fact.hypothetical === 1,
      retracts: fact.retracts,
      actor: fact.actor,
      reason: fact.reason,
      evidence: fact.evidence === null ? null : JSON.parse(fact.evidence),
      recordedAt: Number(fact.recorded_at),
      previousHash,
    });
    await runner.query(
      `UPDATE fact SET previous_hash = ${one[0]}, hash = ${one[1]} WHERE id = ${one[2]}`,
      [previousHash, hash, fact.id],
    );
    previousHash = hash;
  }
  await runner.query(
    `UPDATE agreement SET facts = ${one[0]}, ledger_head = ${one[1]} WHERE id = ${one[2]}`,
    [facts.length, previousHash, agreementId],
  );
}
