import type { Item } from '../compile/item';
import type { Fact } from '../model/fact';
import { APPLIES_TO_EVERY_CLOCK } from '../model/fact-kinds';

/** Whose facts count, where a clock runs for each party or occurrence. */
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

/** Facts by subject and kind, in the order recorded. */
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

  /** Whether anything at all was recorded about a subject; of most entries nothing was. */
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
   * The occurrences of an event by number, each once. One recorded without a number has, in the order of
   * time, the one that follows the occurrence before it and that no other says of itself.
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

  /** The nth occurrence of an event: the one recorded so, or the nth by day where none says its number. */
  nthOccurrence(subject: string, ordinal: number | 'last'): Fact | undefined {
    const facts = [...this.of('occurred', subject)].sort(byTime);
    if (ordinal === 'last') return facts.at(-1);
    const numbered = facts.find((fact) => fact.ordinal === ordinal);
    if (numbered !== undefined || facts.some((fact) => fact.ordinal !== undefined)) return numbered;
    return facts[ordinal - 1];
  }

  /**
   * The fact that completes what all obligors owe: one recorded for all, or the latest once each has its
   * own. Undefined while somebody's is missing.
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
