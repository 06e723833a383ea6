import { formatDay } from '../schedule/epoch-day';
import type { Evidence, FactRow } from './fact.entity';

export interface PresentedFact {
  id: string;
  agreement: string;
  sequence: number;
  kind: string;
  subject: string;
  by: string | null;
  ordinal: number | null;
  /** Civil day in the agreement's zone. */
  occurredOn: string;
  /** The instant in UTC, where it is known. */
  occurredAt: string | null;
  recordedAt: string;
  hypothetical: boolean;
  retracts: string | null;
  actor: string | null;
  reason: string | null;
  evidence: readonly Evidence[];
}

export function presentFact(row: FactRow): PresentedFact {
  return {
    id: row.id,
    agreement: row.agreementId,
    sequence: row.sequence,
    kind: row.kind,
    subject: row.subject,
    by: row.by,
    ordinal: row.ordinal,
    occurredOn: formatDay(row.occurredOn),
    occurredAt: row.occurredAt === null ? null : new Date(row.occurredAt).toISOString(),
    recordedAt: new Date(row.recordedAt).toISOString(),
    hypothetical: row.hypothetical,
    retracts: row.retracts,
    actor: row.actor,
    reason: row.reason,
    evidence: row.evidence ?? [],
  };
}
