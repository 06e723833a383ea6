import type { DataSource } from 'typeorm';
import { Clock } from '../../base/clock';

const ROUND_TRIPS = 5;

/**
 * How many milliseconds the database's clock is ahead of the given one. Of a few round trips the shortest is
 * believed: half of it is the most the answer can be wrong.
 */
export async function leadOf(source: DataSource, clock: Clock): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  let lead = 0;
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const before = clock.now();
    const [row] = await source.query<{ now: string }[]>(
      'SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint AS now',
    );
    const after = clock.now();
    // A clock that was set meanwhile tells nothing.
    if (after < before || after - before >= shortest) continue;
    shortest = after - before;
    lead = Math.round(Number(row?.now) - (before + after) / 2);
  }
  return lead;
}
