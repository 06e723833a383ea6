/**
 * All that a sentence about a message may say, by the message's type. A language is one file with a function for
 * each type (`en.ts`). Nothing that is kept from the public is among it: no actor, no note, no reason.
 */

/** A civil day, days since 1970-01-01; with a clock time where the hour counts, not the day. */
export interface Moment {
  day: number;
  /** Minutes since local midnight, and the zone whose clock it is. */
  clock?: { minute: number; zone: string };
}

/** What a milestone is about, which decides the verb: is due, begins, takes effect, ends, comes, opens. */
export type Sort = 'deadline' | 'interval' | 'beginning' | 'end' | 'moment' | 'right' | 'notice';

interface OfAgreement {
  /** Its title. */
  agreement: string;
  /** It rests on a fact that is assumed, mostly the signing. */
  assumed: boolean;
}

interface OfMilestone extends OfAgreement {
  /** Its title. */
  milestone: string;
  sort: Sort;
  /** Names of those who owe it, or who did what is told; empty where nobody is named. */
  who: readonly string[];
}

interface Ahead extends OfMilestone {
  on: Moment;
  /** Civil days from today. */
  days: number;
}

/** A deadline that has passed. */
interface Passed extends OfMilestone {
  due: Moment;
  /** Names of those who have done their part. */
  done: readonly string[];
}

interface Done extends OfMilestone {
  on: Moment;
  /** Civil days from that to the deadline, negative after it; absent without one. */
  early?: number;
}

export interface SentenceData {
  'milestone.upcoming': Ahead;
  'milestone.due-soon': Ahead;
  'milestone.grace-started': Passed & { until: Moment };
  /** Civil days since it was due. */
  'milestone.overdue': Passed & { days: number };
  'milestone.fulfilled': Done;
  'milestone.fulfilled-late': Done;
  'milestone.fulfilled-in-part': OfMilestone & {
    on: Moment;
    remaining: readonly string[];
    due?: Moment;
    passed: boolean;
  };
  /** How many breaches are recorded by now. */
  'milestone.violated': OfMilestone & { on: Moment; incidents: number };
  'milestone.redated': OfMilestone & { from?: Moment; to: Moment };
  /** Names of what its date waits for. */
  'milestone.undated': OfMilestone & { from?: Moment; waitsFor: readonly string[] };
  'milestone.corrected': Done;
  'agreement.signed': OfAgreement & { on: Moment };
  'schedule.changed': OfAgreement & {
    changed: number;
    cause: string;
    announced: number;
    /** When the first of those that are announced comes. */
    first?: Moment;
  };
  /** The type of the message that was answered. */
  'alert.acknowledged': OfMilestone & { told: string };
  'endpoint.disabled': { endpoint: string; reason: 'gone' | 'failing' };
  ping: Record<string, never>;
}

export type Sentences = { readonly [T in keyof SentenceData]: (data: SentenceData[T]) => string };
