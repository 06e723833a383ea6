import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** A setting of the service that contains secrets. */
@Entity('service_setting')
export class ServiceSettingRow {
  @PrimaryColumn('text')
  name: string;

  /** JSON, encrypted by `Vault` for the owner `name`. */
  @Column('text')
  sealed: string;

  @Column({ ...instant(), name: 'updated_at' })
  updatedAt: number;
}
