import { z } from 'zod';

/** `?preview=true` computes what a change would do and writes nothing. */
export const previewFlag = {
  preview: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false)
    .describe('true: answer what would change, write nothing'),
};

const pinned = 'Ids of milestones that keep the dates they have';

/** Pins where the body is something else: `?pin=pact/a,pact/b`. */
export const pinsListed = {
  pin: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(z.string().trim().min(1).max(300)).max(1_000))
    .optional()
    .describe(pinned),
};

export const previewQuery = z.strictObject(previewFlag);
export const pinningQuery = z.strictObject({ ...previewFlag, ...pinsListed });

/** Who changes something, and why. */
export const said = {
  actor: z.string().trim().min(1).max(200).optional(),
  reason: z.string().trim().min(1).max(4_000).optional(),
};

/** What any re-dating change may say of itself besides what it changes. */
export const saidOfChange = {
  ...said,
  pin: z.array(z.string().trim().min(1).max(300)).max(1_000).optional().describe(pinned),
};
