import { factKind, type RecordedKind, UNSCHEDULED_KINDS } from './fact-kinds';
import type { Period } from './period';
import type { EpochDay, Instant, Span } from './time';

/** How much is owed, in parts that can be counted: 18 ships. */
export interface Quantity {
  owed: number;
  /** "ships", "%" */
  unit: string;
}

/** The kinds of facts that the schedule reads. */
export type FactKind = Exclude<RecordedKind, (typeof UNSCHEDULED_KINDS)[number]>;

/** Whether a word is a kind of fact that a schedule reads. */
export function isScheduled(kind: string): kind is FactKind {
  return factKind(kind) !== undefined && !UNSCHEDULED_KINDS.some((one) => one === kind);
}

/** A fact as the schedule reads it. The caller leaves out retracted facts. */
export interface Fact {
  id: string;
  kind: FactKind;
  /** An event id, the path of an obligation or phase ("sanctions-relief.stage-1"), or `*` for the agreement. */
  subject: string;
  /** The party that it is about, where each has its own clock. */
  by?: string;
  /** Which occurrence of a repeating event, counted from 1. */
  ordinal?: number;
  /** The civil day on which it was true, in the agreement's zone; the latest possible one where `earliest` is given. */
  day: EpochDay;
  /** Of an event known only by its month: the first day of that month. */
  earliest?: EpochDay;
  /** The instant, where it is known. */
  instant?: Instant;
  /** Of an extension or a pin: the new last day, YYYY-MM-DD. */
  to?: string;
  /** Of an extension or a pin to an instant: that instant, on the day `to` in the agreement's zone. */
  toInstant?: Instant;
  /** Of an extension: the period added to the end that stands, as it was recorded ("6 months"). */
  for?: string;
  /** The same, parsed: the page has no parser. */
  period?: Period;
  /** Of a suspension: the clock stops meanwhile. */
  tolling?: boolean;
  /** Of progress: 0 not begun, 1 a little, 2 on its way, 3 complete. */
  level?: number;
  /** Of a delivery: how much was delivered. */
  quantity?: number;
  /** Of a termination: the paths of what is still owed. */
  surviving?: readonly string[];
  /** Of a supersession: the path of what replaces it. */
  instead?: string;
  /** Who reported it. */
  actor?: string;
  /** The day or instant is approximate. */
  about?: boolean;
  /** Assumed, not observed; every date and status that depends on it is hypothetical too. */
  hypothetical?: boolean;
}

/** What is recorded about a milestone; a field is absent where nothing is recorded. */
export interface Outcome {
  /** When the last obligor fulfilled it. */
  fulfilledAt?: Instant;
  /** The civil day of `fulfilledAt` in the agreement's zone; decides "on time" where no instant is known. */
  fulfilledOn?: EpochDay;
  verifiedAt?: Instant;
  waivedAt?: Instant;
  /** When the current breach began; absent once it is cured. */
  breachedAt?: Instant;
  /** The instant from which a snapback (`reverts`) undoes the fulfilment. */
  revertedAt?: Instant;
  /** When it was fulfilled before the snapback. */
  doneAt?: Instant;
  /** Of a maintenance: the end that a fact recorded, whatever the text says. */
  endedAt?: Instant;
  /** Maintenance that waits for something: not for its start, since the text gives none ("until signing"). */
  startless?: true;
  /** Breaches that were cured, each from the breach to its cure. */
  cured?: readonly Required<Span>[];
  /** When the record about it was disputed. */
  disputes?: readonly Span[];
  /** When somebody last checked and could not tell whether it was done. */
  couldNotVerifyAt?: Instant;
  /** When it was terminated, alone or with the agreement. */
  terminatedAt?: Instant;
  /** The judgements of its progress, in the order of time. */
  judgements?: readonly Judgement[];
  /** How much is owed, where the text gives a number. */
  quantity?: Quantity;
  /** What was delivered of it, in the order of time; absent where nothing was. */
  deliveries?: readonly Delivery[];
  /** When its time began to run, where its progress is judged or measured. */
  runsFrom?: Instant;
  /** The number of breaches recorded, cured ones included. */
  incidents: number;
  /** When each of them happened, in the order of time; absent where there is none. */
  breaches?: readonly Instant[];
  /** Present if the obligation has a condition (`when`). `metAt`: when it was met; absent until then. */
  gate?: { metAt?: Instant };
  /** When it ceased to be owed (`unless`, or another entry superseded it). */
  dischargedAt?: Instant;
  /** When it was suspended; without `to` it still is. */
  suspensions?: readonly Span[];
  /** The facts that fulfilled, breached or cured it, in the order of time; absent where there is none. */
  moves?: readonly RecordedMove[];
}

/** One fact that fulfilled, breached or cured an obligation. */
export interface RecordedMove {
  was: 'fulfilled' | 'breached' | 'cured';
  /** The party that the fact names, if any. */
  by?: string;
  at: Instant;
  on: EpochDay;
  /** The id of the fact; the ledger has its reason and evidence. */
  fact: string;
}

/** A part of a quantity that was delivered. */
export interface Delivery {
  amount: number;
  at: Instant;
  on: EpochDay;
  /** The party that the fact names, if any. */
  by?: string;
  /** The id of the fact. */
  fact: string;
}

/** Somebody's judgement of progress: 0 not begun, 1 a little, 2 on its way, 3 complete. */
export interface Judgement {
  level: number;
  at: Instant;
  /** Who judged it, where it is recorded. */
  by?: string;
  /** The id of the fact, which has the evidence. */
  fact: string;
}
