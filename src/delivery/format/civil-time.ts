import { z } from 'zod';
import { luxonZones } from '../../base/zones';

/** A time of day, HH:MM from 00:00 to 23:59. */
export const clockTime = z
  .string({ error: 'a time of day such as 08:00' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:00');

export const zone = z
  .string({ error: 'a time zone such as Europe/Kyiv' })
  .max(64)
  .refine((name) => luxonZones.known(name), 'a time zone such as Europe/Kyiv');

/** Minutes since midnight. */
export function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
