import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One operator's token per database, and the codes that sign a browser in. */
export class OperatorToken1763800000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE UNIQUE INDEX token_operator ON token (kind) WHERE kind = 'operator' AND revoked_at IS NULL`,
    );
    await runner.query(
      `CREATE TABLE sign_in_code (
         hash TEXT PRIMARY KEY,
         token TEXT NOT NULL REFERENCES token (id),
         expires_at BIGINT NOT NULL,
         used_at BIGINT
       )`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
