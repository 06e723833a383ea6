import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../store/sql/columns';
import type { AlertRule } from './alert-policy-schema';

/** One notice. Unique by milestone, kind, deadline version and step, so replicas announce it once. */
@Entity('alert')
@Index('alert_once', ['milestoneId', 'kind', 'version', 'step'], { unique: true })
export class AlertRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  @Column('text', { name: 'milestone_id' })
  milestoneId: string;

  /** The message type without its prefix: `overdue`, `due-soon`, `fulfilled` … */
  @Column('text')
  kind: string;

  /** The deadline version that it is about. */
  @Column('integer')
  version: number;

  /** Lead time in minutes, number of the reminder or of the incident; 0 if there is only one. */
  @Column('integer')
  step: number;

  /** The instant that it is about. */
  @Column(instant())
  at: number;

  @Column('text', { name: 'message_id' })
  messageId: string;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** The destination that an escalation chain passed it to; null for an alert that goes to all. */
  @Column('text', { name: 'escalated_to', nullable: true })
  escalatedTo: string | null;
}

/** A person's answer to an alert: an acknowledgement, or a snooze if `until` is given (exclusive, epoch milliseconds). */
export interface AlertReply {
  until?: number;
  note: string | null;
  actor: string | null;
}

/** A person's answer to an alert. Append-only; it counts for one deadline version. */
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

  /** The deadline version that the alert is about. */
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

/** The alert policy of an agreement. */
@Entity('alert_policy')
export class AlertPolicyRow {
  /** The id of the agreement. */
  @PrimaryColumn('text')
  id: string;

  @Column(json())
  rules: AlertRule[];

  @Column('text', { nullable: true })
  actor: string | null;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
