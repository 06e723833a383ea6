import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says whose data this is; it goes with the data wherever that is moved or restored. */
@Entity('installation')
export class InstallationRow {
  /** The same in every database. */
  @PrimaryColumn('text')
  id: string;

  /** Random, made at the first start. */
  @Column('text')
  uuid: string;
}
