import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/**
 * pending -> delivered            an attempt was answered with 2xx
 * pending -> failed               the last attempt failed; kept, can be redelivered
 * pending -> superseded           what it tells turned out wrong before it was sent
 * delivered | failed -> pending   redelivery
 *
 * "Held" is no state of its own: it is what a pending delivery is called while its endpoint is
 * disabled. So nothing has to be moved when an endpoint is disabled or enabled, and no delivery that
 * is written at that very moment can end up on the wrong side.
 */
export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'superseded';

/** One message for one endpoint; the pair is its identity, however often it is attempted. */
@Entity('delivery')
@Index('delivery_log', ['endpointId', 'messageId'], { unique: true })
@Index('delivery_due', ['endpointId', 'nextAttemptAt', 'messageId'], { where: "state = 'pending'" })
@Index('delivery_leased', ['endpointId', 'leaseUntil'], { where: 'lease_until IS NOT NULL' })
export class Delivery {
  @PrimaryColumn('text', { name: 'message_id' })
  messageId: string;

  @PrimaryColumn('text', { name: 'endpoint_id' })
  endpointId: string;

  @Column('text')
  state: DeliveryState;

  /** Attempts of the present climb of the ladder; redelivery and enabling start a new one. */
  @Column('integer')
  attempts: number;

  /** Raised by every claim and never lowered: the token a claim finishes with, the attempt's number. */
  @Column('integer')
  fence: number;

  /** How often it was tried early because its endpoint had recovered. */
  @Column('integer')
  releases: number;

  /** While an attempt is under way this is the lease's end, so a crash makes it due by itself. */
  @Column({ ...instant(), name: 'next_attempt_at' })
  nextAttemptAt: number;

  /** Set while an attempt is under way, and left behind by a process that died in one. */
  @Column({ ...instant(), name: 'lease_until', nullable: true })
  leaseUntil: number | null;

  @Column({ ...instant(), name: 'finished_at', nullable: true })
  finishedAt: number | null;

  @Column('integer', { name: 'last_status_code', nullable: true })
  lastStatusCode: number | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;
}

/** One that waits for its first attempt. */
export function newDelivery(
  messageId: string,
  endpointId: string,
  nextAttemptAt: number,
): Delivery {
  return {
    messageId,
    endpointId,
    state: 'pending',
    attempts: 0,
    fence: 0,
    releases: 0,
    nextAttemptAt,
    leaseUntil: null,
    finishedAt: null,
    lastStatusCode: null,
    lastError: null,
  };
}
