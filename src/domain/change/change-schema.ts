import { z } from 'zod';

export const previewFlag = {
  preview: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false)
    .describe('true: answer with what would change, write nothing'),
};

const pinned = 'Ids of milestones that keep their dates';

/** Pins in the query, for requests whose body is a document or a fact: `?pin=pact/a,pact/b`. */
export const pinQuery = {
  pin: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(z.string().trim().min(1).max(300)).max(1_000))
    .optional()
    .describe(pinned),
};

export const previewQuery = z.strictObject(previewFlag);
export const pinningQuery = z.strictObject({ ...previewFlag, ...pinQuery });

/** Who changes something, and why. */
export const attribution = {
  actor: z.string().trim().min(1).max(200).optional(),
  reason: z.string().trim().min(1).max(4_000).optional(),
};

/** The common fields of changes that re-date. */
export const changeAttribution = {
  ...attribution,
  pin: z.array(z.string().trim().min(1).max(300)).max(1_000).optional().describe(pinned),
};
