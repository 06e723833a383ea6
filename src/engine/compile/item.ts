import type { Convention } from '../counting/convention';
import type { Obligation, Phase, Texts } from '../model/document';
import type { Quantity } from '../model/fact';
import type { Kind, Nature } from '../model/milestone';
import type { Instant } from '../model/time';
import type { Value } from '../model/value';
import type { ParsedTiming } from './compile-timing';

/** One of the alternatives of `cases`; the last has no `when`. */
export type Case = ParsedTiming;

/** One obligation or phase, its phrases parsed and every name resolved. */
export interface Item extends ParsedTiming {
  /** The first part of its milestones' ids: `agreement/obligation[.phase]`. */
  id: string;
  path: string;
  title: string;
  /** The title in every language; absent where the document has one only. */
  titles?: Texts;
  obligation: Obligation;
  phase?: Phase;
  kind: Kind;
  nature?: Nature;
  /** Of the last day for notice: the path of the term that notice prevents from being renewed. */
  noticeOf?: string;
  cases?: readonly Case[];
  /** `for each`: it has a clock for each of these parties. */
  eachParty?: readonly string[];
  /** `for each`: it has a clock for each occurrence of this event. */
  eachEvent?: string;
  /** How much is owed, in parts that can be delivered. */
  quantity?: Quantity;
  /** The timing, printed from its trees. */
  phrase: string;
  zone: string;
  convention: Convention;
  calendars: readonly string[];
  obligors: readonly string[];
  beneficiaries: readonly string[];
  /** Of the clock of one party. */
  party?: string;
  /** Of the clock of one occurrence: its number, from 1. */
  each?: number;
  /** Of one clock or occurrence among several: the end of its milestone's id (`@party`, `#n`). */
  suffix?: string;
  /** Of one occurrence of `every`: its date. */
  fixed?: Value;
  /** Of one occurrence of `every`: its number, from 1. */
  ordinal?: number;
  /** Of an item with cases: the moments that could still make another case apply. */
  caseWaitsFor?: readonly string[];
  /** Of an item with cases: which case applies depends on a hypothetical fact. */
  caseHypothetical?: boolean;
  /** When the condition of the case that applies was met; absent where it has none. */
  caseMetAt?: Instant;
  /** Overrides the convention: whether the last day rolls off a non-working day. */
  rolls?: boolean;
}
