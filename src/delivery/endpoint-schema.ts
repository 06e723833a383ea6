import { z } from 'zod';
import { MESSAGE_TYPES } from '../outbox/message-type';
import { keyOf, SECRET_BYTES } from './secret';

const URL_CHARACTERS = 2_000;
const DESCRIPTION_CHARACTERS = 500;
const AGREEMENTS = 1_000;
const LONGEST_OVERLAP_HOURS = 30 * 24;

const url = z.string({ error: 'a URL such as https://example.org/pacta' }).max(URL_CHARACTERS);
const description = z.string().max(DESCRIPTION_CHARACTERS);
const types = z.array(z.enum(MESSAGE_TYPES, { error: `one of ${MESSAGE_TYPES.join(', ')}` }));
const agreements = z
  .array(z.string().regex(/^[^"\\\p{Cc}]{1,200}$/u, 'the id of an agreement'))
  .max(AGREEMENTS);
const secret = z.string().refine((text) => keyOf(text) !== undefined, {
  error: `"whsec_" and the base64 of ${SECRET_BYTES.fewest} to ${SECRET_BYTES.most} bytes; leave it out to have one made`,
});

export const createSchema = z.strictObject({
  url,
  description: description.default(''),
  /** Message types it wants; empty for all. */
  types: types.default([]),
  /** Agreements it wants to hear of, which need not exist yet; empty for all. */
  agreements: agreements.default([]),
  /** Whether it wants what rests on a hypothetical signing date. */
  includeHypothetical: z.boolean().default(true),
  secret: secret.optional(),
});

export const changeSchema = z
  .strictObject({
    url,
    description,
    types,
    agreements,
    includeHypothetical: z.boolean(),
    /** Enabling sends what was held. */
    state: z.enum(['enabled', 'disabled']),
  })
  .partial();

export const rotateSchema = z.strictObject({
  secret: secret.optional(),
  /** How long the older secret keeps signing beside the new one. */
  overlapHours: z.int().min(0).max(LONGEST_OVERLAP_HOURS).default(24),
});

export type CreateRequest = z.infer<typeof createSchema>;
export type ChangeRequest = z.infer<typeof changeSchema>;
export type RotateRequest = z.infer<typeof rotateSchema>;
