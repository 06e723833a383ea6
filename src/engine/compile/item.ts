import type { Convention } from '../counting/convention';
import type { Obligation, Phase } from '../model/document';
import type { Kind, Nature } from '../model/milestone';
import type { Instant } from '../model/time';
import type { Value } from '../model/value';
import type { ParsedTiming } from './compile-timing';

/** One of the alternatives of `cases`; the last has no `when`. */
export type Case = ParsedTiming;

/** One obligation or phase, its phrases parsed and every name resolved. */
export interface Item extends ParsedTiming {
  /** What its milestones' ids begin with: `agreement/obligation[.phase]`. */
  id: string;
  path: string;
  title: string;
  obligation: Obligation;
  phase?: Phase;
  kind: Kind;
  /** As of its milestones. */
  nature?: Nature;
  /** Of the last day for notice: the path of the term that notice keeps from being renewed. */
  noticeOf?: string;
  cases?: readonly Case[];
  /** A clock for each of these parties, or for each occurrence of this event. */
  eachParty?: readonly string[];
  eachEvent?: string;
  /** The timing printed back from its tree. */
  phrase: string;
  zone: string;
  convention: Convention;
  calendars: readonly string[];
  obligors: readonly string[];
  beneficiaries: readonly string[];
  /** Of one clock among several: whose it is, and what its milestone's id ends in. */
  party?: string;
  each?: number;
  suffix?: string;
  /** Of one occurrence among several: its date and number. */
  fixed?: Value;
  ordinal?: number;
  /** Of an item with cases: what could still choose another case. */
  caseWaitsFor?: readonly string[];
  caseHypothetical?: boolean;
  /** Since when the condition of the case chosen is met; absent where it has none. */
  caseMetAt?: Instant;
  /** Overrides the convention: whether the last day rolls off a non-working day. */
  rolls?: boolean;
}
