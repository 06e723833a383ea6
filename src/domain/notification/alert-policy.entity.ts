import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../store/sql/columns';
import type { AlertRule } from './alert-policy-schema';

/** The alert policy in force of one agreement. */
@Entity('alert_policy')
export class AlertPolicyRow {
  /** The agreement's. */
  @PrimaryColumn('text')
  id: string;

  @Column(json())
  rules: AlertRule[];

  @Column('text', { nullable: true })
  actor: string | null;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
