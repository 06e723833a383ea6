/** What a fact may be about: an event, an obligation or phase, the whole agreement, another fact. */
export type FactSubject = 'event' | 'obligation' | 'agreement' | 'fact';

/** What a fact may carry besides its time and its party; any may have evidence. */
export type FactField =
  | 'to'
  | 'for'
  | 'level'
  | 'tolling'
  | 'surviving'
  | 'instead'
  | 'note'
  | 'documentVersion'
  | 'evidence';

export interface FactKindRule {
  of: readonly FactSubject[];
  meaning: string;
  /** It carries one of these. */
  requiresOneOf?: readonly FactField[];
  /** It carries one of these or none. */
  allows?: readonly FactField[];
}

/** The subject of a fact about the whole agreement. */
export const WHOLE_AGREEMENT = '*';

/** Every kind of fact there is. `docs/status.md` prints this table. */
export const FACT_KINDS = {
  occurred: { of: ['event'], meaning: 'the event happened' },
  started: { of: ['obligation'], meaning: 'it was begun' },
  ended: { of: ['obligation'], meaning: 'a duty that is held came to its end' },
  fulfilled: { of: ['obligation'], meaning: 'it was done' },
  verified: { of: ['obligation'], meaning: 'somebody made sure that it was done' },
  'could-not-verify': {
    of: ['obligation'],
    meaning: 'somebody looked and could not tell whether it was done',
  },
  breached: { of: ['obligation'], meaning: 'it was broken; a finding by whoever recorded it' },
  cured: { of: ['obligation'], meaning: 'the breach was put right' },
  disputed: { of: ['obligation'], meaning: 'somebody contests what is recorded of it' },
  resolved: { of: ['obligation'], meaning: 'the dispute is over' },
  waived: { of: ['obligation'], meaning: 'those to whom it is owed let it go' },
  superseded: {
    of: ['obligation'],
    meaning: 'something else was agreed in its place',
    allows: ['instead'],
  },
  suspended: {
    of: ['obligation', 'agreement'],
    meaning: 'it need not be done for a time; its clock stands still where it is tolling',
    allows: ['tolling'],
  },
  resumed: { of: ['obligation', 'agreement'], meaning: 'the suspension is over' },
  extended: {
    of: ['obligation'],
    meaning: 'its end was put off by agreement',
    requiresOneOf: ['to', 'for'],
  },
  renewed: { of: ['obligation'], meaning: 'it was prolonged for another period' },
  terminated: {
    of: ['obligation', 'agreement'],
    meaning: 'it is owed no longer, except what survives',
    allows: ['surviving'],
  },
  progress: {
    of: ['obligation'],
    meaning: 'how far it is: 0 not begun, 1 a little, 2 on its way, 3 complete',
    requiresOneOf: ['level'],
  },
  evidence: {
    of: ['obligation', 'agreement'],
    meaning: 'a document that bears on it',
    requiresOneOf: ['evidence'],
  },
  note: { of: ['obligation', 'agreement'], meaning: 'a remark', requiresOneOf: ['note'] },
  pinned: {
    of: ['obligation'],
    meaning: 'its last day stays where it was put, whatever else moves',
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

/** Undefined for a word that is no kind of fact. */
export function factKind(kind: string): FactKindRule | undefined {
  return Object.hasOwn(FACT_KINDS, kind) ? FACT_KINDS[kind as RecordedKind] : undefined;
}

/** Said of a duty that runs several clocks, these hold for each of them unless they name one. */
export const APPLIES_TO_EVERY_CLOCK: readonly RecordedKind[] = [
  'ended',
  'waived',
  'superseded',
  'suspended',
  'resumed',
  'terminated',
];

/** Kinds that a schedule does not read: they tell people something and move nothing. */
export const UNSCHEDULED_KINDS = ['evidence', 'note', 'amended', 'retracted'] as const;
