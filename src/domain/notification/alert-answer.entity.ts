import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** What a person says to an alert: an acknowledgement, or with `until` (exclusive, epoch milliseconds) a snooze. */
export interface AlertReply {
  until?: number;
  note: string | null;
  actor: string | null;
}

/** What a person answered to an alert; append-only. It counts while the deadline's version stands. */
@Entity('alert_answer')
@Index('alert_answer_agreement', ['agreementId'])
export class AlertAnswerRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'alert_id' })
  alertId: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  @Column('text', { name: 'milestone_id' })
  milestoneId: string;

  /** The deadline's version that the alert speaks of. */
  @Column('integer')
  version: number;

  @Column('text')
  kind: 'acknowledged' | 'snoozed';

  /** End of a snooze; null for an acknowledgement. */
  @Column({ ...instant(), nullable: true })
  until: number | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('text', { nullable: true })
  actor: string | null;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
