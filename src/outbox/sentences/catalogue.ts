import type { MessageType } from '../message-type';

/** The languages of messages by their tags. The first is the language of `text`. */
export const LANGUAGES = ['en', 'uk', 'ru'] as const;

export type Language = (typeof LANGUAGES)[number];

/** A civil day, days since 1970-01-01; with a clock time if an exact instant is known. */
export interface Moment {
  /** The latest possible day if `earliest` is given. */
  day: number;
  /** Of a day known only roughly: the earliest possible one; there is then no clock time. */
  earliest?: number;
  /** Minutes since midnight in the zone. */
  clock?: { minute: number; zone: string };
}

/** The sort of a milestone, which selects the verb: is due, begins, takes effect, ends, comes, opens, is aimed for. */
export type Sort =
  | 'deadline'
  | 'interval'
  | 'beginning'
  | 'end'
  | 'moment'
  | 'right'
  | 'notice'
  | 'goal';

interface OfAgreement {
  /** Its title. */
  agreement: string;
  /** Rests on an assumed fact, usually the signing. */
  assumed: boolean;
}

interface OfMilestone extends OfAgreement {
  /** Its title. */
  milestone: string;
  sort: Sort;
  /** Names of the obligors, or of the parties that acted; empty if none is named. */
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
  /** Civil days from `on` to the deadline, negative after it; absent without a deadline. */
  early?: number;
}

/**
 * The data that the sentence of a message may use, by message type. A language is one file with a function for each
 * type (`en.ts`). Actors, notes and reasons are left out: public callers do not see them.
 */
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
  /** `incidents`: breaches recorded so far. */
  'milestone.violated': OfMilestone & { on: Moment; incidents: number };
  'milestone.redated': OfMilestone & { from?: Moment; to: Moment };
  /** `waitsFor`: the events and moments that its date waits for. */
  'milestone.undated': OfMilestone & { from?: Moment; waitsFor: readonly string[] };
  'milestone.corrected': Done;
  'agreement.signed': OfAgreement & { on: Moment };
  'schedule.changed': OfAgreement & {
    changed: number;
    cause: string;
    announced: number;
    /** The signing date that it sets, if it does. */
    signed?: Moment;
    /** When the earliest announced milestone is due. */
    first?: Moment;
  };
  /** `messageType`: the type of the acknowledged message. */
  'alert.acknowledged': OfMilestone & { messageType: string };
  /** Numbers of what it lists, and of earlier digests that were not written. */
  digest: {
    at: Moment;
    came: number;
    next: number;
    late: number;
    daysAhead: number;
    missed: number;
  };
  'endpoint.disabled': { endpoint: string; reason: 'gone' | 'failing' };
  ping: Record<string, never>;
}

/** The sentences of one language. */
export type Sentences = { readonly [T in MessageType]: (data: SentenceData[T]) => string };
