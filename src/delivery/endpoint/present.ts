import { z } from 'zod';
import { instant, type ResponseOf } from '../../http/response-of';
import type { Attempt } from '../queue/attempt.entity';
import { publicKeyOf, type SigningKey } from '../signing/keyring';
import type { Endpoint } from './endpoint.entity';

export const endpointSchema = z
  .strictObject({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    types: z.array(z.string()),
    agreements: z.array(z.string()),
    parties: z.array(z.string()),
    themes: z.array(z.string()),
    includeHypothetical: z.boolean(),
    includeActual: z.boolean(),
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
    scheme: z.literal('v1a').meta({ description: '`v1a`, the signatures it verifies' }),
    key: z
      .string()
      .meta({ description: '`whpk_` and the base64 of the 32 bytes of an ed25519 public key' }),
    pem: z.string().meta({ description: 'The same as PEM (SubjectPublicKeyInfo)' }),
    until: instant.nullable().meta({ description: 'When it stops signing; null for the newest' }),
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

export type PresentedAttempt = ResponseOf<typeof attemptSchema>;

/** With its secret, which is shown once. */
export const endpointWithSecretSchema = endpointSchema
  .extend({ secret: z.string() })
  .meta({ id: 'EndpointWithSecret' });

/** Without the secret, which is shown once. */
export function presentEndpoint(row: Endpoint): PresentedEndpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    types: row.types,
    agreements: row.agreements,
    parties: row.parties,
    themes: row.themes,
    includeHypothetical: row.includeHypothetical,
    includeActual: row.includeActual,
    maxInFlight: row.maxInFlight,
    maxPerMinute: row.maxPerMinute,
    state: row.state,
    disabledReason: row.disabledReason,
    failingSince: presentInstant(row.failingSince),
    createdAt: presentInstant(row.createdAt) as string,
    updatedAt: presentInstant(row.updatedAt) as string,
  };
}

export function presentPublicKey(key: SigningKey): PresentedPublicKey {
  return { scheme: 'v1a', ...publicKeyOf(key), until: presentInstant(key.until) };
}

export function presentAttempt(row: Attempt): PresentedAttempt {
  const { number, durationMs, outcome, statusCode, excerpt, error } = row;
  const startedAt = presentInstant(row.startedAt) as string;
  return { number, startedAt, durationMs, outcome, statusCode, excerpt, error };
}

/** RFC 3339 in UTC. */
export function presentInstant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
