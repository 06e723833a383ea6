import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { civilDay, flag, instant, json } from '../store/columns';

export interface Evidence {
  title: string;
  url?: string | undefined;
  date?: string | undefined;
}

/** What was observed, append-only: a row is never changed; a later row retracts it. */
@Entity('fact')
@Index('fact_sequence', ['agreementId', 'sequence'], { unique: true })
export class FactRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  /** Position among everything recorded about the agreement. */
  @Column('integer')
  sequence: number;

  @Column('text')
  kind: string;

  /** An event id or a path; for `retracted`, that of the fact it takes back. */
  @Column('text')
  subject: string;

  @Column('text', { name: 'by_party', nullable: true })
  by: string | null;

  @Column('integer', { nullable: true })
  ordinal: number | null;

  /** The civil day it was true, in the agreement's zone. */
  @Column({ ...civilDay(), name: 'occurred_on' })
  occurredOn: number;

  /** The instant it was true, where that is known. */
  @Column({ ...instant(), name: 'occurred_at', nullable: true })
  occurredAt: number | null;

  @Column(flag())
  hypothetical: boolean;

  /** The fact this one takes back. */
  @Column('text', { nullable: true })
  retracts: string | null;

  @Column('text', { nullable: true })
  actor: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column({ ...json(), nullable: true })
  evidence: Evidence[] | null;

  /** When the service learnt it. */
  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
