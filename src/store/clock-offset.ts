import type { DataSource } from 'typeorm';
import type { SystemClock } from '../clock';

const ROUND_TRIPS = 5;

/**
 * Sets the clock to the database's, so that replicas on machines whose clocks differ agree. Of a few
 * round trips the shortest is believed: half of it is the most the answer can be wrong.
 */
export async function measureOffset(source: DataSource, clock: SystemClock): Promise<void> {
  let shortest = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const before = clock.now() - clock.offsetMs;
    const [row] = await source.query<{ now: string }[]>(
      'SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint AS now',
    );
    const after = clock.now() - clock.offsetMs;
    if (after - before >= shortest) continue;
    shortest = after - before;
    offset = Number(row?.now) - (before + after) / 2;
  }
  clock.offsetMs = Math.round(offset);
}
