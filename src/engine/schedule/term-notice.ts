import type { Item } from '../compile/item';
import { noticeStep } from '../evaluate/clause-steps';
import type { Context } from '../evaluate/context';
import { instanceFor } from '../evaluate/instances';
import type { Milestone } from '../model/milestone';
import type { StepDraft } from '../model/step';
import type { Instant } from '../model/time';
import { noticeOf } from '../timing/renewal';
import { outcomeOf } from './outcome';

/** The term that a last day for notice belongs to, of the same party or occurrence. */
export function termOf(item: Item, context: Context): Item | undefined {
  const term = item.noticeOf && context.agreement.byPath.get(item.noticeOf);
  return term ? instanceFor(term, item, context) : undefined;
}

/**
 * A last day for notice is of no more concern once notice was given in time, or once the term itself is over by
 * more than its running out.
 */
export function endWithTerm(
  milestone: Milestone,
  item: Item,
  context: Context,
  steps: StepDraft[],
): void {
  const term = termOf(item, context);
  if (term?.renews === undefined) return;
  const of = outcomeOf(term, context);
  const notice = noticeOf(term.renews, term, context);
  const givenAt = notice?.instant ?? (notice && context.zones.instantAt(notice.day, 0, item.zone));
  const { outcome, comesAt = Number.NEGATIVE_INFINITY } = milestone;
  const inTime = givenAt !== undefined && givenAt < comesAt;
  if (notice !== undefined && inTime) steps.push(noticeStep(term.renews.unless, notice.day));
  const given = inTime ? givenAt : undefined;
  const dischargedAt = earliest(outcome.dischargedAt, of.waivedAt, of.dischargedAt, given);
  const terminatedAt = earliest(of.terminatedAt, of.endedAt, of.revertedAt);
  if (dischargedAt !== undefined) outcome.dischargedAt = dischargedAt;
  // A term that survives the agreement may still be ended by notice.
  if (terminatedAt === undefined) delete outcome.terminatedAt;
  else outcome.terminatedAt = terminatedAt;
}

function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
