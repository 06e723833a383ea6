import type { Outcome } from '../model/fact';
import type { MilestoneTiming, Nature } from '../model/milestone';
import type { Headline, MilestoneStatus, State, Timeliness } from '../model/status';
import type { Instant } from '../model/time';
import { comesAtDaysEnd, comingOf, earliestOf } from './coming';
import { nextChange } from './next-change';

/** The headline of a state. States without one show the timeliness. */
const BY_STATE: Partial<Record<State, Headline>> = {
  suspended: 'suspended',
  holding: 'holding',
  breached: 'breached',
  violated: 'violated',
  disputed: 'disputed',
  discharged: 'discharged',
  came: 'came',
  expired: 'expired',
  terminated: 'terminated',
};

/**
 * The status of a milestone at an instant: timeliness (by time), state (by facts) and the headline that follows from both.
 * The only place that decides a status. Pure.
 * @param at inclusive: at `dueAt` it is late.
 */
export function statusAt(
  milestone: MilestoneTiming,
  at: Instant,
  policy: { dueSoonMs: number },
): MilestoneStatus {
  const judged = contested(
    milestone.kind === 'maintenance'
      ? maintenance(milestone, at, policy.dueSoonMs)
      : deadline(milestone, at, policy.dueSoonMs),
    milestone,
    at,
  );
  const { timeliness, state, since } = judged;
  const nextChangeAt = nextChange(milestone, at, policy.dueSoonMs, state);
  // Assigned one by one, not spread: a large re-dating computes thousands.
  const answer: MilestoneStatus = { timeliness, state, status: headline(judged, milestone.nature) };
  if (since !== undefined) answer.since = since;
  if (nextChangeAt !== undefined) answer.nextChangeAt = nextChangeAt;
  return answer;
}

/** In place of an instant that is not recorded or not in the text. */
const NEVER = Number.POSITIVE_INFINITY;

type Judged = Pick<MilestoneStatus, 'timeliness' | 'state' | 'since'> & {
  /** Its condition (`when`) is not met. */
  gated?: true;
};

/** The headline of a timeliness and a state. */
export function headline(
  { timeliness, state, gated }: Pick<Judged, 'timeliness' | 'state' | 'gated'>,
  nature?: Nature,
): Headline {
  if (gated) return 'conditional';
  if (state === 'came' && nature === 'beginning') return 'took-effect';
  if (state === 'fulfilled') return timeliness === 'late' ? 'met-late' : 'met';
  const ofState = BY_STATE[state];
  if (ofState !== undefined) return ofState;
  if (timeliness === 'on-time') return 'met';
  return timeliness === 'late' ? 'met-late' : timeliness;
}

/** An achievement, a right, a goal or an occasion. */
function deadline(milestone: MilestoneTiming, at: Instant, dueSoonMs: number): Judged {
  const { outcome, nature, dueAt = NEVER } = milestone;
  const { waivedAt = NEVER, fulfilledAt = NEVER } = outcome;
  const { doneAt = NEVER, revertedAt = NEVER } = outcome;
  if (waivedAt <= at)
    return { ...clock(milestone, waivedAt, dueSoonMs), state: 'discharged', since: waivedAt };
  if (doneAt <= at && revertedAt < NEVER) {
    const timeliness = doneAt >= dueAt ? 'late' : 'on-time';
    if (revertedAt <= at) return { timeliness, state: 'terminated', since: revertedAt };
    return { timeliness, state: 'fulfilled', since: doneAt };
  }
  const ceased = dischargeOf(outcome);
  const breach = breachAt(milestone, at);
  if (fulfilledAt <= Math.min(at, ceased.since)) {
    const timeliness = fulfilledAt >= dueAt ? 'late' : 'on-time';
    if (breach !== undefined && breach > fulfilledAt)
      return { timeliness, state: 'violated', since: breach };
    return { timeliness, state: 'fulfilled', since: fulfilledAt };
  }
  const came = milestone.kind === 'occasion' ? comingOf(milestone) : NEVER;
  const over = came <= at;
  if (ceased.since <= at && !(over && came <= ceased.since))
    return { ...clock(milestone, ceased.since, dueSoonMs), ...ceased };
  if (breach !== undefined)
    return { ...clock(milestone, at, dueSoonMs), state: 'violated', since: breach };
  if (isGated(milestone, at)) return gatedAt(milestone);
  const pause = suspendedAt(milestone, at);
  const now = owedSince(clock(milestone, at, dueSoonMs), milestone);
  if (pause !== undefined) return { ...now, state: 'suspended', since: pause };
  if (over) {
    const state = comesAtDaysEnd(nature) ? 'expired' : 'came';
    return { timeliness: 'on-time', state, since: came };
  }
  return { ...now, state: isConditional(milestone, at) ? 'conditional' : 'in-effect' };
}

