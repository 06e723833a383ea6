/** What a fact is about: an event, an obligation or phase, the whole agreement, another fact. */
export type FactSubject = 'event' | 'obligation' | 'agreement' | 'fact';

/** The fields that only some kinds of fact have; `evidence` is optional in every kind. */
export type FactField =
  | 'to'
  | 'for'
  | 'level'
  | 'quantity'
  | 'tolling'
  | 'surviving'
  | 'instead'
  | 'note'
  | 'documentVersion'
  | 'evidence';

export interface FactKindRule {
  of: readonly FactSubject[];
  meaning: string;
  /** Exactly one of these fields is required. */
  requiresOneOf?: readonly FactField[];
  /** These fields are optional. */
  allows?: readonly FactField[];
}

/** The subject of a fact about the whole agreement. */
export const WHOLE_AGREEMENT = '*';

/** All kinds of facts. `docs/status.md` prints this table. */
export const FACT_KINDS = {
  occurred: { of: ['event'], meaning: 'the event happened' },
  started: { of: ['obligation'], meaning: 'it was begun' },
  ended: { of: ['obligation'], meaning: 'an obligation that is held ended' },
  fulfilled: { of: ['obligation'], meaning: 'it was done' },
  delivered: {
    of: ['obligation'],
    meaning: 'a part of its quantity was delivered',
    requiresOneOf: ['quantity'],
  },
  verified: { of: ['obligation'], meaning: 'somebody checked that it was done' },
  'could-not-verify': {
    of: ['obligation'],
    meaning: 'somebody checked and could not tell whether it was done',
  },
  breached: {
    of: ['obligation'],
    meaning: 'it was broken, in the judgement of whoever recorded it',
  },
  cured: { of: ['obligation'], meaning: 'the breach was put right' },
  disputed: { of: ['obligation'], meaning: 'somebody contests what is recorded about it' },
  resolved: { of: ['obligation'], meaning: 'the dispute is over' },
  waived: { of: ['obligation'], meaning: 'its beneficiaries gave up their claim' },
  superseded: {
    of: ['obligation'],
    meaning: 'something else was agreed in its place',
    allows: ['instead'],
  },
  suspended: {
    of: ['obligation', 'agreement'],
    meaning: 'it is not owed for a time; its clock stops meanwhile if it is tolling',
    allows: ['tolling'],
  },
  resumed: { of: ['obligation', 'agreement'], meaning: 'the suspension is over' },
  extended: {
    of: ['obligation'],
    meaning: 'its end was moved by agreement',
    requiresOneOf: ['to', 'for'],
  },
  renewed: { of: ['obligation'], meaning: 'it was renewed for another period' },
  terminated: {
    of: ['obligation', 'agreement'],
    meaning: 'it is no longer owed, except what survives',
    allows: ['surviving'],
  },
  progress: {
    of: ['obligation'],
    meaning: 'how far it is: 0 not begun, 1 a little, 2 on its way, 3 complete',
    requiresOneOf: ['level'],
  },
  evidence: {
    of: ['obligation', 'agreement'],
    meaning: 'a document about it',
    requiresOneOf: ['evidence'],
  },
  note: { of: ['obligation', 'agreement'], meaning: 'a remark', requiresOneOf: ['note'] },
  pinned: {
    of: ['obligation'],
    meaning: 'its last day is fixed, whatever else changes',
    requiresOneOf: ['to'],
  },
  amended: {
    of: ['agreement'],
    meaning: 'a new version of the document is in force',
    requiresOneOf: ['documentVersion'],
  },
  retracted: { of: ['fact'], meaning: 'the fact was wrong; both stay in the ledger' },
} as const satisfies Readonly<Record<string, FactKindRule>>;

export type RecordedKind = keyof typeof FACT_KINDS;

const isRecordedKind = (kind: string): kind is RecordedKind => Object.hasOwn(FACT_KINDS, kind);

/** The rule of a kind of fact; undefined for any other word. */
export function factKind(kind: string): FactKindRule | undefined {
  return isRecordedKind(kind) ? FACT_KINDS[kind] : undefined;
}

/** Recorded about an obligation with several clocks, these apply to each of them unless they name one. */
export const APPLIES_TO_EVERY_CLOCK: readonly RecordedKind[] = [
  'ended',
  'waived',
  'superseded',
  'suspended',
  'resumed',
  'terminated',
];

/** Kinds that the schedule does not read: they inform people and change neither dates nor statuses. */
export const UNSCHEDULED_KINDS = ['evidence', 'note', 'amended', 'retracted'] as const;
