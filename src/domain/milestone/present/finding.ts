import { z } from 'zod';
import { presentDay } from '../../../base/present-time';
import type { Reading } from '../../../engine/review/readings';
import { day, type ResponseOf } from '../../../http/response-of';

/** A question about a document, as `pacta check` lists it. */
const findingSchema = z
  .strictObject({
    kind: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    path: z.string(),
    detail: z.string(),
    advice: z.string(),
  })
  .meta({ id: 'Finding' });

export type PresentedFinding = ResponseOf<typeof findingSchema>;

export const findingChangesSchema = z.strictObject({
  appear: z.array(findingSchema),
  vanish: z.array(findingSchema),
});

export const readingSchema = z
  .strictObject({ reading: z.string(), on: day, text: z.string() })
  .meta({ id: 'Reading' });

/** Another reading of the same words, and the day that it gives (YYYY-MM-DD, inclusive). */
export type PresentedReading = ResponseOf<typeof readingSchema>;

export function presentReading({ reading, on, text }: Reading): PresentedReading {
  return { reading, on: presentDay(on) as string, text };
}
