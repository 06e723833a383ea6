import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

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

  /** The agreement's, which orders what was recorded in the same millisecond. */
  @Column('integer')
  revision: number;

  @Column('text')
  timeliness: string;

  @Column('text')
  state: string;

  /** When it became true. */
  @Column(instant())
  at: number;

  /** When the service noticed. */
  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** `clock`, or what was recorded: "signing changed from … to …". */
  @Column('text')
  cause: string;

  @Column('text', { name: 'fact_id', nullable: true })
  factId: string | null;
}
