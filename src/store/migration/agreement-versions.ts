import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every version of a document and the calendars its dates were counted by, so that none is ever lost. */
const STATEMENTS = [
  `CREATE TABLE agreement_version (
     agreement_id TEXT NOT NULL REFERENCES agreement (id),
     number INTEGER NOT NULL,
     title TEXT NOT NULL,
     document TEXT NOT NULL,
     source TEXT NOT NULL,
     document_hash TEXT NOT NULL,
     calendars TEXT,
     zone_data TEXT,
     revision INTEGER NOT NULL,
     recorded_at BIGINT NOT NULL,
     PRIMARY KEY (agreement_id, number)
   )`,
  'CREATE INDEX agreement_version_known ON agreement_version (agreement_id, recorded_at)',

  `CREATE TABLE calendar_version (
     hash TEXT PRIMARY KEY,
     calendar_id TEXT NOT NULL,
     version TEXT NOT NULL,
     document TEXT NOT NULL,
     recorded_at BIGINT NOT NULL
   )`,

  // What was stored before has one version each, its first.
  `INSERT INTO agreement_version
     (agreement_id, number, title, document, source, document_hash, revision, recorded_at)
   SELECT id, document_version, title, document, source, document_hash, 1, created_at FROM agreement`,
];

export class AgreementVersions1763800000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
