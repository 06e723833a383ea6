import { z } from 'zod';
import type { Reading } from '../../../engine/review/readings';
import { day, type Shown } from '../../../http/shown';
import { presentDay } from './milestone';

export const readingSchema = z
  .strictObject({ reading: z.string(), on: day, text: z.string() })
  .meta({ id: 'Reading' });

/** Another reading of the same words, and the day (inclusive, YYYY-MM-DD) that it gives. */
export type PresentedReading = Shown<typeof readingSchema>;

export function presentReading({ reading, on, text }: Reading): PresentedReading {
  return { reading, on: presentDay(on) as string, text };
}
