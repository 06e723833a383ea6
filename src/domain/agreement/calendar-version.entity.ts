import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalendarDocument } from '../../engine/calendar/working-calendar';
import { instant, json } from '../../store/sql/columns';

/** A working calendar as some agreement's dates were once counted by it, kept whole. */
@Entity('calendar_version')
export class CalendarVersionRow {
  /** SHA-256 of the table, hexadecimal. */
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
