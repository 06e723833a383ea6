import type { Item } from '../compile/item';
import { noticeStep } from '../evaluate/clause-steps';
import type { Context } from '../evaluate/context';
import { instanceFor } from '../evaluate/instances';
import type { Milestone } from '../model/milestone';
import type { StepDraft } from '../model/step';
import type { Instant } from '../model/time';
import { noticeOf } from '../timing/renewal';
import { outcomeOf } from './outcome';

/** The term to which a last day for notice belongs, for the same party or occurrence. */
export function termOf(item: Item, context: Context): Item | undefined {
  const term = item.noticeOf && context.agreement.byPath.get(item.noticeOf);
  return term ? instanceFor(term, item, context) : undefined;
}

/**
 * Discharges or terminates a last day for notice: once notice is given in time, and when its term is waived, discharged,
 * terminated or ended before it expires.
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
  // The term may survive the agreement; then notice can still end it.
  if (terminatedAt === undefined) delete outcome.terminatedAt;
  else outcome.terminatedAt = terminatedAt;
}

function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
