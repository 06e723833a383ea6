import type { Headline, Instant, Milestone, Standing, State, Timeliness } from './model';

/** What a status depends on: the dates, and what was recorded. */
export type MilestoneTiming = Pick<Milestone, 'kind' | 'waitsFor' | 'outcome'> &
  Partial<Pick<Milestone, 'dueOn' | 'dueAt' | 'graceEndsAt' | 'opensAt' | 'startsAt' | 'endsAt'>>;

export const HEADLINES = [
  'undated',
  'conditional',
  'upcoming',
  'due-soon',
  'in-grace',
  'overdue',
  'met',
  'met-late',
  'holding',
  'breached',
  'violated',
  'suspended',
  'discharged',
  'expired',
  'terminated',
] as const satisfies readonly Headline[];

/**
 * The headline of each state. While an obligation is in effect or still conditional, its timeliness is the
 * headline; otherwise what became of it is.
 */
const BY_STATE: Partial<Record<State, Headline>> = {
  suspended: 'suspended',
  holding: 'holding',
  breached: 'breached',
  violated: 'violated',
  discharged: 'discharged',
  expired: 'expired',
  terminated: 'terminated',
};

/**
 * The status of a milestone at an instant: the clock's answer, the deontic one, and the headline they give.
 * The only place that decides a status; the same arguments always give the same answer.
 * @param at inclusive: at `dueAt` it is late.
 */
export function standing(
  milestone: MilestoneTiming,
  at: Instant,
  policy: { dueSoonMs: number },
): Standing {
  const { gated, ...judged } =
    milestone.kind === 'maintenance'
      ? maintenance(milestone, at, policy.dueSoonMs)
      : deadline(milestone, at, policy.dueSoonMs);
  const nextChangeAt = next(milestone, at, policy.dueSoonMs, judged.state);
  return {
    ...judged,
    status: headline({ ...judged, ...(gated && { gated }) }),
    ...(nextChangeAt === undefined ? {} : { nextChangeAt }),
  };
}

type Judged = Pick<Standing, 'timeliness' | 'state' | 'since'> & {
  /** Its condition is not met, so that no date of it counts. */
  gated?: true;
};

function headline({ timeliness, state, gated }: Judged): Headline {
  if (gated) return 'conditional';
  if (state === 'fulfilled') return timeliness === 'late' ? 'met-late' : 'met';
  return BY_STATE[state] ?? (timeliness as Headline);
}

/** An achievement or an occasion. */
function deadline(milestone: MilestoneTiming, at: Instant, dueSoonMs: number): Judged {
  const { outcome, kind } = milestone;
  if (outcome.waivedAt !== undefined && outcome.waivedAt <= at) {
    const before = clock(milestone, outcome.waivedAt, dueSoonMs);
    return { timeliness: before.timeliness, state: 'discharged', since: outcome.waivedAt };
  }
  const { fulfilledAt, doneAt, revertedAt, dischargedAt = Number.POSITIVE_INFINITY } = outcome;
  if (doneAt !== undefined && revertedAt !== undefined && doneAt <= at) {
    const timeliness = doneAt >= (milestone.dueAt ?? Number.POSITIVE_INFINITY) ? 'late' : 'on-time';
    if (revertedAt <= at) return { timeliness, state: 'terminated', since: revertedAt };
    return { timeliness, state: 'fulfilled', since: doneAt };
  }
  if (fulfilledAt !== undefined && fulfilledAt <= at && fulfilledAt <= dischargedAt) {
    const timeliness = isLate(milestone) ? 'late' : 'on-time';
    return { timeliness, state: 'fulfilled', since: fulfilledAt };
  }
  const { dueAt = Number.POSITIVE_INFINITY } = milestone;
  const over = kind === 'occasion' && dueAt <= at;
  if (dischargedAt <= at && !(over && dueAt <= dischargedAt)) {
    const before = clock(milestone, dischargedAt, dueSoonMs);
    return { timeliness: before.timeliness, state: 'discharged', since: dischargedAt };
  }
  if (isGated(milestone, at)) return gatedAt(milestone);
  const pause = suspendedAt(milestone, at);
  const now = owedSince(clock(milestone, at, dueSoonMs), milestone);
  if (pause !== undefined) return { ...now, state: 'suspended', since: pause };
  if (over) return { timeliness: 'on-time', state: 'expired', since: dueAt };
  return { ...now, state: isConditional(milestone, at) ? 'conditional' : 'in-effect' };
}

/** Its condition has not been met: whatever its date, nothing is owed. */
function isGated({ outcome }: MilestoneTiming, at: Instant): boolean {
  const { gate } = outcome;
  return gate !== undefined && (gate.metAt === undefined || at < gate.metAt);
}

function gatedAt({ dueAt, startsAt }: MilestoneTiming): Judged {
  const dated = dueAt !== undefined || startsAt !== undefined;
  return { timeliness: dated ? 'upcoming' : 'undated', state: 'conditional', gated: true };
}

/** What its condition made owed after its date is overdue since then only. */
function owedSince<T extends Pick<Judged, 'since'>>(now: T, { outcome }: MilestoneTiming): T {
  const met = outcome.gate?.metAt;
  return met === undefined || now.since === undefined || now.since >= met
    ? now
    : { ...now, since: met };
}

