import type { Item } from '../compile/item';
import type { Fact } from '../model/fact';
import { APPLIES_TO_EVERY_CLOCK } from '../model/fact-kinds';

/** Restricts facts to the clock of one party or occurrence. */
export interface ClockFilter {
  party?: string | undefined;
  ordinal?: number | undefined;
}

type ByKind = Partial<Record<Fact['kind'], Fact[]>>;

const NONE: readonly Fact[] = [];

/** The clock of an item: its party and its number, where it has one of several. */
export function clockOf({ party, ordinal, each }: Item): ClockFilter {
  return { party, ordinal: ordinal ?? each };
}

/** Facts by subject and kind, in the order in which they were recorded. */
export class FactIndex {
  private readonly bySubject = new Map<string, ByKind>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) this.add(fact);
  }

  add(fact: Fact): void {
    const about = this.bySubject.get(fact.subject) ?? {};
    this.bySubject.set(fact.subject, about);
    const before = about[fact.kind];
    if (before === undefined) about[fact.kind] = [fact];
    else before.push(fact);
  }

  remove({ id, kind, subject }: Fact): void {
    const about = this.bySubject.get(subject) ?? {};
    const left = about[kind]?.filter((fact) => fact.id !== id) ?? [];
    if (left.length > 0) about[kind] = left;
    else delete about[kind];
    if (Object.keys(about).length === 0) this.bySubject.delete(subject);
  }

  /** Whether any fact is about a subject; most entries have none. */
  mentions(subject: string): boolean {
    return this.bySubject.has(subject);
  }

  has(kind: Fact['kind'], subject: string): boolean {
    return this.bySubject.get(subject)?.[kind] !== undefined;
  }

  of(kind: Fact['kind'], subject: string, only: ClockFilter = {}): readonly Fact[] {
    const facts = this.bySubject.get(subject)?.[kind] ?? NONE;
    const { party, ordinal } = only;
    if (party === undefined && ordinal === undefined) return facts;
    const unnumbered = APPLIES_TO_EVERY_CLOCK.includes(kind) ? ordinal : 1;
    return facts.filter(
      (fact) =>
        (party === undefined || fact.by === party || isOfEveryParty(fact)) &&
        (ordinal === undefined || (fact.ordinal ?? unnumbered) === ordinal),
    );
  }

  /**
   * The occurrences of an event by number. An occurrence recorded without a number gets the next number after the
   * occurrence before it in time that no other occurrence was recorded with.
   */
  occurrencesByNumber(event: string): ReadonlyMap<number, Fact> {
    const facts = [...this.of('occurred', event)].sort(byTime);
    const found = new Map<number, Fact>();
    for (const fact of facts) {
      if (fact.ordinal !== undefined && !found.has(fact.ordinal)) found.set(fact.ordinal, fact);
    }
    let last = 0;
    for (const fact of facts) {
      if (fact.ordinal === undefined) {
        do last++;
        while (found.has(last));
        found.set(last, fact);
      } else last = fact.ordinal;
    }
    return found;
  }

  /** The nth occurrence of an event: the one recorded with that number, or the nth by day where none has a number. */
  nthOccurrence(subject: string, ordinal: number | 'last'): Fact | undefined {
    const facts = [...this.of('occurred', subject)].sort(byTime);
    if (ordinal === 'last') return facts.at(-1);
    const numbered = facts.find((fact) => fact.ordinal === ordinal);
    if (numbered !== undefined || facts.some((fact) => fact.ordinal !== undefined)) return numbered;
    return facts[ordinal - 1];
  }

  /**
   * The fact that completes what all obligors owe: the last one that names no party, or the latest once every obligor
   * has its own. Undefined while an obligor's is missing.
   */
  completionFact(
    kind: Fact['kind'],
    subject: string,
    obligors: readonly string[],
    only: ClockFilter = {},
  ): Fact | undefined {
    const facts = this.of(kind, subject, only);
    if (only.party !== undefined) return facts.at(-1);
    const whole = facts.findLast((fact) => fact.by === undefined);
    if (whole !== undefined) return whole;
    const own = facts.filter((fact) => fact.by !== undefined && obligors.includes(fact.by));
    const missing = obligors.some((party) => !own.some((fact) => fact.by === party));
    if (own.length === 0 || missing) return undefined;
    return own.reduce((latest, fact) => (byTime(fact, latest) > 0 ? fact : latest));
  }
}

function isOfEveryParty({ kind, by }: Fact): boolean {
  return by === undefined && APPLIES_TO_EVERY_CLOCK.includes(kind);
}

/** By day, and within it by instant. */
export function byTime(a: Fact, b: Fact): number {
  return a.day - b.day || (a.instant ?? 0) - (b.instant ?? 0);
}
