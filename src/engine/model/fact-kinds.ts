/** What a fact may be about: an event, an obligation or phase, the whole agreement, another fact. */
export type FactSubject = 'event' | 'obligation' | 'agreement' | 'fact';

/** What a fact may carry besides its time and its party; any may have evidence. */
export type Carried =
  | 'to'
  | 'for'
  | 'level'
  | 'tolling'
  | 'surviving'
  | 'instead'
  | 'note'
  | 'documentVersion'
  | 'evidence';

export interface KindOfFact {
  of: readonly FactSubject[];
  says: string;
  /** It carries one of these. */
  needs?: readonly Carried[];
  /** It carries one of these or none. */
  may?: readonly Carried[];
}

/** The subject of a fact about the whole agreement. */
export const WHOLE_AGREEMENT = '*';

/** Every kind of fact there is. `docs/status.md` prints this table. */
export const FACT_KINDS = {
  occurred: { of: ['event'], says: 'the event happened' },
  started: { of: ['obligation'], says: 'it was begun' },
  ended: { of: ['obligation'], says: 'a duty that is held came to its end' },
  fulfilled: { of: ['obligation'], says: 'it was done' },
  verified: { of: ['obligation'], says: 'somebody made sure that it was done' },
  'could-not-verify': {
    of: ['obligation'],
    says: 'somebody looked and could not tell whether it was done',
  },
  breached: { of: ['obligation'], says: 'it was broken; a finding by whoever recorded it' },
  cured: { of: ['obligation'], says: 'the breach was put right' },
  disputed: { of: ['obligation'], says: 'somebody contests what is recorded of it' },
  resolved: { of: ['obligation'], says: 'the dispute is over' },
  waived: { of: ['obligation'], says: 'those to whom it is owed let it go' },
  superseded: {
    of: ['obligation'],
    says: 'something else was agreed in its place',
    may: ['instead'],
  },
  suspended: {
    of: ['obligation', 'agreement'],
    says: 'it need not be done for a time; its clock stands still where it is tolling',
    may: ['tolling'],
  },
  resumed: { of: ['obligation', 'agreement'], says: 'the suspension is over' },
  extended: { of: ['obligation'], says: 'its end was put off by agreement', needs: ['to', 'for'] },
  renewed: { of: ['obligation'], says: 'it was prolonged for another period' },
  terminated: {
    of: ['obligation', 'agreement'],
    says: 'it is owed no longer, except what survives',
    may: ['surviving'],
  },
  progress: {
    of: ['obligation'],
    says: 'how far it is: 0 not begun, 1 a little, 2 on its way, 3 complete',
    needs: ['level'],
  },
  evidence: {
    of: ['obligation', 'agreement'],
    says: 'a document that bears on it',
    needs: ['evidence'],
  },
  note: { of: ['obligation', 'agreement'], says: 'a remark', needs: ['note'] },
  pinned: {
    of: ['obligation'],
    says: 'its last day stays where it was put, whatever else moves',
    needs: ['to'],
  },
  amended: {
    of: ['agreement'],
    says: 'a new version of the document is in force',
    needs: ['documentVersion'],
  },
  retracted: { of: ['fact'], says: 'the fact was wrong; both stay in the ledger' },
} as const satisfies Readonly<Record<string, KindOfFact>>;

export type RecordedKind = keyof typeof FACT_KINDS;

/** Undefined for a word that is no kind of fact. */
export function factKind(kind: string): KindOfFact | undefined {
  return Object.hasOwn(FACT_KINDS, kind) ? FACT_KINDS[kind as RecordedKind] : undefined;
}

/** Said of a duty that runs several clocks, these hold for each of them unless they name one. */
export const OF_EVERY_CLOCK: readonly RecordedKind[] = [
  'ended',
  'waived',
  'superseded',
  'suspended',
  'resumed',
  'terminated',
];

/** Kinds that a schedule does not read: they tell people something and move nothing. */
export const UNREAD = ['evidence', 'note', 'amended', 'retracted'] as const;
