import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { type ClockFilter, FactIndex } from '../evaluate/fact-index';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { Instant } from '../model/time';
import { contextOf } from './contexts';
import { DependencyTracker } from './dependency-tracker';
import { milestonesOf } from './milestones-at';
import type { ScheduleContext } from './options';

/**
 * Milestones of single entries while facts are added one after the other. A moment is computed again only if a fact
 * that it depends on was added or removed, so that thousands of facts cost no more than one schedule.
 */
export class IncrementalSchedule {
  readonly facts: FactIndex;
  private readonly tracker = new DependencyTracker();
  private readonly context;
  private at: Instant | undefined;

  constructor(
    readonly agreement: Agreement,
    facts: readonly Fact[],
    readonly options: Pick<ScheduleContext, 'zones' | 'calendars'>,
  ) {
    this.facts = new TrackedFacts(facts, this.tracker);
    const quiet = { ...options, derivations: false };
    const instant = (): Instant | undefined => {
      this.tracker.read(INSTANT);
      return this.at;
    };
    const changing = { tracker: this.tracker, instant };
    this.context = contextOf(agreement, this.facts, quiet, false, { changing });
  }

  add(fact: Fact): void {
    this.facts.add(fact);
    this.tracker.invalidate(nameOf(fact.kind, fact.subject));
  }

  remove(fact: Fact): void {
    this.facts.remove(fact);
    this.tracker.invalidate(nameOf(fact.kind, fact.subject));
  }

  /**
   * The milestones of one obligation or phase, without `projectedOn` and derivations.
   * @param at the instant up to which terms have renewed themselves.
   * @param isWanted which parties and occurrences of the entry are wanted; all unless given.
   */
  milestonesAt(path: string, at: Instant, isWanted?: (one: Item) => boolean): Milestone[] {
    if (at !== this.at) {
      this.at = at;
      this.tracker.invalidate(INSTANT);
    }
    return milestonesOf(path, { context: this.context, projected: undefined }, isWanted);
  }
}

const INSTANT = 'instant';

function nameOf(kind: Fact['kind'], subject: string): string {
  return `${kind} of ${subject}`;
}

/** Facts that note which values read them. `mentions` is not noted: only milestones ask it, which are not cached. */
class TrackedFacts extends FactIndex {
  constructor(
    facts: readonly Fact[],
    private readonly tracker: DependencyTracker,
  ) {
    super(facts);
  }

  override has(kind: Fact['kind'], subject: string): boolean {
    this.tracker.read(nameOf(kind, subject));
    return super.has(kind, subject);
  }

  override of(kind: Fact['kind'], subject: string, only?: ClockFilter): readonly Fact[] {
    this.tracker.read(nameOf(kind, subject));
    return super.of(kind, subject, only);
  }
}
