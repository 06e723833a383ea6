import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RecordedKind } from '../../engine/model/fact-kinds';
import { civilDay, flag, instant, json } from '../../store/sql/columns';

export interface Evidence {
  title: string;
  url?: string | undefined;
  /** SHA-256 of the document, hexadecimal. */
  hash?: string | undefined;
  /** The document's own day, YYYY-MM-DD. */
  date?: string | undefined;
}

/** What was observed. Append-only: a later row retracts an earlier one. */
@Entity('fact')
@Index('fact_sequence', ['agreementId', 'sequence'], { unique: true })
export class FactRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  /** Its number among the facts and messages of the agreement. */
  @Column('integer')
  sequence: number;

  /** One of `FACT_KINDS` (engine/model/fact-kinds.ts). */
  @Column('text')
  kind: RecordedKind;

  /** An event id, a path, or `*` for the whole agreement; of a retraction, the subject of the retracted fact. */
  @Column('text')
  subject: string;

  @Column('text', { name: 'by_party', nullable: true })
  by: string | null;

  @Column('integer', { nullable: true })
  ordinal: number | null;

  /** The civil day it was true, in the agreement's zone; the last day of the month if only that is known. */
  @Column({ ...civilDay(), name: 'occurred_on' })
  occurredOn: number;

  /** Of an event known only by its month: the first day of it. */
  @Column({ ...civilDay(), name: 'occurred_from', nullable: true })
  occurredFrom: number | null;

  /** The instant it was true; null if only the day is known. */
  @Column({ ...instant(), name: 'occurred_at', nullable: true })
  occurredAt: number | null;

  /** The day or instant is approximate. */
  @Column(flag())
  about: boolean;

  @Column(flag())
  hypothetical: boolean;

  /** The new last day of an extension or a pin. */
  @Column({ ...civilDay(), name: 'to_day', nullable: true })
  to: number | null;

  /** The instant at which an extension or a pin ends; null if it ends with a day. */
  @Column({ ...instant(), name: 'to_at', nullable: true })
  toAt: number | null;

  /** The period of an extension ("6 months"). */
  @Column('text', { name: 'period', nullable: true })
  for: string | null;

  /** Progress: 0 not begun, 1 begun, 2 well advanced, 3 complete. */
  @Column('integer', { nullable: true })
  level: number | null;

  /** How much was delivered. */
  @Column('double precision', { nullable: true })
  quantity: number | null;

  /** Whether a suspension stops the clock. */
  @Column({ ...flag(), nullable: true })
  tolling: boolean | null;

  /** The paths that stay owed after a termination. */
  @Column({ ...json(), nullable: true })
  surviving: string[] | null;

  /** The path that replaces a superseded one. */
  @Column('text', { nullable: true })
  instead: string | null;

  /** A note; any fact may have one. */
  @Column('text', { nullable: true })
  note: string | null;

  /** The document version that an amendment put into force. */
  @Column('integer', { name: 'document_version', nullable: true })
  documentVersion: number | null;

  /** Hidden from the public view. */
  @Column(flag())
  internal: boolean;

  /** The id of the fact that this one retracts. */
  @Column('text', { nullable: true })
  retracts: string | null;

  @Column('text', { nullable: true })
  actor: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column({ ...json(), nullable: true })
  evidence: Evidence[] | null;

  /** When it was recorded. */
  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** The hash of the previous fact of the agreement; null for the first. */
  @Column('text', { name: 'previous_hash', nullable: true })
  previousHash: string | null;

  /** SHA-256 of all other fields, hexadecimal (`base/record-hash.ts`). */
  @Column('text')
  hash: string;
}