/** When it was discharged or terminated, whichever is first; NEVER where it was not. */
function dischargeOf({ dischargedAt = NEVER, terminatedAt = NEVER }: Outcome): {
  state: State;
  since: Instant;
} {
  return terminatedAt < dischargedAt
    ? { state: 'terminated', since: terminatedAt }
    : { state: 'discharged', since: dischargedAt };
}

/** Since when a breach lasts that is not cured at the instant; undefined where there is none. */
function breachAt({ outcome }: MilestoneTiming, at: Instant): Instant | undefined {
  const { cured = [], breachedAt = NEVER } = outcome;
  return (
    cured.find(({ from, to }) => from <= at && at < to)?.from ??
    (breachedAt <= at ? breachedAt : undefined)
  );
}

/** States that a dispute does not change, because nothing is owed. */
const BEYOND_DISPUTE: readonly State[] = ['discharged', 'came', 'expired', 'terminated'];

/** Replaces the state by `disputed` during a dispute; the timeliness stays. */
function contested(judged: Judged, { outcome }: MilestoneTiming, at: Instant): Judged {
  const dispute = outcome.disputes?.find(({ from, to = NEVER }) => from <= at && at < to);
  if (dispute === undefined || BEYOND_DISPUTE.includes(judged.state)) return judged;
  return { timeliness: judged.timeliness, state: 'disputed', since: dispute.from };
}

/** Whether its condition is not met, so that nothing is owed whatever its date. */
function isGated({ outcome }: MilestoneTiming, at: Instant): boolean {
  const { gate } = outcome;
  return gate !== undefined && at < (gate.metAt ?? NEVER);
}

function gatedAt({ dueAt, startsAt, comesAt }: MilestoneTiming): Judged {
  const dated = (dueAt ?? startsAt ?? comesAt) !== undefined;
  return { timeliness: dated ? 'upcoming' : 'undated', state: 'conditional', gated: true };
}

/** An obligation whose condition is met after its date is overdue only since then. */
function owedSince<T extends Pick<Judged, 'since'>>(now: T, { outcome }: MilestoneTiming): T {
  const metAt = outcome.gate?.metAt ?? Number.NEGATIVE_INFINITY;
  return now.since !== undefined && now.since < metAt ? { ...now, since: metAt } : now;
}

/** Since when it is suspended; undefined where it is not suspended. */
function suspendedAt({ outcome }: MilestoneTiming, at: Instant): Instant | undefined {
  return outcome.suspensions?.find(({ from, to = NEVER }) => from <= at && at < to)?.from;
}

/** Whether it is not owed yet: it has no date, or its window has not opened. */
function isConditional(
  { opensAt, dueAt, comesAt, waitsFor, nature }: MilestoneTiming,
  at: Instant,
): boolean {
  const date = nature === 'right' ? opensAt : nature === 'goal' ? comesAt : dueAt;
  return at < (opensAt ?? at) || (date === undefined && waitsFor.length > 0);
}

