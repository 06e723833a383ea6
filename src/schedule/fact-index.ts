import type { Fact } from './model';

/** Facts by kind and subject, in the order recorded. */
export class FactIndex {
  private readonly bySubject = new Map<string, Fact[]>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      const key = `${fact.kind} ${fact.subject}`;
      const before = this.bySubject.get(key);
      if (before === undefined) this.bySubject.set(key, [fact]);
      else before.push(fact);
    }
  }

  of(kind: Fact['kind'], subject: string): readonly Fact[] {
    return this.bySubject.get(`${kind} ${subject}`) ?? [];
  }

  /**
   * The fact that completes what all obligors owe: one recorded for all, or the latest once each has its
   * own. Undefined while somebody's is missing.
   */
  completing(kind: Fact['kind'], subject: string, obligors: readonly string[]): Fact | undefined {
    const facts = this.of(kind, subject);
    const whole = facts.findLast((fact) => fact.by === undefined);
    if (whole !== undefined) return whole;
    const own = facts.filter((fact) => fact.by !== undefined && obligors.includes(fact.by));
    const missing = obligors.some((party) => !own.some((fact) => fact.by === party));
    if (own.length === 0 || missing) return undefined;
    return own.reduce((latest, fact) => (isLater(fact, latest) ? fact : latest));
  }
}

function isLater(a: Fact, b: Fact): boolean {
  return a.day > b.day || (a.day === b.day && (a.instant ?? 0) > (b.instant ?? 0));
}
