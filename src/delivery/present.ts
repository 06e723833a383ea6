import type { Attempt } from './attempt.entity';
import type { Endpoint } from './endpoint.entity';

export interface PresentedEndpoint {
  id: string;
  url: string;
  description: string;
  types: readonly string[];
  agreements: readonly string[];
  includeHypothetical: boolean;
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
    includeHypothetical: row.includeHypothetical,
    state: row.state,
    disabledReason: row.disabledReason,
    failingSince: presentInstant(row.failingSince),
    createdAt: presentInstant(row.createdAt) as string,
    updatedAt: presentInstant(row.updatedAt) as string,
  };
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
