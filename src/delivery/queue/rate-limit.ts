/** The rate limit of an endpoint and its state (generic cell rate algorithm). */
export interface RateLimit {
  perMinute: number;
  /** The instant, epoch milliseconds, at which the limit is fully replenished: GCRA's theoretical arrival time. */
  pacedUntil: number;
}

const MINUTE = 60_000;

/** How many attempts may start at once after a pause: those of one second, at least 1. */
export function burstOf(perMinute: number): number {
  return Math.max(1, Math.floor(perMinute / 60));
}

/** How many attempts may start now. */
export function allowance(limit: RateLimit | undefined, now: number): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  const interval = MINUTE / limit.perMinute;
  const used = (replenishedAt(limit, now) - now) / interval;
  return Math.max(0, Math.floor(burstOf(limit.perMinute) - used + 1e-9));
}

/** The new `pacedUntil` after `count` more attempts have started. */
export function afterStarting(limit: RateLimit, count: number, now: number): number {
  return Math.ceil(replenishedAt(limit, now) + (count * MINUTE) / limit.perMinute);
}

/** The first instant at which at least one attempt may start. */
export function nextAllowedAt(limit: RateLimit, now: number): number {
  const interval = MINUTE / limit.perMinute;
  return Math.ceil(replenishedAt(limit, now) - (burstOf(limit.perMinute) - 1) * interval);
}

/**
 * `pacedUntil`, at least `now`. A value further ahead than one burst was written by a process whose clock is fast, or
 * before the limit was raised; it is ignored.
 */
function replenishedAt({ perMinute, pacedUntil }: RateLimit, now: number): number {
  const furthest = now + (burstOf(perMinute) * MINUTE) / perMinute + 1;
  return pacedUntil > furthest ? now : Math.max(pacedUntil, now);
}
