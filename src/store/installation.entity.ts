import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row that identifies the installation; it stays with the data when that is moved or restored. */
@Entity('installation')
export class InstallationRow {
  /** The same in every database. */
  @PrimaryColumn('text')
  id: string;

  /** Random, made at the first start. */
  @Column('text')
  uuid: string;
}
