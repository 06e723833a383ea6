import type { Item } from './compile';
import type { Context } from './evaluate';
import type { Fact, Instant, Outcome } from './model';

/** What was recorded about an item, as instants; a fact known by its day stands at the day's beginning. */
export function outcomeOf(item: Item, context: Context): Outcome {
  const { facts, zones } = context;
  const at = (fact: Fact): Instant => fact.instant ?? zones.instantAt(fact.day, 0, item.zone);
  const fulfilled = facts.completing('fulfilled', item.path, item.obligors);
  const verified = facts.completing('verified', item.path, []);
  const waived = facts.completing('waived', item.path, []);
  const breaches = facts.of('breached', item.path);
  const cures = facts.of('cured', item.path);
  const breach = standingBreach(breaches, cures, at);
  return {
    ...(fulfilled === undefined ? {} : { fulfilledAt: at(fulfilled), fulfilledOn: fulfilled.day }),
    ...(verified === undefined ? {} : { verifiedAt: at(verified) }),
    ...(waived === undefined ? {} : { waivedAt: at(waived) }),
    ...(breach === undefined ? {} : { breachedAt: breach }),
    incidents: breaches.length,
  };
}

/** The first breach after the last cure. */
function standingBreach(
  breaches: readonly Fact[],
  cures: readonly Fact[],
  at: (fact: Fact) => Instant,
): Instant | undefined {
  const cured = Math.max(Number.NEGATIVE_INFINITY, ...cures.map(at));
  const open = breaches.map(at).filter((breach) => breach > cured);
  return open.length === 0 ? undefined : Math.min(...open);
}
