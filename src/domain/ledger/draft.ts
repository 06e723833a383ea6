import { canonicalJson } from '../../base/record-hash';
import type { FactRow } from './fact.entity';

/** A fact before the ledger numbers, dates and chains it. */
export type FactDraft = Omit<
  FactRow,
  'id' | 'agreementId' | 'sequence' | 'recordedAt' | 'previousHash' | 'hash'
>;

/** A draft with the given fields; all others are null or false. */
export function factDraft(
  given: Pick<FactDraft, 'kind' | 'subject' | 'occurredOn'> & Partial<FactDraft>,
): FactDraft {
  return { ...EMPTY, ...given };
}

const EMPTY: Omit<FactDraft, 'kind' | 'subject' | 'occurredOn'> = {
  by: null,
  ordinal: null,
  occurredFrom: null,
  occurredAt: null,
  about: false,
  hypothetical: false,
  to: null,
  toAt: null,
  for: null,
  level: null,
  quantity: null,
  tolling: null,
  surviving: null,
  instead: null,
  note: null,
  documentVersion: null,
  internal: false,
  retracts: null,
  actor: null,
  reason: null,
  evidence: null,
};

/** A draft that retracts a fact. */
export function retractionOf(
  fact: FactRow,
  actor: string | null,
  reason: string | null,
): FactDraft {
  const { subject, by, ordinal, occurredOn, occurredFrom, occurredAt, hypothetical, internal } =
    fact;
  return factDraft({
    kind: 'retracted',
    subject,
    by,
    ordinal,
    occurredOn,
    occurredFrom,
    occurredAt,
    hypothetical,
    internal,
    retracts: fact.id,
    actor,
    reason,
  });
}

/** What a fact says, as one text: equal for facts that say the same. Absent, null and false are the same, as in its hash. */
export function contentKey(fact: FactDraft): string {
  const { kind, subject, occurredOn } = fact;
  const others = CONTENT.map((key) => [key, fact[key]]);
  return canonicalJson({ kind, subject, occurredOn, ...Object.fromEntries(others) });
}

const CONTENT = Object.keys(EMPTY).filter((key): key is keyof typeof EMPTY => key in EMPTY);
