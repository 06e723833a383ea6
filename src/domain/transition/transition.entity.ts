import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { civilDay, flag, instant } from '../../store/sql/columns';

/** A change of a milestone's status, by a fact or by the clock; append-only. */
@Entity('transition')
@Index('transition_history', ['milestoneId', 'revision', 'at'])
export class TransitionRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  @Column('text', { name: 'milestone_id' })
  milestoneId: string;

  /** Null for the first. */
  @Column('text', { name: 'from_status', nullable: true })
  fromStatus: string | null;

  @Column('text', { name: 'to_status' })
  toStatus: string;

  /** The agreement's revision; it orders changes that were recorded in the same millisecond. */
  @Column('integer')
  revision: number;

  @Column('text')
  timeliness: string;

  @Column('text')
  state: string;

  /** When it became true. */
  @Column(instant())
  at: number;

  /** When it was recorded. */
  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** `clock`, or what was recorded, such as "signing changed from … to …". */
  @Column('text')
  cause: string;

  @Column('text', { name: 'fact_id', nullable: true })
  factId: string | null;
}

/** One version of a milestone's dates. Append-only: a re-dating adds a version. */
@Entity('deadline')
export class DeadlineRow {
  @PrimaryColumn('text', { name: 'milestone_id' })
  milestoneId: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  @Column({ ...civilDay(), name: 'due_on', nullable: true })
  dueOn: number | null;

  @Column({ ...instant(), name: 'due_at', nullable: true })
  dueAt: number | null;

  @Column({ ...instant(), name: 'grace_ends_at', nullable: true })
  graceEndsAt: number | null;

  @Column({ ...civilDay(), name: 'opens_on', nullable: true })
  opensOn: number | null;

  @Column({ ...civilDay(), name: 'starts_on', nullable: true })
  startsOn: number | null;

  @Column({ ...civilDay(), name: 'ends_on', nullable: true })
  endsOn: number | null;

  @Column(flag())
  hypothetical: boolean;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** Why it has these dates, such as "signing changed from 2025-11-27 to 2025-12-25". */
  @Column('text')
  cause: string;

  @Column('text', { name: 'fact_id', nullable: true })
  factId: string | null;
}
