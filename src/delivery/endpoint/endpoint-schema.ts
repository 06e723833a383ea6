import { z } from 'zod';
import { MESSAGE_TYPES } from '../../outbox/message-type';
import { LANGUAGES } from '../../outbox/sentences/catalogue';
import { digestSchema } from '../digest/digest-setting';
import { optionalFields } from '../format/fields';
import { KIND_NAMES } from '../format/kind';
import { parseSecret, SECRET_BYTES } from '../signing/secret';
import { quietSchema } from './quiet-hours';

const DESCRIPTION_CHARACTERS = 500;
const MAX_NAMES = 1_000;
const MAX_IN_FLIGHT = 128;
const MAX_PER_MINUTE = 60_000;
const MAX_OVERLAP_HOURS = 30 * 24;

const description = z.string().max(DESCRIPTION_CHARACTERS);
const types = z.array(z.enum(MESSAGE_TYPES, { error: `one of ${MESSAGE_TYPES.join(', ')}` }));
const names = (what: string) => z.array(z.string().regex(/^\P{Cc}{1,200}$/u, what)).max(MAX_NAMES);
const agreements = names('the id of an agreement');
const parties = names('the id of a party');
const themes = names('a theme');
const maxInFlight = whole(1, MAX_IN_FLIGHT).nullable();
const maxPerMinute = whole(1, MAX_PER_MINUTE).nullable();
const secret = z.string().refine((text) => parseSecret(text) !== undefined, {
  error: `"whsec_" and the base64 of ${SECRET_BYTES.min} to ${SECRET_BYTES.max} bytes; without it a random one is made`,
});

const kind = z.enum(KIND_NAMES, { error: `one of ${KIND_NAMES.join(', ')}` });
const language = z.enum(LANGUAGES, { error: `one of ${LANGUAGES.join(', ')}` });

export const createSchema = z
  .strictObject({
    /** The kind of destination, which decides which of the settings it has. */
    kind: kind.default('webhook'),
    ...optionalFields,
    /** The language of the sentences. */
    language: language.default('en'),
    description: description.default(''),
    /** Message types to send; empty for all. */
    types: types.default([]),
    /** Ids of agreements, which need not exist yet; empty for all. */
    agreements: agreements.default([]),
    /** Ids of obligors or beneficiaries; empty for all. */
    parties: parties.default([]),
    /** Empty for all. */
    themes: themes.default([]),
    /** Whether to send messages that rest on a hypothetical signing date. */
    includeHypothetical: z.boolean().default(true),
    /** Whether to send messages that do not rest on a hypothetical signing date. */
    includeActual: z.boolean().default(true),
    /** Whether it gets only what an escalation chain of an alert policy passes to it. */
    onlyEscalations: z.boolean().default(false),
    /** A span of each day in which messages wait until its end; null for none. */
    quiet: quietSchema.nullable().default(null),
    /** A daily or weekly digest; null for none. */
    digest: digestSchema.nullable().default(null),
    /** Attempts in flight at a time; null for the limit of the service. */
    maxInFlight: maxInFlight.default(null),
    /** Attempts a minute; null for no limit. Default: what the service of the kind accepts. */
    maxPerMinute: maxPerMinute.optional(),
    secret: secret.optional(),
  })
  // The settings of other kinds are checked where their faults get an example (`DestinationSettings`).
  .refine(({ kind: name, url }) => name !== 'webhook' || url !== undefined, {
    path: ['url'],
    error: 'a URL such as https://example.org/pacta',
  })
  .meta({ minProperties: 1 });

export const changeSchema = z
  .strictObject({
    ...optionalFields,
    language,
    description,
    types,
    agreements,
    parties,
    themes,
    includeHypothetical: z.boolean(),
    includeActual: z.boolean(),
    onlyEscalations: z.boolean(),
    quiet: quietSchema.nullable(),
    digest: digestSchema.nullable(),
    maxInFlight,
    maxPerMinute,
    /** Enabling an endpoint sends its held deliveries. */
    state: z.enum(['enabled', 'disabled']),
  })
  .partial();

export const rotateSchema = z.strictObject({
  secret: secret.optional(),
  /** How long the former secret signs beside the new one. */
  overlapHours: whole(0, MAX_OVERLAP_HOURS).default(24),
});

export type CreateRequest = z.infer<typeof createSchema>;
export type ChangeRequest = z.infer<typeof changeSchema>;
export type RotateRequest = z.infer<typeof rotateSchema>;

function whole(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}
