import type { EntityManager } from 'typeorm';
import { run } from '../store/set-based';

/** How an enabled endpoint stands at an instant; instants are epoch milliseconds. */
export interface Standing {
  endpointId: string;
  /** The earliest instant of its next probe while it fails; undefined while it answers well. */
  probeAt: number | undefined;
  /** When the first of its waiting deliveries is due. */
  firstDue: number;
  /** Attempts under way, those of other processes included. */
  underWay: number;
  /** When the first lease on them ends. */
  leaseEnds: number | undefined;
}

/** Every enabled endpoint for which something waits, the longest overdue first. */
export async function readStandings(tx: EntityManager, now: number): Promise<Standing[]> {
  const { rows } = await run<Record<string, number | string | null>>(
    tx,
    `SELECT * FROM (
       SELECT id, failing_since, probe_at,
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
  return rows.map((row) => ({
    endpointId: String(row.id),
    probeAt: row.failing_since === null ? undefined : Number(row.probe_at ?? 0),
    firstDue: Number(row.first_due),
    underWay: Number(row.under_way),
    leaseEnds: row.lease_ends === null ? undefined : Number(row.lease_ends),
  }));
}

/** How many attempts may be started to an endpoint: up to the cap, and one at a time while it fails. */
export function roomFor(
  standing: Pick<Standing, 'probeAt' | 'underWay'>,
  cap: number,
  now: number,
): number {
  if (standing.probeAt === undefined) return Math.max(0, cap - standing.underWay);
  return standing.underWay === 0 && standing.probeAt <= now ? 1 : 0;
}

/** The earliest instant at which any of these endpoints may be sent something; undefined for never. */
export function nextInstant(standings: readonly Standing[], cap: number): number | undefined {
  const instants = standings.map((standing) => {
    const { probeAt, firstDue, underWay, leaseEnds } = standing;
    const full = underWay >= (probeAt === undefined ? cap : 1);
    return Math.max(firstDue, probeAt ?? 0, full ? (leaseEnds ?? 0) : 0);
  });
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** Shares the room of the whole process, so that the first in line leaves something for the others. */
export function share(rooms: readonly number[], total: number): number[] {
  let left = total;
  return rooms.map((room, i) => {
    const given = Math.min(room, Math.ceil(left / (rooms.length - i)));
    left -= given;
    return given;
  });
}
