import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../../store/sql/columns';

/** A saved what-if: the question only. The answer is computed from the current agreement. */
@Entity('scenario')
@Index('scenario_list', ['agreementId', 'id'])
export class ScenarioRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  description: string | null;

  /** A day or an instant as written; null for the signing in force. */
  @Column('text', { nullable: true })
  signing: string | null;

  /** Assumptions as written ("withdrawal:+P14D"). */
  @Column(json())
  assume: string[];

  @Column('text', { nullable: true })
  convention: string | null;

  @Column('text', { nullable: true })
  zone: string | null;

  /** `none`, `live`, or the sequence number of the last fact that it uses. */
  @Column('text')
  ledger: string;

  /** The agreement's revision and document version when it was saved. */
  @Column('integer')
  revision: number;

  @Column('integer', { name: 'document_version' })
  documentVersion: number;

  @Column('text', { name: 'forked_from', nullable: true })
  forkedFrom: string | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column({ ...instant(), name: 'updated_at' })
  updatedAt: number;
}
