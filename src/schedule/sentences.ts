import { formatDay, toCivil, weekday } from './epoch-day';
import type { EpochDay, Instant } from './model';

/** English words for derivations; another language is another file of this shape. */

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "Saturday 7 March 2026" */
export function sayDay(day: EpochDay): string {
  const { year, month, day: dayOfMonth } = toCivil(day);
  return `${WEEKDAYS[weekday(day) - 1]} ${dayOfMonth} ${MONTHS[month - 1]} ${year}`;
}

/** "2026-03-07T22:00:00Z" */
export function sayInstant(instant: Instant): string {
  const day = Math.floor(instant / 86_400_000);
  const seconds = Math.floor((instant - day * 86_400_000) / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${formatDay(day)}T${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`;
}

/** "14:05" from minutes since midnight. */
export function sayClock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
