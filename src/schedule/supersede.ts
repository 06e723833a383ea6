import { anchorOf } from './anchor';
import { dischargeStep } from './clause-steps';
import type { Item } from './compile';
import { type Context, evaluate } from './evaluate';
import type { Instant, Milestone } from './model';

/**
 * An entry that supersedes another discharges it from when it comes into force: when its condition is met
 * or, without one, from the beginning of the day it counts from. Until then the old entry stands.
 */
export function supersede(milestones: readonly Milestone[], context: Context): void {
  for (const item of context.agreement.superseding) {
    const own = milestones.find(({ path }) => path === item.path);
    const at = own && inForceFrom(own, item, context);
    if (at === undefined) continue;
    for (const milestone of milestones) {
      if (milestone.path !== item.supersedes && milestone.obligation !== item.supersedes) continue;
      milestone.supersededBy = item.path;
      const { dischargedAt = at } = milestone.outcome;
      milestone.outcome.dischargedAt = Math.min(dischargedAt, at);
      if (!context.derivations) continue;
      const { day } = context.zones.localOf(at, item.zone);
      const step = dischargeStep({ supersededBy: item.path }, day);
      milestone.derivation = [...milestone.derivation, context.told(step)];
    }
  }
}

function inForceFrom(own: Milestone, item: Item, context: Context): Instant | undefined {
  const { gate } = own.outcome;
  if (gate !== undefined) return gate.metAt;
  const anchor = anchorOf(item);
  if (anchor === undefined) return own.startsAt ?? own.opensAt ?? own.dueAt;
  const value = evaluate(anchor, item, { ...context, derivations: false }, 'start');
  if (!value.known) return undefined;
  return value.instant ?? context.zones.instantAt(value.day, 0, item.zone);
}
