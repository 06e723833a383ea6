import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TokenTable1763800000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE token (
         id TEXT PRIMARY KEY,
         kind TEXT NOT NULL,
         name TEXT NOT NULL,
         role TEXT NOT NULL,
         agreements TEXT,
         hash TEXT NOT NULL,
         parent TEXT REFERENCES token (id),
         created_at BIGINT NOT NULL,
         expires_at BIGINT,
         last_used_at BIGINT,
         revoked_at BIGINT
       )`,
    );
    await runner.query('CREATE INDEX token_parent ON token (parent) WHERE parent IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