function clock(
  milestone: MilestoneTiming,
  at: Instant,
  dueSoonMs: number,
): { timeliness: Timeliness; since?: Instant } {
  const { kind, nature, dueAt, graceEndsAt } = milestone;
  if (kind === 'occasion' || isOpenAfterwards(nature)) return coming(milestone, at, dueSoonMs);
  if (dueAt === undefined) return { timeliness: 'undated' };
  const overdueAt = graceEndsAt ?? dueAt;
  if (at >= overdueAt) return { timeliness: 'overdue', since: overdueAt };
  if (at >= dueAt) return { timeliness: 'in-grace', since: dueAt };
  const soonAt = earliestOf(milestone, dueAt) - dueSoonMs;
  return at >= soonAt ? { timeliness: 'due-soon', since: soonAt } : { timeliness: 'upcoming' };
}

/** Whether it can still be used or reached once its instant has come. */
function isOpenAfterwards(nature: Nature | undefined): boolean {
  return nature === 'right' || nature === 'goal';
}

/** The timeliness of occasions, rights and goals, which cannot be late. */
function coming(
  milestone: MilestoneTiming,
  at: Instant,
  dueSoonMs: number,
): { timeliness: Timeliness; since?: Instant } {
  const comesAt = comingOf(milestone);
  if (comesAt === NEVER) return { timeliness: 'undated' };
  const soonAt = earliestOf(milestone, comesAt) - dueSoonMs;
  if (at < soonAt) return { timeliness: 'upcoming' };
  if (at < comesAt) return { timeliness: 'due-soon', since: soonAt };
  return { timeliness: isOpenAfterwards(milestone.nature) ? 'open' : 'on-time', since: comesAt };
}

/** An obligation with an interval: it can be breached, it is never overdue. */
function maintenance(milestone: MilestoneTiming, at: Instant, dueSoonMs: number): Judged {
  const { outcome, startsAt, endsAt, waitsFor } = milestone;
  const awaited = startsAt === undefined && outcome.startless !== true;
  const { waivedAt = NEVER } = outcome;
  if (waivedAt <= at) return { timeliness: 'on-time', state: 'discharged', since: waivedAt };
  const ended = endOfInterval(milestone);
  if (ended.since <= at) return { timeliness: 'on-time', ...ended };
  if (isGated(milestone, at)) return gatedAt(milestone);
  if (awaited && waitsFor.length > 0) return { timeliness: 'undated', state: 'conditional' };
  if (awaited && endsAt === undefined) return { timeliness: 'undated', state: 'in-effect' };
  if (startsAt !== undefined && at < startsAt) {
    const soonAt = startsAt - dueSoonMs;
    if (at < soonAt) return { timeliness: 'upcoming', state: 'conditional' };
    return { timeliness: 'due-soon', state: 'conditional', since: soonAt };
  }
  const breach = breachAt(milestone, at);
  if (breach !== undefined) return { timeliness: 'late', state: 'breached', since: breach };
  const pause = suspendedAt(milestone, at);
  if (pause !== undefined) return { timeliness: 'on-time', state: 'suspended', since: pause };
  return {
    timeliness: 'on-time',
    state: 'holding',
    ...(startsAt !== undefined && { since: startsAt }),
  };
}

/** When and how an interval ends: on its last day, or earlier by a discharge, a termination, a snapback or a recorded end. */
function endOfInterval({ outcome, endsAt = NEVER }: MilestoneTiming): {
  state: State;
  since: Instant;
} {
  const {
    dischargedAt = NEVER,
    revertedAt = NEVER,
    endedAt = NEVER,
    terminatedAt = NEVER,
  } = outcome;
  const since = Math.min(endsAt, dischargedAt, revertedAt, endedAt, terminatedAt);
  if (since === endsAt) return { state: 'expired', since };
  return { state: since === dischargedAt ? 'discharged' : 'terminated', since };
}
