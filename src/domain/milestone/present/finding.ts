import { z } from 'zod';
import type { Shown } from '../../../http/shown';

/** A question that a careful reader would ask. */
export const findingSchema = z
  .strictObject({
    kind: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    path: z.string(),
    detail: z.string(),
    advice: z.string(),
  })
  .meta({ id: 'Finding' });

export type PresentedFinding = Shown<typeof findingSchema>;

export const findingChangesSchema = z.strictObject({
  appear: z.array(findingSchema),
  vanish: z.array(findingSchema),
});
