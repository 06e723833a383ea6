/** How fast an endpoint may be sent to, and how much of that is used up (a leaky bucket, as GCRA). */
export interface RateLimit {
  perMinute: number;
  /** The instant, epoch milliseconds, at which everything started so far would be paid for. */
  pacedUntil: number;
}

const MINUTE = 60_000;

/** What may start at once after a pause: a second's worth, and one at least. */
export function burstOf(perMinute: number): number {
  return Math.max(1, Math.floor(perMinute / 60));
}

/** How many attempts may start now. */
export function allowance(pace: RateLimit | undefined, now: number): number {
  if (pace === undefined) return Number.POSITIVE_INFINITY;
  const gap = MINUTE / pace.perMinute;
  const unpaid = (unpaidUntil(pace, now) - now) / gap;
  return Math.max(0, Math.floor(burstOf(pace.perMinute) - unpaid + 1e-9));
}

/** `pacedUntil` once `count` more have started. */
export function afterStarting(pace: RateLimit, count: number, now: number): number {
  return Math.ceil(unpaidUntil(pace, now) + (count * MINUTE) / pace.perMinute);
}

/** The first instant at which at least one may start. */
export function nextAllowedAt(pace: RateLimit, now: number): number {
  const gap = MINUTE / pace.perMinute;
  return Math.ceil(unpaidUntil(pace, now) - (burstOf(pace.perMinute) - 1) * gap);
}

/** Further ahead than a burst reaches it was written by a faster clock or for a slower pace, and counts no more. */
function unpaidUntil({ perMinute, pacedUntil }: RateLimit, now: number): number {
  const furthest = now + (burstOf(perMinute) * MINUTE) / perMinute + 1;
  return pacedUntil > furthest ? now : Math.max(pacedUntil, now);
}
