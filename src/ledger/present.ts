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
  about: boolean;
  recordedAt: string;
  hypothetical: boolean;
  /** The new last day of what was extended, or the one that a pin keeps. */
  to: string | null;
  for: string | null;
  level: number | null;
  tolling: boolean | null;
  surviving: readonly string[] | null;
  instead: string | null;
  note: string | null;
  documentVersion: number | null;
  internal: boolean;
  retracts: string | null;
  actor: string | null;
  reason: string | null;
  evidence: readonly Evidence[];
  previousHash: string | null;
  hash: string;
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
    about: row.about,
    recordedAt: new Date(row.recordedAt).toISOString(),
    hypothetical: row.hypothetical,
    to: row.to === null ? null : formatDay(row.to),
    for: row.for,
    level: row.level,
    tolling: row.tolling,
    surviving: row.surviving,
    instead: row.instead,
    note: row.note,
    documentVersion: row.documentVersion,
    internal: row.internal,
    retracts: row.retracts,
    actor: row.actor,
    reason: row.reason,
    evidence: row.evidence ?? [],
    previousHash: row.previousHash,
    hash: row.hash,
  };
}
