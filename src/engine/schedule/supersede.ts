import type { Item } from '../compile/item';
import { anchorExprOf } from '../compile/moments';
import { NOTICE_CLOSES } from '../compile/names';
import { dischargeStep } from '../evaluate/clause-steps';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { instancesOf } from '../evaluate/instances';
import type { Milestone } from '../model/milestone';
import type { Instant } from '../model/time';

/**
 * Discharges the milestones of superseded entries from the instant at which the successor takes effect: when its condition
 * or the condition of its case is met; without one, at its anchor.
 */
export function supersede(milestones: readonly Milestone[], context: Context): void {
  if (context.agreement.superseding.length === 0) return;
  const { first, superseded } = indexOf(milestones);
  const successors = context.agreement.superseding.flatMap((item) => {
    const own = first.get(item.path);
    const [chosen = item] = instancesOf(item, context);
    const at = own && inForceFrom(own, chosen, context);
    return at === undefined ? [] : [{ item, at, supersedes: chosen.supersedes }];
  });
  // Of several successors the earliest counts, whatever their order in the document.
  successors.sort((a, b) => a.at - b.at || (a.item.path < b.item.path ? -1 : 1));
  const replaced = new Set<Milestone>();
  for (const { item, at, supersedes } of successors) {
    for (const milestone of superseded.get(supersedes ?? '') ?? []) {
      if (!replaced.has(milestone)) milestone.supersededBy = item.path;
      replaced.add(milestone);
      const { dischargedAt = at } = milestone.outcome;
      milestone.outcome.dischargedAt = Math.min(dischargedAt, at);
      if (!context.derivations) continue;
      const { day } = context.zones.localOf(at, item.zone);
      const step = dischargeStep({ supersededBy: item.path }, day);
      milestone.derivation = [...milestone.derivation, context.render(step, item.zone)];
    }
  }
}

/** The first milestone of each path, and the milestones that an entry replaces which supersedes a path. */
function indexOf(milestones: readonly Milestone[]) {
  const first = new Map<string, Milestone>();
  const superseded = new Map<string, Milestone[]>();
  for (const milestone of milestones) {
    const { path, obligation } = milestone;
    if (!first.has(path)) first.set(path, milestone);
    for (const name of new Set([path, obligation, withoutNotice(path)])) {
      const before = superseded.get(name);
      if (before === undefined) superseded.set(name, [milestone]);
      else before.push(milestone);
    }
  }
  return { first, superseded };
}

/** The path of the term to which a last day for notice belongs: both are replaced together. */
function withoutNotice(path: string): string {
  const end = `.${NOTICE_CLOSES}`;
  return path.endsWith(end) ? path.slice(0, -end.length) : path;
}

function inForceFrom(own: Milestone, item: Item, context: Context): Instant | undefined {
  const { gate } = own.outcome;
  if (gate !== undefined) return gate.metAt;
  if (item.caseMetAt !== undefined && item.cases?.some(({ supersedes }) => supersedes)) {
    return item.caseMetAt;
  }
  const anchor = anchorExprOf(item);
  if (anchor === undefined) return own.startsAt ?? own.dueAt;
  const value = evaluate(anchor, item, { ...context, derivations: false }, 'start');
  if (!value.known) return undefined;
  return value.instant ?? context.zones.instantAt(value.day, 0, item.zone);
}
