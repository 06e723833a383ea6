import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE scenario (
     id TEXT PRIMARY KEY,
     agreement_id TEXT NOT NULL REFERENCES agreement (id),
     name TEXT NOT NULL,
     description TEXT,
     signing TEXT,
     assume TEXT NOT NULL,
     convention TEXT,
     zone TEXT,
     ledger TEXT NOT NULL,
     revision INTEGER NOT NULL,
     document_version INTEGER NOT NULL,
     forked_from TEXT,
     created_at BIGINT NOT NULL,
     updated_at BIGINT NOT NULL
   )`,
  'CREATE INDEX scenario_list ON scenario (agreement_id, id)',
];

export class ScenarioTable1763800000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
