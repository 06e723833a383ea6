const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait after each failed attempt except the last: 75 hours and 35 minutes in all, without jitter. */
export const RETRY_WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

export const MAX_ATTEMPTS = RETRY_WAITS_MS.length + 1;
/** The largest random part added to a wait, as a share of it. Jitter never shortens a wait. */
export const JITTER = 0.1;
/** The longest wait that a receiver can set by `Retry-After`. */
export const MAX_RETRY_AFTER_MS = 24 * HOUR;
/** No next attempt is further away than this when it is set. */
export const LONGEST_WAIT_MS = Math.ceil(
  Math.max(...RETRY_WAITS_MS, MAX_RETRY_AFTER_MS) * (1 + JITTER),
);
/** The longest wait before a probe that a receiver can set by `Retry-After`. */
export const MAX_PROBE_RETRY_AFTER_MS = HOUR;
/** The wait after the first failure of an endpoint; it doubles with each further failure. */
const FIRST_PROBE_WAIT_MS = 250;

/**
 * The wait before the next attempt, in milliseconds; undefined after the last attempt.
 * @param attempts the number of attempts made, including the one that just failed.
 * @param fraction a random number in [0, 1), for the jitter.
 * @param retryAfterMs the receiver's `Retry-After`. It lengthens the wait up to `MAX_RETRY_AFTER_MS`, never shortens it.
 */
export function waitAfter(
  attempts: number,
  fraction: number,
  retryAfterMs = 0,
): number | undefined {
  const wait = RETRY_WAITS_MS[attempts - 1];
  if (wait === undefined) return undefined;
  const requested = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
  return Math.max(wait + Math.floor(wait * JITTER * fraction), requested);
}

/**
 * The wait before a failing endpoint is probed again, in milliseconds.
 * @param failures failed attempts in a row, at least 1.
 * @param maxMs the longest wait without a `Retry-After`; with one it is an hour.
 */
export function probeWait(failures: number, maxMs: number, retryAfterMs = 0): number {
  const doubled = FIRST_PROBE_WAIT_MS * 2 ** Math.min(failures - 1, 30);
  return Math.max(Math.min(doubled, maxMs), Math.min(retryAfterMs, MAX_PROBE_RETRY_AFTER_MS));
}

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date (RFC 9110, 10.2.3).
 * @returns milliseconds from `now`, at least 0; undefined for any other text.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
