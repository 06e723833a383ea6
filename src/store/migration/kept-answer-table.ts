import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeptAnswerTable1763800000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE kept_answer (
         id TEXT PRIMARY KEY,
         request TEXT NOT NULL,
         answer TEXT NOT NULL,
         created_at BIGINT NOT NULL
       )`,
    );
    await runner.query('CREATE INDEX kept_answer_age ON kept_answer (created_at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
