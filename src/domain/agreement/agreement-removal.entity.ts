import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** That there was an agreement, and who had it removed; a shipped one does not come back at the next start. */
@Entity('agreement_removal')
export class AgreementRemovalRow {
  @PrimaryColumn('text')
  id: string;

  /** The counters it had come to: another of the same id goes on from there, so that no number comes twice. */
  @Column('integer')
  revision: number;

  @Column('integer')
  sequence: number;

  @Column({ ...instant(), name: 'removed_at' })
  removedAt: number;

  @Column('text', { nullable: true })
  actor: string | null;

  @Column('text', { nullable: true })
  reason: string | null;
}
