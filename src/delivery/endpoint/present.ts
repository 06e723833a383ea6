import { z } from 'zod';
import { instant, type ResponseOf } from '../../http/response-of';
import { LANGUAGES } from '../../outbox/sentences/catalogue';
import { KINDS } from '../destination-kinds';
import { digestSchema } from '../digest/digest-setting';
import { KIND_NAMES } from '../format/kind';
import type { Attempt } from '../queue/attempt.entity';
import { publicKeyOf, type SigningKey } from '../signing/keyring';
import type { Endpoint } from './endpoint.entity';
import { quietSchema } from './quiet-hours';

export const endpointSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(KIND_NAMES),
    url: z.string().meta({
      description: 'The URL of a webhook; of other kinds where it sends, without its secrets',
    }),
    language: z.enum(LANGUAGES).meta({ description: 'The language of the sentences' }),
    description: z.string(),
    types: z.array(z.string()),
    agreements: z.array(z.string()),
    parties: z.array(z.string()),
    themes: z.array(z.string()),
    includeHypothetical: z.boolean(),
    includeActual: z.boolean(),
    onlyEscalations: z.boolean(),
    quiet: quietSchema.nullable(),
    digest: digestSchema.nullable(),
    nextDigestAt: instant.nullable(),
    maxInFlight: z.number().int().nullable(),
    maxPerMinute: z.number().int().nullable(),
    state: z.string(),
    disabledReason: z.string().nullable(),
    failingSince: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Endpoint' });

export type PresentedEndpoint = ResponseOf<typeof endpointSchema>;

export const publicKeySchema = z
  .strictObject({
    scheme: z.literal('v1a').meta({ description: 'Verifies signatures with the prefix `v1a`' }),
    key: z
      .string()
      .meta({ description: '`whpk_` and the base64 of the 32 bytes of an ed25519 public key' }),
    pem: z.string().meta({ description: 'The same key as PEM (SubjectPublicKeyInfo)' }),
    until: instant
      .nullable()
      .meta({ description: 'When the key stops signing; null for the newest key' }),
  })
  .meta({ id: 'PublicKey' });

export type PresentedPublicKey = ResponseOf<typeof publicKeySchema>;

export const attemptSchema = z
  .strictObject({
    number: z.number().int(),
    startedAt: instant,
    durationMs: z.number().int(),
    outcome: z.string(),
    statusCode: z.number().int().nullable(),
    excerpt: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });

type PresentedAttempt = ResponseOf<typeof attemptSchema>;

/** An endpoint with its secret, which only the responses of creation and rotation contain. */
export const endpointWithSecretSchema = endpointSchema
  .extend({
    secret: z.string().optional().meta({ description: 'Absent for kinds without signatures' }),
  })
  .meta({ id: 'EndpointWithSecret' });

export type PresentedEndpointWithSecret = ResponseOf<typeof endpointWithSecretSchema>;

/** @param secret shown only for kinds whose messages are signed. */
export function presentWithSecret(row: Endpoint, secret: string): PresentedEndpointWithSecret {
  return { ...presentEndpoint(row), ...(KINDS[row.kind].signed ? { secret } : {}) };
}

export function presentEndpoint(row: Endpoint): PresentedEndpoint {
  return {
    id: row.id,
    kind: row.kind,
    url: row.url,
    language: row.language,
    description: row.description,
    types: row.types,
    agreements: row.agreements,
    parties: row.parties,
    themes: row.themes,
    includeHypothetical: row.includeHypothetical,
    includeActual: row.includeActual,
    onlyEscalations: row.onlyEscalations,
    quiet: row.quiet,
    digest: row.digest,
    nextDigestAt: presentInstant(row.digestAt),
    maxInFlight: row.maxInFlight,
    maxPerMinute: row.maxPerMinute,
    state: row.state,
    disabledReason: row.disabledReason,
    failingSince: presentInstant(row.failingSince),
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}

export function presentPublicKey(key: SigningKey): PresentedPublicKey {
  return { scheme: 'v1a', ...publicKeyOf(key), until: presentInstant(key.until) };
}

/** RFC 3339 in UTC, always with milliseconds. */
export function presentInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export function presentAttempt(row: Attempt): PresentedAttempt {
  const { number, durationMs, outcome, statusCode, excerpt, error } = row;
  const startedAt = new Date(row.startedAt).toISOString();
  return { number, startedAt, durationMs, outcome, statusCode, excerpt, error };
}
