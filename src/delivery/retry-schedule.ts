const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait after each failed attempt but the last, about 75 hours in all. */
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
/** Jitter only adds, so that a wait is never shorter than the ladder says. */
export const JITTER = 0.1;
/** A receiver that asks for a longer pause gets this one. */
export const MAX_RETRY_AFTER_MS = 24 * HOUR;
/** The pause after the first failure of an endpoint; it doubles with each further one. */
export const FIRST_PROBE_WAIT_MS = 250;

/**
 * The wait before the next attempt, in milliseconds; undefined when there is none.
 * @param attempts how many were made, this one included.
 * @param fraction chance in [0, 1).
 * @param retryAfterMs what the receiver asked for; it may lengthen the wait within a bound, not shorten it.
 */
export function waitAfter(
  attempts: number,
  fraction: number,
  retryAfterMs = 0,
): number | undefined {
  const rung = RETRY_WAITS_MS[attempts - 1];
  if (rung === undefined) return undefined;
  const asked = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
  return Math.max(rung + Math.floor(rung * JITTER * fraction), asked);
}

/**
 * The pause before a failing endpoint is probed again, in milliseconds.
 * @param failures failed attempts in a row, at least 1.
 */
export function probeWait(failures: number, longestMs: number, retryAfterMs = 0): number {
  const doubled = FIRST_PROBE_WAIT_MS * 2 ** Math.min(failures - 1, 30);
  return Math.max(Math.min(doubled, longestMs), Math.min(retryAfterMs, HOUR));
}

/**
 * The `Retry-After` header as milliseconds from now: seconds, or an HTTP date (RFC 9110, section 10.2.3).
 * Undefined for anything else.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
