import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/**
 * pending -> delivered            an attempt got a 2xx response
 * pending -> failed               the last attempt failed; the delivery can be sent again
 * pending, failed -> superseded   its message names a date that has changed since
 * delivered, failed -> pending    sent again on request
 *
 * "Held" is not stored: a pending delivery is held while its endpoint is disabled. So enabling and disabling change no
 * deliveries, and deliveries that are created at the same moment need no special care.
 */
export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'superseded';

/** One message for one endpoint. The pair identifies it, whatever the number of attempts. */
@Entity('delivery')
@Index('delivery_log', ['endpointId', 'messageId'], { unique: true })
@Index('delivery_due', ['endpointId', 'nextAttemptAt', 'messageId'], { where: "state = 'pending'" })
@Index('delivery_group', ['endpointId', 'groupId'], { where: 'group_id IS NOT NULL' })
@Index('delivery_leased', ['endpointId', 'leaseUntil'], { where: 'lease_until IS NOT NULL' })
export class Delivery {
  @PrimaryColumn('text', { name: 'message_id' })
  messageId: string;

  @PrimaryColumn('text', { name: 'endpoint_id' })
  endpointId: string;

  /** `grp_…`: deliveries of one group are sent as one message and settled together; null for one that is sent alone. */
  @Column('text', { name: 'group_id', nullable: true })
  groupId: string | null;

  @Column('text')
  state: DeliveryState;

  /** Attempts in the current retry cycle. Sending again and enabling the endpoint start a new cycle. */
  @Column('integer')
  attempts: number;

  /** Fencing token, raised by every claim and never lowered. Also the number of the attempt. */
  @Column('integer')
  fence: number;

  /** How often it was attempted early because its endpoint recovered. */
  @Column('integer')
  releases: number;

  /** During an attempt, the end of the lease, so that the delivery is due again after a crash. */
  @Column({ ...instant(), name: 'next_attempt_at' })
  nextAttemptAt: number;

  /** Set during an attempt. A process that dies during an attempt leaves it set. */
  @Column({ ...instant(), name: 'lease_until', nullable: true })
  leaseUntil: number | null;

  @Column({ ...instant(), name: 'finished_at', nullable: true })
  finishedAt: number | null;

  @Column('integer', { name: 'last_status_code', nullable: true })
  lastStatusCode: number | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;
}

/** A delivery before its first attempt. */
export function newDelivery(
  messageId: string,
  endpointId: string,
  nextAttemptAt: number,
): Delivery {
  return {
    messageId,
    endpointId,
    groupId: null,
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
