import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageType } from '../../outbox/message-type';
import { flag, instant, json } from '../../store/sql/columns';

export type EndpointState = 'enabled' | 'disabled';
/** Why an endpoint is sent nothing: a person's wish, a 410 answer, or days of nothing but failure. */
export const DISABLED_REASONS = ['by-request', 'gone', 'failing'] as const;

export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** Where messages go, which of them, and how the receiver has been doing. */
@Entity('endpoint')
export class Endpoint {
  /** `ep_…` */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  url: string;

  /** Its signing keys, sealed (`Keyring`). */
  @Column('text', { name: 'secret' })
  sealedKeys: string;

  @Column('text')
  description: string;

  /** Message types it wants; empty for all. */
  @Column(json())
  types: MessageType[];

  /** Agreements it wants to hear of; empty for all. */
  @Column(json())
  agreements: string[];

  /** Parties it wants to hear of, owing or owed; empty for all. */
  @Column(json())
  parties: string[];

  /** Themes it wants to hear of; empty for all. */
  @Column(json())
  themes: string[];

  /** Whether it wants what rests on a hypothetical signing date. */
  @Column({ ...flag(), name: 'include_hypothetical' })
  includeHypothetical: boolean;

  /** Whether it wants what rests on facts alone. */
  @Column({ ...flag(), name: 'include_actual' })
  includeActual: boolean;

  /** Attempts under way at a time; null for the service's own limit. */
  @Column('integer', { name: 'max_in_flight', nullable: true })
  maxInFlight: number | null;

  /** Attempts a minute; null for as many as it takes. */
  @Column('integer', { name: 'max_per_minute', nullable: true })
  maxPerMinute: number | null;

  /** While `maxPerMinute` limits it: see `Pace`. */
  @Column({ ...instant(), name: 'paced_until', nullable: true })
  pacedUntil: number | null;

  @Column('text')
  state: EndpointState;

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: DisabledReason | null;

  /** When the present run of nothing but failure began; null while it answers well. */
  @Column({ ...instant(), name: 'failing_since', nullable: true })
  failingSince: number | null;

  /** Failed attempts in a row. */
  @Column('integer')
  failures: number;

  /** While it fails: the earliest instant of the next probe. */
  @Column({ ...instant(), name: 'probe_at', nullable: true })
  probeAt: number | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column({ ...instant(), name: 'updated_at' })
  updatedAt: number;
}

/** The health of an endpoint about which nothing bad is known. */
export const HEALTHY = {
  disabledReason: null,
  failingSince: null,
  failures: 0,
  probeAt: null,
} as const;
