import { factKind, type RecordedKind, UNSCHEDULED_KINDS } from './fact-kinds';
import type { EpochDay, Instant, Span } from './time';

/** What a fact says happened, of the kinds that bear on a schedule. */
export type FactKind = Exclude<RecordedKind, (typeof UNSCHEDULED_KINDS)[number]>;

/** Whether a word is a kind of fact that a schedule reads. */
export function isScheduled(kind: string): kind is FactKind {
  return factKind(kind) !== undefined && !UNSCHEDULED_KINDS.some((one) => one === kind);
}

/** A fact as the schedule reads it: retracted ones are left out by the caller. */
export interface Fact {
  id: string;
  kind: FactKind;
  /** An event id, the path of an obligation or phase ("sanctions-relief.stage-1"), or `*` for the agreement. */
  subject: string;
  /** The party it holds for, where each has its own clock. */
  by?: string;
  /** Which occurrence of a repeating event, counted from 1. */
  ordinal?: number;
  /** The civil day it was true; read in the agreement's zone unless an instant is known. */
  day: EpochDay;
  /** Present when the instant is known, not only the day. */
  instant?: Instant;
  /** Of an extension or a pin: the new last day, YYYY-MM-DD. */
  to?: string;
  /** Of an extension or a pin that ends at an instant: that instant, on the day `to` of the agreement. */
  toInstant?: Instant;
  /** Of an extension: how much is added to the present end, as a period ("6 months"). */
  for?: string;
  /** Of a suspension: the clock stands still meanwhile. */
  tolling?: boolean;
  /** Of a judgement of progress: 0 not begun, 1 a little, 2 on its way, 3 complete. */
  level?: number;
  /** Of a termination: the paths of what is owed all the same. */
  surviving?: readonly string[];
  /** Of a supersession: the path of what took its place. */
  instead?: string;
  /** Who said so. */
  actor?: string;
  /** The day or instant is approximate. */
  about?: boolean;
  /** Assumed rather than observed; everything that rests on it is hypothetical too. */
  hypothetical?: boolean;
}

/** What was recorded about a milestone; absent fields were not. */
export interface Outcome {
  /** When the last obligor fulfilled it. */
  fulfilledAt?: Instant;
  /** The civil day of it in the agreement's zone, by which "on time" is judged when no instant is known. */
  fulfilledOn?: EpochDay;
  verifiedAt?: Instant;
  waivedAt?: Instant;
  /** When the current breach began; absent once cured. */
  breachedAt?: Instant;
  /** Undone by a snapback from this instant on; it counts as fulfilled no longer. */
  revertedAt?: Instant;
  /** When it had been fulfilled before the snapback undid it. */
  doneAt?: Instant;
  /** Maintenance: when it was recorded to have ended, whatever the text says. */
  endedAt?: Instant;
  /** Maintenance that waits for something: not for its start, since the text gives none ("until signing"). */
  startless?: true;
  /** Breaches that were cured: from the first of each to its cure. */
  cured?: readonly Required<Span>[];
  /** When what is recorded of it was contested. */
  disputes?: readonly Span[];
  /** When somebody last looked and could not tell. */
  couldNotVerifyAt?: Instant;
  /** When it was terminated, alone or with the agreement. */
  terminatedAt?: Instant;
  /** How far it was judged to be, in the order of time; with `runsFrom`, since when its time runs. */
  judgements?: readonly Judgement[];
  runsFrom?: Instant;
  /** How many breaches were recorded, cured ones included. */
  incidents: number;
  /** When each of them was, in the order of time; absent where there were none. */
  breaches?: readonly Instant[];
  /** It is owed only if a condition is met (`when`); `metAt`: since when, absent while it is not. */
  gate?: { metAt?: Instant };
  /** When it ceased to be owed (`unless`, or another entry took its place). */
  dischargedAt?: Instant;
  /** Times during which it was suspended; without `to` it still is. */
  suspensions?: readonly Span[];
  /** What was recorded as done, broken or put right, by whom, in the order of time; absent where nothing was. */
  moves?: readonly RecordedMove[];
}

/** One fact that fulfilled, breached or cured an obligation. */
export interface RecordedMove {
  was: 'fulfilled' | 'breached' | 'cured';
  /** The party it is recorded of; absent where the fact names none. */
  by?: string;
  at: Instant;
  on: EpochDay;
  /** The fact's id: the ledger has its reason and its evidence. */
  fact: string;
}

/** How far something is, by somebody's judgement: 0 not begun, 1 a little, 2 on its way, 3 complete. */
export interface Judgement {
  level: number;
  at: Instant;
  /** Who judged it, where that was recorded. */
  by?: string;
  /** The fact that says so, which holds the evidence. */
  fact: string;
}
