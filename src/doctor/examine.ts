import { setImmediate } from 'node:timers/promises';
import { SystemClock } from '../base/clock';
import { errorMessage } from '../base/guards';
import type { Limits } from '../base/limits/limits';
import { Agreements } from '../domain/agreement/agreements';
import type { StoreSettings } from '../store/data-sources';
import type { Store } from '../store/store';
import type { Check } from './check';
import { audit, clock, integrity, ledger, numbering } from './database';
import { deliveries } from './deliveries';
import { documents } from './documents';
import { limitsOf } from './limits';
import { messages } from './messages';
import { examineMilestones } from './milestones';

/**
 * Compares stored hashes and chains with their records, and stored dates and statuses with those computed from documents,
 * facts and the clock. Writes nothing. One snapshot for each agreement, so that a service answers requests in between.
 * @param now this machine's clock, epoch milliseconds.
 */
export async function examineData(
  store: Store,
  settings: StoreSettings,
  limits: Limits,
  now: number,
): Promise<Check[]> {
  const offset = await store.clockOffset(new SystemClock());
  return [
    await store.read((tx) => integrity(tx, settings)),
    await store.read((tx) => clock(tx, now, offset)),
    await store.read(numbering),
    await store.read(ledger),
    await store.read(audit),
    await documents(store),
    await limitsOf(store, limits, now + offset),
    await milestones(store, now + offset),
    await messages(store),
    await store.read((tx) => deliveries(tx, now + offset)),
  ];
}

async function milestones(store: Store, now: number): Promise<Check> {
  const ids = await store.read((tx) => new Agreements().ids(tx));
  const faults: string[] = [];
  const unknown: string[] = [];
  let count = 0;
  let repairable = 0;
  for (const id of ids) {
    try {
      const found = await store.read((tx) => examineMilestones(tx, id, now));
      count += found.milestones;
      repairable += found.wrong.length;
      for (const wrong of found.wrong) {
        faults.push(...wrong.differences.map((difference) => `${wrong.id}: ${difference}`));
      }
      if (found.unknown !== undefined) unknown.push(`${id}, ${found.unknown}`);
    } catch (error) {
      faults.push(`${id}: its dates cannot be computed: ${errorMessage(error)}`);
    }
    await setImmediate();
  }
  const rest =
    unknown.length === 0
      ? ''
      : `; not compared before the service of this release has started once: ${unknown.join('; ')}`;
  return {
    name: 'milestones',
    well: `${count} milestones, each with the dates and status that documents and facts give${rest}`,
    faults,
    repairable,
  };
}
