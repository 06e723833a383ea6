import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../store/sql/columns';

/** A working calendar as an agreement's dates were counted by it. */
export interface CalendarUsed {
  id: string;
  /** The day of the table's last change, as its file says. */
  version: string;
  /** Finds the whole table in `calendar_version`. */
  hash: string;
}

/** A document as it was in force from its recording until the next version's; never changed afterwards. */
@Entity('agreement_version')
export class AgreementVersionRow {
  @PrimaryColumn('text', { name: 'agreement_id' })
  agreementId: string;

  /** From 1, without gaps. */
  @PrimaryColumn('integer')
  number: number;

  @Column('text')
  title: string;

  /** The document as canonical JSON: what is compiled. */
  @Column('text')
  document: string;

  /** The document as it was sent: comments, order and quotes kept. */
  @Column('text')
  source: string;

  /** SHA-256 of `source`, hexadecimal. */
  @Column('text', { name: 'document_hash' })
  documentHash: string;

  /** The calendars that the document names; null for what was stored before they were kept. */
  @Column({ ...json(), nullable: true })
  calendars: CalendarUsed[] | null;

  /** Release of the process's zone tables ("2025b"), by which days met instants; null as above. */
  @Column('text', { name: 'zone_data', nullable: true })
  zoneData: string | null;

  /** The agreement's revision that brought it. */
  @Column('integer')
  revision: number;

  @Column({ ...instant(), name: 'recorded_at' })
  recordedAt: number;
}
