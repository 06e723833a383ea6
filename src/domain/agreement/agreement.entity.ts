import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** active: watched. paused: dated and judged, but nothing is told. archived: the same, and closed to changes. */
export const WATCH_MODES = ['active', 'paused', 'archived'] as const;

export type WatchMode = (typeof WATCH_MODES)[number];

/**
 * An agreement and the counters of everything that is written about it. `revision`, `sequence` and
 * `recordedAt` move only under this row's lock (`store/revision`).
 */
@Entity('agreement')
export class AgreementRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  title: string;

  /** The document as canonical JSON: what is compiled. */
  @Column('text')
  document: string;

  /** The document as it was sent: comments, order and quotes kept. */
  @Column('text')
  source: string;

  @Column('integer', { name: 'document_version' })
  documentVersion: number;

  /** Of the document: the IANA zone its days are counted in. */
  @Column('text', { default: '' })
  zone: string;

  /** What its dates were last counted by (`countedBy`); null for what was stored before this was kept. */
  @Column('text', { name: 'counted_by', nullable: true })
  countedBy: string | null;

  /** SHA-256 of `source`, hexadecimal. */
  @Column('text', { name: 'document_hash' })
  documentHash: string;

  /** Raised by every write to the agreement, before anything else is written. */
  @Column('integer')
  revision: number;

  /** The last number given to a fact or message of this agreement. */
  @Column('integer')
  sequence: number;

  /** The latest recording instant; later ones never go below it. */
  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** The latest `knownAt` that was answered; whatever is recorded from then on is recorded after it. */
  @Column({ ...instant(), name: 'settled_until', default: 0 })
  settledUntil: number;

  /** How many facts its ledger holds, and the hash of the last: the end of their chain. */
  @Column('integer')
  facts: number;

  @Column('text', { name: 'ledger_head', nullable: true })
  ledgerHead: string | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column('text', { default: 'active' })
  standing: WatchMode;

  /** When it got that standing; 0 for one that never had another. */
  @Column({ ...instant(), name: 'standing_since', default: 0 })
  standingSince: number;

  /** Hash of the shipped document that it was last given; null where it never was. */
  @Column('text', { name: 'shipped_hash', nullable: true })
  shippedHash: string | null;

  /** Hash of a shipped document that would replace one edited here; it is only offered. */
  @Column('text', { name: 'offered_hash', nullable: true })
  offeredHash: string | null;
}
