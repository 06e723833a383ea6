import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditTables1763800000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE audit_entry (
         sequence BIGINT PRIMARY KEY,
         at BIGINT NOT NULL,
         outcome TEXT NOT NULL,
         status INTEGER,
         times INTEGER NOT NULL,
         last_at BIGINT,
         kind TEXT NOT NULL,
         token TEXT,
         name TEXT,
         role TEXT,
         address TEXT,
         method TEXT NOT NULL,
         route TEXT NOT NULL,
         path TEXT NOT NULL,
         agreement TEXT,
         ledger_head TEXT,
         previous_hash TEXT,
         hash TEXT NOT NULL
       )`,
    );
    await runner.query('CREATE INDEX audit_agreement ON audit_entry (agreement, sequence)');
    // Where the chain ends, and how long it is: what an end that was cut off is told by.
    await runner.query(
      `CREATE TABLE audit_head (
         id TEXT PRIMARY KEY,
         sequence BIGINT NOT NULL,
         hash TEXT
       )`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