/** Since when it is suspended; undefined where it is not. */
function suspendedAt({ outcome }: MilestoneTiming, at: Instant): Instant | undefined {
  return outcome.suspensions?.find(({ from, to }) => from <= at && (to === undefined || at < to))
    ?.from;
}

/** Not owed yet: nothing dates it, or its window has not opened. */
function isConditional(milestone: MilestoneTiming, at: Instant): boolean {
  if (milestone.opensAt !== undefined && at < milestone.opensAt) return true;
  return milestone.dueAt === undefined && milestone.waitsFor.length > 0;
}

function clock(
  { dueAt, graceEndsAt }: MilestoneTiming,
  at: Instant,
  dueSoonMs: number,
): { timeliness: Timeliness; since?: Instant } {
  if (dueAt === undefined) return { timeliness: 'undated' };
  if (graceEndsAt !== undefined && at >= dueAt && at < graceEndsAt) {
    return { timeliness: 'in-grace', since: dueAt };
  }
  if (at >= dueAt) return { timeliness: 'overdue', since: graceEndsAt ?? dueAt };
  if (at >= dueAt - dueSoonMs) return { timeliness: 'due-soon', since: dueAt - dueSoonMs };
  return { timeliness: 'upcoming' };
}

/** Done after it was due, grace or not; by the day where only the day is known. */
function isLate({ dueAt, outcome }: MilestoneTiming): boolean {
  const { fulfilledAt = Number.NEGATIVE_INFINITY } = outcome;
  return dueAt !== undefined && fulfilledAt >= dueAt;
}

/** A duty that is held: it may be breached, it is never overdue. */
function maintenance(milestone: MilestoneTiming, at: Instant, dueSoonMs: number): Judged {
  const { outcome, startsAt, endsAt } = milestone;
  if (outcome.waivedAt !== undefined && outcome.waivedAt <= at) {
    return { timeliness: 'on-time', state: 'discharged', since: outcome.waivedAt };
  }
  const ended = endOfDuty(milestone);
  if (ended !== undefined && ended.since <= at) return { timeliness: 'on-time', ...ended };
  if (isGated(milestone, at)) return gatedAt(milestone);
  if (startsAt === undefined && (milestone.waitsFor.length > 0 || endsAt === undefined)) {
    return {
      timeliness: 'undated',
      state: milestone.waitsFor.length > 0 ? 'conditional' : 'in-effect',
    };
  }
  if (startsAt !== undefined && at < startsAt) {
    const soon = at >= startsAt - dueSoonMs;
    return {
      timeliness: soon ? 'due-soon' : 'upcoming',
      state: 'conditional',
      ...(soon && { since: startsAt - dueSoonMs }),
    };
  }
  if (endsAt !== undefined && at >= endsAt) {
    return { timeliness: 'on-time', state: 'expired', since: endsAt };
  }
  if (outcome.breachedAt !== undefined && outcome.breachedAt <= at) {
    return { timeliness: 'late', state: 'breached', since: outcome.breachedAt };
  }
  const pause = suspendedAt(milestone, at);
  if (pause !== undefined) return { timeliness: 'on-time', state: 'suspended', since: pause };
  return {
    timeliness: 'on-time',
    state: 'holding',
    ...(startsAt !== undefined && { since: startsAt }),
  };
}

/** What ended a held duty before its time: a discharge, a snapback, or an end that was recorded. */
function endOfDuty({
  outcome,
  endsAt = Number.POSITIVE_INFINITY,
}: MilestoneTiming): { state: State; since: Instant } | undefined {
  const { dischargedAt, revertedAt, endedAt } = outcome;
  const ends = [
    { state: 'discharged' as const, since: dischargedAt ?? endsAt },
    { state: 'terminated' as const, since: revertedAt ?? endsAt },
    { state: 'terminated' as const, since: endedAt ?? endsAt },
  ].filter(({ since }) => since < endsAt);
  return ends.sort((a, b) => a.since - b.since)[0];
}

/** States that the clock alone does not change. */
const SETTLED: readonly State[] = ['fulfilled', 'discharged', 'expired', 'terminated', 'violated'];

/** The next instant after `at` at which one of the comparisons above may answer otherwise. */
function next(
  milestone: MilestoneTiming,
  at: Instant,
  dueSoonMs: number,
  state: State,
): Instant | undefined {
  const { dueAt, graceEndsAt, opensAt, startsAt, endsAt, outcome } = milestone;
  const recorded = [
    outcome.fulfilledAt,
    outcome.waivedAt,
    outcome.breachedAt,
    outcome.gate?.metAt,
    outcome.dischargedAt,
    outcome.doneAt,
    outcome.revertedAt,
    outcome.endedAt,
    ...(outcome.suspensions ?? []).flatMap(({ from, to }) => [from, to]),
  ];
  const before = (instant: Instant | undefined): Instant | undefined =>
    instant === undefined ? undefined : instant - dueSoonMs;
  const clocked = SETTLED.includes(state)
    ? []
    : [before(dueAt), dueAt, graceEndsAt, opensAt, before(startsAt), startsAt, endsAt];
  const later = [...recorded, ...clocked].filter(
    (instant) => instant !== undefined && instant > at,
  );
  return later.length === 0 ? undefined : Math.min(...(later as Instant[]));
}
