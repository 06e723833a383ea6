import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';
import type { AttemptOutcome } from '../transport/transport';

/** One try. A number that is missing was a try whose process died before it could say how it ended. */
@Entity('attempt')
export class Attempt {
  @PrimaryColumn('text', { name: 'message_id' })
  messageId: string;

  @PrimaryColumn('text', { name: 'endpoint_id' })
  endpointId: string;

  /** Counts every try of the delivery, from 1. */
  @PrimaryColumn('integer')
  number: number;

  @Column({ ...instant(), name: 'started_at' })
  startedAt: number;

  /** Wide, since a clock set forward during a try makes it last for weeks. */
  @Column({ ...instant(), name: 'duration_ms' })
  durationMs: number;

  @Column('text')
  outcome: AttemptOutcome;

  @Column('integer', { name: 'status_code', nullable: true })
  statusCode: number | null;

  /** The beginning of the answer's body. */
  @Column('text', { nullable: true })
  excerpt: string | null;

  @Column('text', { nullable: true })
  error: string | null;
}
