import type { EntityManager } from 'typeorm';
import { run } from '../../store/sql/sql';
import type { Endpoint } from '../endpoint/endpoint.entity';
import { allowance, nextAllowedAt, type RateLimit } from './rate-limit';

/** What limits the attempts to an endpoint. */
export interface EndpointLimits {
  /** Attempts that may be under way at a time. */
  cap: number;
  pace: RateLimit | undefined;
  /** The earliest instant of its next probe while it fails; undefined while it answers well. */
  probeAt: number | undefined;
}

/** Attempts under way at a time to an endpoint that asks for nothing else, and to any at most. */
export interface InFlightCaps {
  usual: number;
  most: number;
}

/** How an enabled endpoint stands at an instant; instants are epoch milliseconds. */
export interface EndpointLoad extends EndpointLimits {
  endpointId: string;
  /** When the first of its waiting deliveries is due. */
  firstDue: number;
  /** Attempts under way, those of other processes included. */
  underWay: number;
  /** When the first lease on them ends. */
  leaseEnds: number | undefined;
}

/** Every enabled endpoint for which something waits, the longest overdue first. */
export async function readEndpointLoads(
  tx: EntityManager,
  now: number,
  caps: InFlightCaps,
): Promise<EndpointLoad[]> {
  const { rows } = await run<Record<string, number | string | null>>(
    tx,
    `SELECT * FROM (
       SELECT id, failing_since, probe_at, max_in_flight, max_per_minute, paced_until,
              (SELECT MIN(next_attempt_at) FROM delivery
                WHERE endpoint_id = endpoint.id AND state = 'pending') AS first_due,
              (SELECT COUNT(*) FROM delivery
                WHERE endpoint_id = endpoint.id AND lease_until > ?) AS under_way,
              (SELECT MIN(lease_until) FROM delivery
                WHERE endpoint_id = endpoint.id AND lease_until > ?) AS lease_ends
         FROM endpoint WHERE state = 'enabled'
     ) AS standing
     WHERE first_due IS NOT NULL ORDER BY first_due, id`,
    [now, now],
  );
  const number = (value: number | string | null | undefined) =>
    value === null || value === undefined ? null : Number(value);
  return rows.map((row) => ({
    ...limitsOf(
      {
        failingSince: number(row.failing_since),
        probeAt: number(row.probe_at),
        maxInFlight: number(row.max_in_flight),
        maxPerMinute: number(row.max_per_minute),
        pacedUntil: number(row.paced_until),
      },
      caps,
    ),
    endpointId: String(row.id),
    firstDue: Number(row.first_due),
    underWay: Number(row.under_way),
    leaseEnds: number(row.lease_ends) ?? undefined,
  }));
}

export function limitsOf(
  endpoint: Pick<
    Endpoint,
    'failingSince' | 'probeAt' | 'maxInFlight' | 'maxPerMinute' | 'pacedUntil'
  >,
  { usual, most }: InFlightCaps,
): EndpointLimits {
  const { failingSince, probeAt, maxInFlight } = endpoint;
  return {
    cap: Math.min(maxInFlight ?? usual, most),
    pace: rateLimitOf(endpoint),
    probeAt: failingSince === null ? undefined : (probeAt ?? 0),
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

/** How many attempts may be started: up to the cap and the pace, and one at a time while it fails. */
export function availableSlots(
  { cap, pace, probeAt }: EndpointLimits,
  underWay: number,
  now: number,
): number {
  const failing = probeAt !== undefined;
  if (failing && (underWay > 0 || probeAt > now)) return 0;
  return Math.max(0, Math.min(failing ? 1 : cap - underWay, allowance(pace, now)));
}

/** The earliest instant at which any of these endpoints may be sent something; undefined for never. */
export function nextInstant(standings: readonly EndpointLoad[], now: number): number | undefined {
  const instants = standings.map(({ cap, pace, probeAt, firstDue, underWay, leaseEnds }) => {
    const full = underWay >= (probeAt === undefined ? cap : 1);
    const paced = pace === undefined ? 0 : nextAllowedAt(pace, now);
    return Math.max(firstDue, probeAt ?? 0, paced, full ? (leaseEnds ?? 0) : 0);
  });
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** Shares the room of the whole process, so that the first in line leaves something for the others. */
export function shareSlots(rooms: readonly number[], total: number): number[] {
  let left = total;
  return rooms.map((room, i) => {
    const given = Math.min(room, Math.ceil(left / (rooms.length - i)));
    left -= given;
    return given;
  });
}
