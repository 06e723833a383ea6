import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which key the stored secrets are encrypted: its fingerprint, never the key. */
export class SecretKey1763800000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE secret_key (purpose TEXT PRIMARY KEY, fingerprint TEXT NOT NULL)',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup instead.');
  }
}
