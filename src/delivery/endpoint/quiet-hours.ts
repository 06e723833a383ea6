import { z } from 'zod';
import { luxonZones } from '../../base/zones';
import { MESSAGE_TYPES, type MessageType } from '../../outbox/message-type';
import { clockTime, minuteOf, zone } from '../format/civil-time';
import { isUrgent } from '../format/effect';

const DAY_MINUTES = 1_440;
/** The longest quiet hours: a message waits less than the longest wait of a retry. */
const LONGEST_MINUTES = 22 * 60;

/** A span of each day in which messages wait until its end, apart from urgent ones. */
export const quietSchema = z
  .strictObject({ from: clockTime, to: clockTime, zone })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'another time than `from`' })
  .refine((quiet) => minutesOf(quiet) <= LONGEST_MINUTES, {
    path: ['to'],
    error: 'at most 22 hours after `from`',
  })
  .meta({ id: 'QuietHours' });

export type QuietHours = z.infer<typeof quietSchema>;

/** Types of messages that wait for the end of quiet hours even if they rest on facts alone. */
const WAITING: ReadonlySet<MessageType> = new Set(
  MESSAGE_TYPES.filter((type) => type !== 'ping' && !isUrgent({ type, hypothetical: false })),
);

/** Types that are sent during quiet hours. Apart from a ping, those that rest on an assumed fact wait nevertheless. */
export const PASSING: readonly MessageType[] = MESSAGE_TYPES.filter((type) => !WAITING.has(type));

/**
 * The end of the quiet hours that contain this instant, epoch milliseconds; undefined outside of them. They begin at
 * `from`, inclusive, and end at `to`, exclusive. If the clock skips a local time, the first instant after the gap
 * counts. If a local time comes twice, the first one counts.
 */
export function quietUntil(quiet: QuietHours, now: number): number | undefined {
  const { from, to, zone: name } = quiet;
  const today = luxonZones.localOf(now, name).day;
  for (const day of [today - 1, today]) {
    const begins = luxonZones.instantAt(day, minuteOf(from), name);
    const ends = luxonZones.instantAt(to > from ? day : day + 1, minuteOf(to), name);
    if (begins <= now && now < ends) return ends;
  }
  return undefined;
}

function minutesOf({ from, to }: { from: string; to: string }): number {
  return (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES;
}
