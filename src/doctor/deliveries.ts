import type { EntityManager } from 'typeorm';
import { DELIVERY_DEFAULTS } from '../delivery/delivery-settings';
import { findFarEndpoints } from '../delivery/queue/far-attempts';
import type { Check } from './check';

/** Deliveries that wait longer than any retry, because the clock was ahead when they were written. */
export async function deliveries(tx: EntityManager, now: number): Promise<Check> {
  const far = await findFarEndpoints(tx, now, DELIVERY_DEFAULTS);
  return {
    name: 'deliveries',
    well: 'none waits longer than a retry may',
    faults: far.map(({ endpointId, deliveries: count, until }) => {
      const what =
        until === undefined
          ? `${endpointId} waits`
          : `${count} deliveries to ${endpointId} wait until ${new Date(until).toISOString()},`;
      return `${what} longer than any retry: the clock was ahead; the service makes them due within a minute`;
    }),
  };
}
