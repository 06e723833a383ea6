import type { Instant } from '../model/time';
import { parseDay } from './epoch-day';

/** RFC 3339, section 5.6, except that the seconds are optional: `t` and `z` in either case, any fraction of a second. */
const FORM =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** No zone is or was further from UTC. */
const MAX_OFFSET_MINUTES = 18 * 60;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The instant of a text such as 2025-11-27T15:30:00+02:00. 24:00 is the midnight that ends the day. A fraction is cut
 * to milliseconds.
 * @param maxOffset the largest offset from UTC that is accepted, in minutes.
 * @returns undefined where the text has another form or the instant does not exist.
 */
export function parseInstant(text: string, maxOffset = MAX_OFFSET_MINUTES): Instant | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, date = '', hours, minutes, seconds = '0', fraction = '', sign, ahead, more] = match;
  const day = parseDay(date);
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const ended = hour === 24 && minute === 0 && second === 0 && Number(fraction) === 0;
  if (day === undefined || minute > 59 || second > 59 || (hour > 23 && !ended)) return undefined;
  const offset = Number(ahead ?? 0) * 60 + Number(more ?? 0);
  if (Number(more ?? 0) > 59 || offset > maxOffset) return undefined;
  const local = day * DAY_MS + (hour * 60 + minute) * MINUTE_MS + second * 1_000 + millisecond;
  return local - (sign === '-' ? -offset : offset) * MINUTE_MS;
}

/** Whether a text begins like an instant, whether or not it is a valid one. */
export function looksLikeInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}[Tt]/.test(text);
}
