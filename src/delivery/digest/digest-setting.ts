import { z } from 'zod';
import { luxonZones } from '../../base/zones';
import { clockTime, minuteOf, zone } from '../format/civil-time';

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday. */
const WEEKDAYS = [
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
] as const;

const AHEAD = { error: 'a whole number of days from 1 to 366' };

export const digestSchema = z
  .strictObject({
    every: z.enum(['day', 'week'], { error: 'day or week' }),
    /** The day of a weekly digest. Default: Monday. */
    on: z.enum(WEEKDAYS, { error: 'a day such as monday' }).optional(),
    /** The local time at which it is written. */
    at: clockTime,
    zone,
    /** How far it looks ahead. */
    daysAhead: z.int(AHEAD).min(1, AHEAD).max(366, AHEAD).default(14),
    /** Whether a digest is sent if it has no entries. */
    empty: z.boolean().default(false),
  })
  .refine(({ every, on }) => every === 'week' || on === undefined, {
    path: ['on'],
    error: 'no `on` if `every` is day',
  })
  .meta({ id: 'Digest' });

export type DigestSetting = z.infer<typeof digestSchema>;

/** The first instant after `now` at which a digest is written. */
export function nextDigest(setting: DigestSetting, now: number): number {
  for (let day = luxonZones.localOf(now, setting.zone).day; ; day++) {
    const at = instantOn(setting, day);
    if (at !== undefined && at > now) return at;
  }
}

/** The last instant up to `now`, inclusive, at which a digest is written. */
export function lastDigest(setting: DigestSetting, now: number): number {
  for (let day = luxonZones.localOf(now, setting.zone).day + 1; ; day--) {
    const at = instantOn(setting, day);
    if (at !== undefined && at <= now) return at;
  }
}

/** The number of digests between two instants, both exclusive. */
export function digestsBetween(setting: DigestSetting, from: number, to: number): number {
  let count = 0;
  for (let at = nextDigest(setting, from); at < to; at = nextDigest(setting, at)) count++;
  return count;
}

/**
 * The instant of the digest of a civil day; undefined on other days of the week. If the clock skips the time, the
 * first instant after the gap; if the time comes twice, the first one.
 */
function instantOn({ every, on = 'monday', at, zone: name }: DigestSetting, day: number) {
  if (every === 'week' && WEEKDAYS[((day % 7) + 7) % 7] !== on) return undefined;
  return luxonZones.instantAt(day, minuteOf(at), name);
}

/** The longest time between two digests of a setting, including a day that a zone skips. */
export const LONGEST_PERIOD_MS = 9 * DAY_MS;
