import type { EntityManager } from 'typeorm';
import { run } from '../../store/sql/sql';
import { type Endpoint, isSlow } from '../endpoint/endpoint.entity';
import { allowance, nextAllowedAt, type RateLimit } from './rate-limit';

/** What limits the attempts to an endpoint. */
interface EndpointLimits {
  /** Attempts that may be in flight at a time. */
  cap: number;
  rateLimit: RateLimit | undefined;
  /** The earliest instant of the next attempt while the endpoint fails; undefined while it does not. */
  probeAt: number | undefined;
  /** Its attempts count against `slowConcurrency`. */
  slow: boolean;
}

/** Columns of an endpoint that decide its limits. */
type LimitColumns = Pick<
  Endpoint,
  'failingSince' | 'failureMs' | 'probeAt' | 'maxInFlight' | 'maxPerMinute' | 'pacedUntil'
>;

/** Limits of attempts in flight at a time to one endpoint. */
export interface InFlightCaps {
  /** For endpoints without a limit of their own. */
  default: number;
  /** For all endpoints. */
  max: number;
}

/** The load of an enabled endpoint with pending deliveries. Instants are epoch milliseconds. */
export interface EndpointLoad extends EndpointLimits {
  endpointId: string;
  /** When the first pending delivery is due. */
  firstDue: number;
  /** Attempts in flight, including those of other processes. */
  inFlight: number;
  /** When the first lease of an attempt in flight ends. */
  leaseEnds: number | undefined;
}

/** All enabled endpoints with pending deliveries, longest due first. */
export async function readEndpointLoads(
  tx: EntityManager,
  now: number,
  caps: InFlightCaps,
): Promise<EndpointLoad[]> {
  const { rows } = await run<Record<string, number | string | null>>(
    tx,
    `SELECT * FROM (
       SELECT id, failing_since, failure_ms, probe_at, max_in_flight, max_per_minute, paced_until,
              (SELECT MIN(next_attempt_at) FROM delivery
                WHERE endpoint_id = endpoint.id AND state = 'pending') AS first_due,
              (SELECT COUNT(*) FROM delivery
                WHERE endpoint_id = endpoint.id AND lease_until > ?) AS in_flight,
              (SELECT MIN(lease_until) FROM delivery
                WHERE endpoint_id = endpoint.id AND lease_until > ?) AS lease_ends
         FROM endpoint WHERE state = 'enabled'
     ) AS loads
     WHERE first_due IS NOT NULL ORDER BY first_due, id`,
    [now, now],
  );
  const number = (value: number | string | null | undefined) =>
    value === null || value === undefined ? null : Number(value);
  return rows.map((row) => ({
    ...limitsOf(
      {
        failingSince: number(row.failing_since),
        failureMs: number(row.failure_ms),
        probeAt: number(row.probe_at),
        maxInFlight: number(row.max_in_flight),
        maxPerMinute: number(row.max_per_minute),
        pacedUntil: number(row.paced_until),
      },
      caps,
    ),
    endpointId: String(row.id),
    firstDue: Number(row.first_due),
    inFlight: Number(row.in_flight),
    leaseEnds: number(row.lease_ends) ?? undefined,
  }));
}

export function limitsOf(endpoint: LimitColumns, caps: InFlightCaps): EndpointLimits {
  const { failingSince, probeAt, maxInFlight } = endpoint;
  return {
    cap: Math.min(maxInFlight ?? caps.default, caps.max),
    rateLimit: rateLimitOf(endpoint),
    probeAt: failingSince === null ? undefined : (probeAt ?? 0),
    slow: isSlow(endpoint),
  };
}

export function rateLimitOf({
  maxPerMinute,
  pacedUntil,
}: Pick<Endpoint, 'maxPerMinute' | 'pacedUntil'>): RateLimit | undefined {
  return maxPerMinute === null
    ? undefined
    : { perMinute: maxPerMinute, pacedUntil: pacedUntil ?? 0 };
}

/** How many attempts may start now: within the cap and the rate limit, and one at a time while the endpoint fails. */
export function availableSlots(
  { cap, rateLimit, probeAt }: EndpointLimits,
  inFlight: number,
  now: number,
): number {
  const failing = probeAt !== undefined;
  if (failing && (inFlight > 0 || probeAt > now)) return 0;
  return Math.max(0, Math.min(failing ? 1 : cap - inFlight, allowance(rateLimit, now)));
}

/**
 * The endpoints to which an attempt may start now: those with the fewest attempts in flight first, and among them the longest
 * waiting, so that failing ones take turns.
 * @param slow how many slow ones at most; a failing endpoint gets one attempt at a time.
 */
export function readyEndpoints(
  loads: readonly EndpointLoad[],
  now: number,
  slow: number,
): EndpointLoad[] {
  const readyAt = ({ firstDue, probeAt }: EndpointLoad) => Math.max(firstDue, probeAt ?? 0);
  let slowLeft = slow;
  return loads
    .filter((load) => load.firstDue <= now && availableSlots(load, load.inFlight, now) > 0)
    .sort((a, b) => a.inFlight - b.inFlight || readyAt(a) - readyAt(b))
    .filter((load) => !load.slow || slowLeft-- > 0);
}

/** The earliest instant at which an attempt to one of these endpoints may start; undefined without endpoints. */
export function nextInstant(loads: readonly EndpointLoad[], now: number): number | undefined {
  const instants = loads.map(({ cap, rateLimit, probeAt, firstDue, inFlight, leaseEnds }) => {
    const full = inFlight >= (probeAt === undefined ? cap : 1);
    const allowedAt = rateLimit === undefined ? 0 : nextAllowedAt(rateLimit, now);
    return Math.max(firstDue, probeAt ?? 0, allowedAt, full ? (leaseEnds ?? 0) : 0);
  });
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/**
 * Divides the slots of the process among endpoints, so that the first ones do not take all.
 * @param wanted how many slots each endpoint can use.
 */
export function shareSlots(wanted: readonly number[], total: number): number[] {
  let left = total;
  return wanted.map((most, i) => {
    const granted = Math.min(most, Math.ceil(left / (wanted.length - i)));
    left -= granted;
    return granted;
  });
}
