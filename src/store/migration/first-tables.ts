import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * TEXT, INTEGER and BIGINT mean the same to both databases, and so do partial indexes: one text serves
 * both. Civil days are INTEGER (days since 1970-01-01), instants BIGINT (epoch milliseconds), flags
 * INTEGER 0 or 1, lists and objects TEXT (JSON).
 */
const TABLES = [
  `CREATE TABLE agreement (
     id TEXT PRIMARY KEY,
     title TEXT NOT NULL,
     document TEXT NOT NULL,
     source TEXT NOT NULL,
     document_version INTEGER NOT NULL,
     document_hash TEXT NOT NULL,
     revision INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     recorded_at BIGINT NOT NULL,
     created_at BIGINT NOT NULL
   )`,

  `CREATE TABLE fact (
     id TEXT PRIMARY KEY,
     agreement_id TEXT NOT NULL REFERENCES agreement (id),
     sequence INTEGER NOT NULL,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     by_party TEXT,
     ordinal INTEGER,
     occurred_on INTEGER NOT NULL,
     occurred_at BIGINT,
     hypothetical INTEGER NOT NULL,
     retracts TEXT REFERENCES fact (id),
     actor TEXT,
     reason TEXT,
     evidence TEXT,
     recorded_at BIGINT NOT NULL
   )`,
  'CREATE UNIQUE INDEX fact_sequence ON fact (agreement_id, sequence)',
  // A fact is taken back once at the most.
  'CREATE UNIQUE INDEX fact_retracted ON fact (retracts) WHERE retracts IS NOT NULL',

  `CREATE TABLE milestone (
     id TEXT PRIMARY KEY,
     agreement_id TEXT NOT NULL REFERENCES agreement (id),
     position INTEGER NOT NULL,
     obligation TEXT NOT NULL,
     phase TEXT,
     party TEXT,
     ordinal INTEGER,
     ref TEXT,
     title TEXT NOT NULL,
     theme TEXT,
     kind TEXT NOT NULL,
     obligors TEXT NOT NULL,
     beneficiaries TEXT NOT NULL,
     phrase TEXT NOT NULL,
     due_on INTEGER,
     due_at BIGINT,
     grace_ends_at BIGINT,
     opens_on INTEGER,
     opens_at BIGINT,
     starts_on INTEGER,
     starts_at BIGINT,
     ends_on INTEGER,
     ends_at BIGINT,
     waits_for TEXT NOT NULL,
     provisional INTEGER NOT NULL,
     hypothetical INTEGER NOT NULL,
     outcome TEXT NOT NULL,
     version INTEGER NOT NULL,
     versioned_at BIGINT NOT NULL,
     timeliness TEXT NOT NULL,
     state TEXT NOT NULL,
     status TEXT NOT NULL,
     status_since BIGINT,
     next_change_at BIGINT,
     wake_at BIGINT,
     dropped_at BIGINT
   )`,
  'CREATE INDEX milestone_list ON milestone (agreement_id, position, id)',
  // What the sweep looks at: only milestones whose instant is still to come.
  'CREATE INDEX milestone_wake ON milestone (wake_at) WHERE wake_at IS NOT NULL',
  'CREATE INDEX milestone_due ON milestone (agreement_id, timeliness, due_at) WHERE due_at IS NOT NULL',

  `CREATE TABLE transition (
     id TEXT PRIMARY KEY,
     agreement_id TEXT NOT NULL,
     milestone_id TEXT NOT NULL REFERENCES milestone (id),
     from_status TEXT,
     to_status TEXT NOT NULL,
     revision INTEGER NOT NULL,
     timeliness TEXT NOT NULL,
     state TEXT NOT NULL,
     at BIGINT NOT NULL,
     recorded_at BIGINT NOT NULL,
     cause TEXT NOT NULL,
     fact_id TEXT
   )`,
  'CREATE INDEX transition_history ON transition (milestone_id, revision, at)',

  `CREATE TABLE deadline (
     milestone_id TEXT NOT NULL REFERENCES milestone (id),
     version INTEGER NOT NULL,
     agreement_id TEXT NOT NULL,
     due_on INTEGER,
     due_at BIGINT,
     grace_ends_at BIGINT,
     opens_on INTEGER,
     starts_on INTEGER,
     ends_on INTEGER,
     hypothetical INTEGER NOT NULL,
     recorded_at BIGINT NOT NULL,
     cause TEXT NOT NULL,
     fact_id TEXT,
     PRIMARY KEY (milestone_id, version)
   )`,

  `CREATE TABLE alert (
     id TEXT PRIMARY KEY,
     agreement_id TEXT NOT NULL,
     milestone_id TEXT NOT NULL REFERENCES milestone (id),
     kind TEXT NOT NULL,
     version INTEGER NOT NULL,
     step INTEGER NOT NULL,
     at BIGINT NOT NULL,
     message_id TEXT NOT NULL,
     recorded_at BIGINT NOT NULL
   )`,
  'CREATE UNIQUE INDEX alert_once ON alert (milestone_id, kind, version, step)',
  'CREATE INDEX alert_agreement ON alert (agreement_id, recorded_at)',
];

export class FirstTables1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
