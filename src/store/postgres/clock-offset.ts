import type { DataSource } from 'typeorm';
import { Clock } from '../../base/clock';

const ROUND_TRIPS = 5;

/**
 * How many milliseconds the database's clock is ahead of the given one. The shortest of a few round trips counts: half of
 * it is the largest possible error.
 */
export async function clockOffset(source: DataSource, clock: Clock): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const before = clock.now();
    const [row] = await source.query<{ now: string }[]>(
      'SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint AS now',
    );
    const after = clock.now();
    // The clock was set meanwhile.
    if (after < before || after - before >= shortest) continue;
    shortest = after - before;
    offset = Math.round(Number(row?.now) - (before + after) / 2);
  }
  return offset;
}
