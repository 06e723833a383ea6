import type { Item } from './compile';
import { type Context, evaluate } from './evaluate';
import type { Fact, Instant, Outcome } from './model';

/** What was recorded about an item, as instants; a fact known by its day stands at the day's beginning. */
export function outcomeOf(item: Item, context: Context): Outcome {
  const { facts, zones } = context;
  const { reverting } = context.agreement;
  if (reverting.length === 0 && !facts.mentions(item.path)) return { incidents: 0 };
  const only = { party: item.party, ordinal: item.ordinal ?? item.each };
  const at = (fact: Fact): Instant => fact.instant ?? zones.instantAt(fact.day, 0, item.zone);
  const fulfilled = facts.completing('fulfilled', item.path, item.obligors, only);
  const verified = facts.completing('verified', item.path, [], only);
  const waived = facts.completing('waived', item.path, [], only);
  const breaches = facts.of('breached', item.path, only);
  const cures = facts.of('cured', item.path, only);
  const breach = standingBreach(breaches, cures, at);
  const undone = snapback(item, context);
  const ended = item.kind === 'maintenance' ? facts.of('ended', item.path, only).at(-1) : undefined;
  const reverted = undone !== undefined && fulfilled !== undefined && at(fulfilled) < undone;
  const done = fulfilled === undefined ? undefined : at(fulfilled);
  return {
    ...(done === undefined
      ? {}
      : reverted
        ? { doneAt: done }
        : { fulfilledAt: done, fulfilledOn: fulfilled?.day as number }),
    ...(verified === undefined ? {} : { verifiedAt: at(verified) }),
    ...(waived === undefined ? {} : { waivedAt: at(waived) }),
    ...(breach === undefined ? {} : { breachedAt: breach }),
    ...(undone !== undefined && (reverted || item.kind === 'maintenance')
      ? { revertedAt: undone }
      : {}),
    ...(ended === undefined ? {} : { endedAt: at(ended) }),
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

/** When a snapback undid what had been done; undefined while none did. */
function snapback(item: Item, context: Context): Instant | undefined {
  const instants: Instant[] = [];
  for (const other of context.agreement.reverting) {
    const { reverts } = other;
    if (reverts === undefined) continue;
    const named = reverts.paths.length === 0 ? [other.path] : reverts.paths;
    if (!named.some((path) => item.path === path || item.path.startsWith(`${path}.`))) continue;
    const on = evaluate(reverts.on, other, context, 'start');
    if (on.known) instants.push(on.instant ?? context.zones.instantAt(on.day, 0, other.zone));
  }
  return instants.length === 0 ? undefined : Math.min(...instants);
}
