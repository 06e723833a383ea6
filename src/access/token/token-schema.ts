import { z } from 'zod';
import { instantIn } from '../../base/text/instant';
import { instant, type ResponseOf } from '../../http/response-of';
import { ROLES } from '../rule';
import type { TokenRow } from './token.entity';
import type { NewToken } from './tokens';

const agreementId = z.string().min(1).max(80);

/** A request for a new token, over HTTP and on the command line. */
export const tokenSchema = z
  .strictObject({
    kind: z.enum(['access', 'feed'], { error: 'access or feed' }).default('access'),
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('Its holder and purpose, such as "Anna, laptop"; shown in lists and in the audit'),
    role: z.enum(ROLES, { error: `one of ${ROLES.join(', ')}` }).default('reader'),
    agreements: z
      .array(agreementId)
      .min(1)
      .max(1_000)
      .optional()
      .describe('Ids of the granted agreements; without it, all present and future agreements'),
    expiresAt: instantIn('2027-01-01T00:00:00Z').optional(),
  })
  .refine(({ role, agreements }) => role !== 'admin' || agreements === undefined, {
    path: ['agreements'],
    error: 'left out: a token with the role admin is for all agreements',
  })
  .refine(({ kind, agreements }) => kind !== 'feed' || agreements?.length === 1, {
    path: ['agreements'],
    error: 'one id: a feed token reads the feeds of exactly one agreement',
  })
  .refine(({ kind, role }) => kind !== 'feed' || role === 'reader', {
    path: ['role'],
    error: 'reader: a feed token only reads',
  });

export type TokenRequest = z.infer<typeof tokenSchema>;

export function newTokenFrom({ expiresAt, agreements, ...rest }: TokenRequest): NewToken {
  return {
    ...rest,
    agreements: agreements ?? null,
    expiresAt: expiresAt ?? null,
  };
}

export const presentedTokenSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['access', 'operator', 'session', 'feed']),
    name: z.string(),
    role: z.enum(ROLES),
    agreements: z.array(z.string()).nullable().meta({ description: 'Null for all agreements' }),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable().meta({ description: 'Accurate to one hour' }),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Token' });

export type PresentedToken = ResponseOf<typeof presentedTokenSchema>;

export function presentToken(row: TokenRow): PresentedToken {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    role: row.role,
    agreements: row.agreements,
    createdAt: new Date(row.createdAt).toISOString(),
    expiresAt: isoOf(row.expiresAt),
    lastUsedAt: isoOf(row.lastUsedAt),
    revokedAt: isoOf(row.revokedAt),
  };
}

/** RFC 3339 in UTC, always with milliseconds. */
function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
