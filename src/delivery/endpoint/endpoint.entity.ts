import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageType } from '../../outbox/message-type';
import type { Language } from '../../outbox/sentences/catalogue';
import { flag, instant, json } from '../../store/sql/columns';
import type { DigestSetting } from '../digest/digest-setting';
import type { KindName } from '../format/kind';
import type { QuietHours } from './quiet-hours';

export type EndpointState = 'enabled' | 'disabled';
/** Why an endpoint is disabled: a request, a 410 response, or days in which every attempt failed. */
export const DISABLED_REASONS = ['by-request', 'gone', 'failing'] as const;

export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** A destination of messages, with its filter, limits and health. */
@Entity('endpoint')
export class Endpoint {
  /** `ep_…` */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  kind: KindName;

  /** Where it sends: the URL of a webhook; of other kinds a text without secrets, for people. */
  @Column('text')
  url: string;

  /** The settings of kinds other than `webhook`, encrypted by `DestinationSettings`; null for a webhook. */
  @Column('text', { name: 'settings', nullable: true })
  sealedSettings: string | null;

  /** The language of the sentence of its messages. */
  @Column('text')
  language: Language;

  /** Its signing keys, encrypted by `Keyring`. */
  @Column('text', { name: 'secret' })
  sealedKeys: string;

  @Column('text')
  description: string;

  /** Message types to send; empty for all. */
  @Column(json())
  types: MessageType[];

  /** Ids of agreements; empty for all. */
  @Column(json())
  agreements: string[];

  /** Ids of obligors or beneficiaries; empty for all. */
  @Column(json())
  parties: string[];

  /** Empty for all. */
  @Column(json())
  themes: string[];

  /** Whether to send messages that rest on a hypothetical signing date. */
  @Column({ ...flag(), name: 'include_hypothetical' })
  includeHypothetical: boolean;

  /** Whether to send messages that do not rest on a hypothetical signing date. */
  @Column({ ...flag(), name: 'include_actual' })
  includeActual: boolean;

  /** Gets only what an escalation chain passes to it, and what follows about it. */
  @Column({ ...flag(), name: 'only_escalations' })
  onlyEscalations: boolean;

  /** The span of each day in which messages wait; null for none. */
  @Column({ ...json(), nullable: true })
  quiet: QuietHours | null;

  /** Its digest; null for none. */
  @Column({ ...json(), nullable: true })
  digest: DigestSetting | null;

  /** When the next digest is due; null without one. */
  @Column({ ...instant(), name: 'digest_at', nullable: true })
  digestAt: number | null;

  /** The place in the order of messages up to which the last digest reported them. */
  @Column('text', { name: 'digest_cursor', nullable: true })
  digestCursor: string | null;

  /** The end of the period of the last digest, or when it was set. */
  @Column({ ...instant(), name: 'digest_since', nullable: true })
  digestSince: number | null;

  /** Attempts in flight at a time; null for the limit of the service. */
  @Column('integer', { name: 'max_in_flight', nullable: true })
  maxInFlight: number | null;

  /** Attempts a minute; null for no limit. */
  @Column('integer', { name: 'max_per_minute', nullable: true })
  maxPerMinute: number | null;

  /** State of the rate limit (`RateLimit.pacedUntil`); null before the first attempt with a limit. */
  @Column({ ...instant(), name: 'paced_until', nullable: true })
  pacedUntil: number | null;

  @Column('text')
  state: EndpointState;

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: DisabledReason | null;

  /** When the first of the failures since the last success ended; null while the last attempt succeeded. */
  @Column({ ...instant(), name: 'failing_since', nullable: true })
  failingSince: number | null;

  /** Failed attempts in a row. */
  @Column('integer')
  failures: number;

  /** How long the last failed attempt took; null while the last attempt succeeded, and after the URL was changed. */
  @Column({ ...instant(), name: 'failure_ms', nullable: true })
  failureMs: number | null;

  /** The earliest instant of the next attempt while the endpoint fails; null while it does not. */
  @Column({ ...instant(), name: 'probe_at', nullable: true })
  probeAt: number | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column({ ...instant(), name: 'updated_at' })
  updatedAt: number;
}

/** The health columns of an endpoint without failures. */
export const HEALTHY = {
  disabledReason: null,
  failingSince: null,
  failures: 0,
  failureMs: null,
  probeAt: null,
} as const;

/** A failed attempt of this length or longer makes its endpoint slow. */
const SLOW_MS = 1_000;

/** Whether the last attempt failed only after a wait, as when the receiver does not answer. */
export function isSlow({
  failingSince,
  failureMs,
}: Pick<Endpoint, 'failingSince' | 'failureMs'>): boolean {
  return failingSince !== null && failureMs !== null && failureMs >= SLOW_MS;
}
