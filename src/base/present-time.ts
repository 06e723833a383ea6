import { formatDay } from '../engine/calendar/epoch-day';

/** YYYY-MM-DD, or null. */
export function presentDay(day: number | null | undefined): string | null {
  return day === null || day === undefined ? null : formatDay(day);
}

/** A day, or "between 2026-06-01 and 2026-06-30" for one known only roughly. */
export function dayOrRange(earliest: number | null | undefined, day: number): string {
  const text = formatDay(day);
  return typeof earliest === 'number' ? `between ${formatDay(earliest)} and ${text}` : text;
}

/** RFC 3339 in UTC, without milliseconds where they are zero ("2026-03-07T22:00:00Z"); or null. */
export function presentInstant(instant: number): string;
export function presentInstant(instant: number | null | undefined): string | null;
export function presentInstant(instant: number | null | undefined): string | null {
  if (instant === null || instant === undefined) return null;
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
