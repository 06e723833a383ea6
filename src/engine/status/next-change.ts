import type { MilestoneTiming } from '../model/milestone';
import type { State } from '../model/status';
import type { Instant } from '../model/time';
import { comingOf, earliestOf } from './coming';

/** States that time alone does not change. */
const SETTLED: readonly State[] = ['fulfilled', 'discharged', 'came', 'expired', 'terminated'];

const NEVER = Number.POSITIVE_INFINITY;

/** The next instant after `at` at which `statusAt` may give another status; undefined where there is none. */
export function nextChange(
  milestone: MilestoneTiming,
  at: Instant,
  dueSoonMs: number,
  state: State,
): Instant | undefined {
  // A running minimum without lists: a large re-dating computes this for thousands of milestones.
  let next = NEVER;
  const consider = (instant: Instant = NEVER): void => {
    if (instant > at && instant < next) next = instant;
  };
  const { outcome } = milestone;
  consider(outcome.fulfilledAt);
  consider(outcome.waivedAt);
  consider(outcome.breachedAt);
  consider(outcome.gate?.metAt);
  consider(outcome.dischargedAt);
  consider(outcome.doneAt);
  consider(outcome.revertedAt);
  consider(outcome.endedAt);
  consider(outcome.terminatedAt);
  for (const spans of [outcome.suspensions, outcome.cured, outcome.disputes]) {
    for (const { from, to } of spans ?? []) {
      consider(from);
      consider(to);
    }
  }
  if (!SETTLED.includes(state)) {
    const { graceEndsAt, opensAt, startsAt = NEVER, endsAt } = milestone;
    const comesAt = comingOf(milestone);
    const dueAt = comesAt === NEVER ? (milestone.dueAt ?? NEVER) : comesAt;
    consider(earliestOf(milestone, dueAt) - dueSoonMs);
    consider(dueAt);
    consider(graceEndsAt);
    consider(opensAt);
    consider(startsAt - dueSoonMs);
    consider(startsAt);
    consider(endsAt);
  }
  return next === NEVER ? undefined : next;
}
