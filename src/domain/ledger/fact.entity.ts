import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RecordedKind } from '../../engine/model/fact-kinds';
import { civilDay, flag, instant, json } from '../../store/sql/columns';

export interface Evidence {
  title: string;
  url?: string | undefined;
  /** SHA-256 of the document, hexadecimal, so that it can be told from another. */
  hash?: string | undefined;
  /** The document's own day, YYYY-MM-DD. */
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

  /** One of `FACT_KINDS` (schedule/fact-kinds.ts). */
  @Column('text')
  kind: RecordedKind;

  /** An event id, a path or `*` for the whole agreement; for `retracted`, that of the fact it takes back. */
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

  /** The day or instant is approximate. */
  @Column(flag())
  about: boolean;

  @Column(flag())
  hypothetical: boolean;

  /** The new last day of what was extended, or the last day that a pin keeps. */
  @Column({ ...civilDay(), name: 'to_day', nullable: true })
  to: number | null;

  /** The instant itself, where an extension or a pin ends at one. */
  @Column({ ...instant(), name: 'to_at', nullable: true })
  toAt: number | null;

  /** By how much it was extended, a period ("6 months"). */
  @Column('text', { name: 'period', nullable: true })
  for: string | null;

  /** Progress: 0 not begun, 1 a little, 2 on its way, 3 complete. */
  @Column('integer', { nullable: true })
  level: number | null;

  /** Whether a suspension stops the clock. */
  @Column({ ...flag(), nullable: true })
  tolling: boolean | null;

  /** The paths that outlive a termination. */
  @Column({ ...json(), nullable: true })
  surviving: string[] | null;

  /** The path of what took the place of something superseded. */
  @Column('text', { nullable: true })
  instead: string | null;

  /** What a note says; any fact may have one. */
  @Column('text', { nullable: true })
  note: string | null;

  /** The version of the document that an amendment brought into force. */
  @Column('integer', { name: 'document_version', nullable: true })
  documentVersion: number | null;

  /** For the people who keep the ledger, not for those it is shown to. */
  @Column(flag())
  internal: boolean;

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

  /** The hash of the fact before it in the agreement; null for the first. */
  @Column('text', { name: 'previous_hash', nullable: true })
  previousHash: string | null;

  /** SHA-256 of everything above, hexadecimal (`store/chain.ts`). */
  @Column('text')
  hash: string;
}
