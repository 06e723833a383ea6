import { Column, Entity, PrimaryColumn } from 'typeorm';
import { civilDay, flag, instant } from '../../store/sql/columns';

/** One version of a milestone's deadline; a re-dating adds a version and keeps the old dates. */
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

  /** Why it was dated so: "signing changed from 2025-11-27 to 2025-12-25". */
  @Column('text')
  cause: string;

  @Column('text', { name: 'fact_id', nullable: true })
  factId: string | null;
}
