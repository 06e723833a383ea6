import type { Attempt } from './attempt.entity';
import type { Endpoint } from './endpoint.entity';
import { publicKeyOf, type SigningKey } from './keyring';

export interface PresentedEndpoint {
  id: string;
  url: string;
  description: string;
  types: readonly string[];
  agreements: readonly string[];
  parties: readonly string[];
  themes: readonly string[];
  includeHypothetical: boolean;
  includeActual: boolean;
  maxInFlight: number | null;
  maxPerMinute: number | null;
  state: string;
  disabledReason: string | null;
  failingSince: string | null;
  createdAt: string;
  updatedAt: string;
}

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

export interface PresentedPublicKey {
  /** `v1a`, the signatures it verifies. */
  scheme: 'v1a';
  /** `whpk_` and the base64 of the 32 bytes of an ed25519 public key. */
  key: string;
  /** The same as PEM (SubjectPublicKeyInfo). */
  pem: string;
  /** When it stops signing; null for the newest. */
  until: string | null;
}

export function presentPublicKey(key: SigningKey): PresentedPublicKey {
  return { scheme: 'v1a', ...publicKeyOf(key), until: presentInstant(key.until) };
}

export interface PresentedAttempt {
  number: number;
  startedAt: string;
  durationMs: number;
  outcome: string;
  statusCode: number | null;
  excerpt: string | null;
  error: string | null;
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
