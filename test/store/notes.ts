import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** A table of the store's own specs. */
@Entity('note')
export class Note {
  @PrimaryColumn('text')
  id: string;

  @Column('integer')
  value: number;
}

export class Notes1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id TEXT PRIMARY KEY, value INTEGER NOT NULL)');
  }

  async down(): Promise<void> {}
}
