import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalendarDocument } from '../../engine/calendar/working-calendar';
import type { Texts } from '../../engine/model/document';
import { instant, json } from '../../store/sql/columns';

/**
 * active: dates and statuses are kept, alerts are sent. paused: no alerts are sent. archived: no alerts are sent and
 * changes are refused.
 */
export const WATCH_MODES = ['active', 'paused', 'archived'] as const;

export type WatchMode = (typeof WATCH_MODES)[number];

/**
 * An agreement and the counters of everything that is written about it. `revision`, `sequence` and
 * `recordedAt` change only under this row's lock (`revision.ts`).
 */
@Entity('agreement')
export class AgreementRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  title: string;

  /** The document as JSON, the input of `compile`. */
  @Column('text')
  document: string;

  /** The document as it was sent, with comments and order. */
  @Column('text')
  source: string;

  @Column('integer', { name: 'document_version' })
  documentVersion: number;

  /** The document's zone, an IANA name. */
  @Column('text', { default: '' })
  zone: string;

  /** What its dates were last computed with (`countedBy`); null in rows of releases that did not store it. */
  @Column('text', { name: 'counted_by', nullable: true })
  countedBy: string | null;

  /** SHA-256 of `source`, hexadecimal. */
  @Column('text', { name: 'document_hash' })
  documentHash: string;

  /** Every write to the agreement raises it first. */
  @Column('integer')
  revision: number;

  /** The highest number given to a fact or message of this agreement. */
  @Column('integer')
  sequence: number;

  /** The latest recording instant. A later write is never recorded before it. */
  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;

  /** The latest `knownAt` that was answered, inclusive. Every later write is recorded after it. */
  @Column({ ...instant(), name: 'settled_until', default: 0 })
  settledUntil: number;

  /** The number of facts in its ledger; `ledgerHead` is the hash of the last one. */
  @Column('integer')
  facts: number;

  @Column('text', { name: 'ledger_head', nullable: true })
  ledgerHead: string | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column('text', { default: 'active' })
  standing: WatchMode;

  /** When `standing` last changed; 0 if it never did. */
  @Column({ ...instant(), name: 'standing_since', default: 0 })
  standingSince: number;

  /** Hash of the shipped document that this agreement last took over; null if none. */
  @Column('text', { name: 'shipped_hash', nullable: true })
  shippedHash: string | null;

  /** Hash of a newer shipped document that is offered because the stored one was edited; null if none. */
  @Column('text', { name: 'offered_hash', nullable: true })
  offeredHash: string | null;
}

/** A tag of an agreement. */
@Entity('agreement_tag')
export class AgreementTagRow {
  @PrimaryColumn('text', { name: 'agreement_id' })
  agreementId: string;

  /** The tag as `searchText` makes it. */
  @PrimaryColumn('text')
  folded: string;

  /** The tag as it was sent. */
  @Column('text')
  tag: string;
}

/** What lists and search need of the document in force; derived from it. */
@Entity('agreement_listing')
export class AgreementListingRow {
  @PrimaryColumn('text', { name: 'agreement_id' })
  agreementId: string;

  /** The title in every language; null if the document has one only. */
  @Column({ ...json(), nullable: true })
  titles: Texts | null;

  /** Titles, parties and clauses as `searchText` makes them, a line each. */
  @Column('text')
  words: string;
}

/** A removed agreement. A start does not add a shipped agreement of this id again. */
@Entity('agreement_removal')
export class AgreementRemovalRow {
  @PrimaryColumn('text')
  id: string;

  /** The last revision and sequence. A new agreement of this id continues from them, so no number is used twice. */
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

/** The version of a working calendar that an agreement's dates were computed with. */
export interface CalendarUsed {
  id: string;
  /** The day of its last change, from its file. */
  version: string;
  /** Key of the whole calendar in `calendar_version`. */
  hash: string;
}

/** One version of a document, in force from `recordedAt` until the next version. Append-only. */
@Entity('agreement_version')
export class AgreementVersionRow {
  @PrimaryColumn('text', { name: 'agreement_id' })
  agreementId: string;

  /** From 1, without gaps. */
  @PrimaryColumn('integer')
  number: number;

  @Column('text')
  title: string;

  /** The document as JSON, the input of `compile`. */
  @Column('text')
  document: string;

  /** The document as it was sent, with comments and order. */
  @Column('text')
  source: string;

  /** SHA-256 of `source`, hexadecimal. */
  @Column('text', { name: 'document_hash' })
  documentHash: string;

  /** The calendars that the document names; null in rows of releases that did not store them. */
  @Column({ ...json(), nullable: true })
  calendars: CalendarUsed[] | null;

  /** Release of the zone tables in use ("2025b"); null in rows of releases that did not store it. */
  @Column('text', { name: 'zone_data', nullable: true })
  zoneData: string | null;

  /** The agreement's revision that added this version. */
  @Column('integer')
  revision: number;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}

/** A version of a working calendar that the dates of some agreement version were computed with. Append-only. */
@Entity('calendar_version')
export class CalendarVersionRow {
  /** SHA-256 of the calendar document, hexadecimal. */
  @PrimaryColumn('text')
  hash: string;

  @Column('text', { name: 'calendar_id' })
  calendarId: string;

  @Column('text')
  version: string;

  @Column(json())
  document: CalendarDocument;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
