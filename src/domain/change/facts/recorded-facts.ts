import { luxonZones } from '../../../base/zones';
import type { WorkingCalendar } from '../../../engine/calendar/working-calendar';
import type { Agreement } from '../../../engine/compile/agreement';
import type { Item } from '../../../engine/compile/item';
import type { FactIndex } from '../../../engine/evaluate/fact-index';
import type { Fact } from '../../../engine/model/fact';
import { APPLIES_TO_EVERY_CLOCK } from '../../../engine/model/fact-kinds';
import type { Milestone } from '../../../engine/model/milestone';
import { IncrementalSchedule } from '../../../engine/schedule/incremental';

/** The facts recorded so far, and the milestones that follow from them. */
export class RecordedFacts {
  private readonly schedule: IncrementalSchedule;
  /** The events of the document by their place in it, the signing first. */
  private readonly events: ReadonlyMap<string, number>;
  /** The earliest event recorded; undefined if it must be searched. */
  private first: { event: Fact | undefined } | undefined;

  constructor(
    readonly agreement: Agreement,
    calendars: ReadonlyMap<string, WorkingCalendar>,
    facts: readonly Fact[],
  ) {
    this.schedule = new IncrementalSchedule(agreement, facts, { zones: luxonZones, calendars });
    const names = ['signing', ...Object.keys(agreement.document.events ?? {})];
    this.events = new Map(names.map((name, i) => [name, i]));
  }

  get facts(): FactIndex {
    return this.schedule.facts;
  }

  add(fact: Fact): void {
    this.schedule.add(fact);
    if (this.first === undefined || !this.isEvent(fact)) return;
    const { event } = this.first;
    if (event === undefined || this.compare(fact, event) < 0) this.first = { event: fact };
  }

  remove(fact: Fact): void {
    this.schedule.remove(fact);
    if (this.first?.event?.id === fact.id) this.first = undefined;
  }

  /** The milestones that a fact is about. */
  milestonesOf({ kind, subject, by, ordinal, day, instant }: Fact): Milestone[] {
    const every = APPLIES_TO_EVERY_CLOCK.includes(kind);
    // Terms renew themselves up to the moment of the fact.
    const at = instant ?? luxonZones.instantAt(day, 0, this.agreement.document.zone);
    const isAbout = (one: Item): boolean => {
      const number = one.ordinal ?? one.each;
      return (
        (by === undefined || one.party === undefined || one.party === by) &&
        (number === undefined || number === (ordinal ?? (every ? number : 1)))
      );
    };
    return this.schedule.milestonesAt(subject, at, isAbout);
  }

  /** The same once the fact is added. */
  milestonesAfter(fact: Fact): Milestone[] {
    this.schedule.add(fact);
    try {
      return this.milestonesOf(fact);
    } finally {
      this.schedule.remove(fact);
    }
  }

  /** The earliest event recorded. */
  firstEvent(): Fact | undefined {
    if (this.first === undefined) {
      let event: Fact | undefined;
      for (const name of this.events.keys()) {
        for (const fact of this.facts.of('occurred', name)) {
          if (event === undefined || this.compare(fact, event) < 0) event = fact;
        }
      }
      this.first = { event };
    }
    return this.first.event;
  }

  private isEvent({ kind, subject }: Fact): boolean {
    return kind === 'occurred' && this.events.has(subject);
  }

  /** By day; of one day, in the order of the document. */
  private compare(a: Fact, b: Fact): number {
    return a.day - b.day || (this.events.get(a.subject) ?? 0) - (this.events.get(b.subject) ?? 0);
  }
}
