import type { Evidence } from '../ledger/fact.entity';
import type { Group } from './roll-up';

/** A span of an agreement's life as monitors report it; days are inclusive, in the agreement's zone. */
export interface Report {
  agreement: string;
  title: string;
  from: string;
  to: string;
  /** The instant the statuses are for: the end of the period, or now where it has not ended. */
  asOf: string | null;
  knownAt: string | null;
  /** The period had not ended. */
  partial: boolean;
  /** Some dates rest on an assumed signing. */
  hypothetical: boolean;
  signing: { date: string; hypothetical: boolean } | null;
  basis: {
    zone: string;
    counting: string;
    documentVersion: number;
    documentHash: string;
    /** Hash of the last fact counted, which stands for all before it; null where there is none. */
    ledgerHead: string | null;
    facts: number;
  };
  /** The whole agreement, as of the end of the period. */
  standing: Group;
  /** Deadlines of the period, by what became of them. */
  fellDue: { onTime: Entry[]; late: Entry[]; missed: Entry[]; otherwise: Entry[] };
  /** Due before the period and not done by its end. */
  stillOpen: Entry[];
  /** Done in the period although due before or after it. */
  doneBesides: Entry[];
  /** What was to be held through the period or a part of it. */
  held: Held[];
  /** What happened in the period besides fulfilment, as recorded by its end: breaches, extensions, disputes. */
  incidents: Incident[];
  /** Facts of the period that were recorded only after it; no other list of facts has them. */
  recordedLate: Incident[];
  /** Deadlines of the ninety days that follow. */
  ahead: Entry[];
  /** Owed, but nothing dates it yet. */
  undated: { milestone: string; title: string; ref: string | null; waitsFor: readonly string[] }[];
}

export interface Entry {
  milestone: string;
  ref: string | null;
  title: string;
  /** Names of the parties that owe it. */
  obligors: readonly string[];
  dueOn: string | null;
  status: string;
  /** Civil day in the agreement's zone. */
  doneOn: string | null;
  /** Whole days after the due day, for what was done late or is not done. */
  daysLate: number | null;
  hypothetical: boolean;
  evidence: readonly Evidence[];
}

export interface Held {
  milestone: string;
  ref: string | null;
  title: string;
  obligors: readonly string[];
  /** At the end of the period. */
  status: string;
  /** Breaches that were recorded of the period. */
  breaches: number;
  hypothetical: boolean;
}

export interface Incident {
  kind: string;
  subject: string;
  /** What the document calls the subject; null where its present version has none of that name. */
  title: string | null;
  /** The last day that an extension or a pin gives. */
  to: string | null;
  /** The period that it gives instead. */
  for: string | null;
  /** The level of progress that was judged. */
  level: number | null;
  hypothetical: boolean;
  by: string | null;
  on: string;
  recordedAt: string | null;
  actor: string | null;
  reason: string | null;
  note: string | null;
  evidence: readonly Evidence[];
}

/** Civil days, inclusive, with the instants that begin the first and end the last. */
export interface Period {
  from: number;
  to: number;
  startsAt: number;
  endsAt: number;
}
