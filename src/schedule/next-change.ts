import type { Instant, Span, State } from './model';
import type { MilestoneTiming } from './status';

/** States that the clock alone does not change. */
const SETTLED: readonly State[] = ['fulfilled', 'discharged', 'expired', 'terminated'];

/** The next instant after `at` at which one of the comparisons above may answer otherwise. */
export function nextChange(
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
    outcome.terminatedAt,
    ...[outcome.suspensions, outcome.cured, outcome.disputes].flatMap(
      (spans: readonly Span[] = []) => spans.flatMap(({ from, to }) => [from, to]),
    ),
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
