import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';
import type { AttemptOutcome } from '../transport/transport';

/** One attempt to deliver a message. A missing number is an attempt whose process died before it ended. */
@Entity('attempt')
export class Attempt {
  @PrimaryColumn('text', { name: 'message_id' })
  messageId: string;

  @PrimaryColumn('text', { name: 'endpoint_id' })
  endpointId: string;

  /** Counts all attempts of the delivery, from 1. */
  @PrimaryColumn('integer')
  number: number;

  @Column({ ...instant(), name: 'started_at' })
  startedAt: number;

  /** A 64-bit column: a clock that is set forward during the attempt makes it last for weeks. */
  @Column({ ...instant(), name: 'duration_ms' })
  durationMs: number;

  @Column('text')
  outcome: AttemptOutcome;

  @Column('integer', { name: 'status_code', nullable: true })
  statusCode: number | null;

  /** The beginning of the response's body. */
  @Column('text', { nullable: true })
  excerpt: string | null;

  @Column('text', { nullable: true })
  error: string | null;
}
