import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** One notice per milestone, kind, deadline version and step, whoever writes it and however often. */
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

  /** The deadline's version it speaks of. */
  @Column('integer')
  version: number;

  /** Lead time, repeat number or incident; 0 where there is only one. */
  @Column('integer')
  step: number;

  /** The instant it speaks of. */
  @Column(instant())
  at: number;

  @Column('text', { name: 'message_id' })
  messageId: string;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
