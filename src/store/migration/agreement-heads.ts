import type { MigrationInterface, QueryRunner } from 'typeorm';

const ZONE = {
  'better-sqlite3': "json_extract(document, '$.zone')",
  postgres: "CAST(document AS JSON) ->> 'zone'",
};

/**
 * What reads need of an agreement is found without its document, and its next change without its milestones; what its
 * dates were counted by is kept.
 */
export class AgreementHeads1763800000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const zone =
      ZONE[runner.connection.options.type === 'postgres' ? 'postgres' : 'better-sqlite3'];
    await runner.query("ALTER TABLE agreement ADD COLUMN zone TEXT NOT NULL DEFAULT ''");
    await runner.query(`UPDATE agreement SET zone = COALESCE(${zone}, '')`);
    await runner.query('ALTER TABLE agreement ADD COLUMN counted_by TEXT');
    await runner.query(
      'CREATE INDEX milestone_own_wake ON milestone (agreement_id, wake_at) WHERE wake_at IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
