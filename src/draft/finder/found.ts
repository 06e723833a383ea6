import type { Range } from '../layout/tokens';
import type { StatedDate } from '../values/dates';

/** A moment as the text states it, not yet named. */
export type StatedMoment =
  | {
      readonly type: 'day';
      readonly date: StatedDate;
      readonly clock?: string;
      readonly edge?: 'first' | 'last';
    }
  | { readonly type: 'event'; readonly range: Range; readonly end?: true }
  | {
      readonly type: 'shift';
      readonly length: string;
      readonly side: 'before' | 'after';
      readonly of?: StatedMoment;
    }
  | {
      readonly type: 'month';
      readonly nth: number;
      readonly unit: string;
      readonly of: StatedMoment;
    }
  | {
      readonly type: 'pick';
      readonly which: 'earlier' | 'later';
      readonly of: readonly [StatedMoment, StatedMoment];
    };

/** How an expression places a duty in time. */
export type Relation =
  /** A latest time: a length from a moment, or a moment. */
  | 'within'
  | 'by'
  | 'before'
  /** An earliest time: "not before", "at least 10 days after". */
  | 'not-before'
  /** A moment: "on the tenth day after", "upon signing". */
  | 'on'
  /** Some time after a moment. */
  | 'after'
  /** A beginning: "with effect from". */
  | 'from'
  /** Intervals. */
  | 'until'
  | 'during'
  | 'for'
  | 'between'
  | 'while'
  | 'rest-of'
  /** A length of notice: "on 30 days' notice". */
  | 'notice'
  /** A largest length: "for more than ten days". */
  | 'at-most'
  | 'every'
  /** Words that fix no time. */
  | 'vague'
  /** A period that was named before: "within that period". */
  | 'back'
  /** A length or a date that names something: "the 20-day period", "the Law of 3 May 1999". */
  | 'mention'
  /** A length or a year that measures something: "40 hours a week", "for the preceding year". */
  | 'amount'
  /** What excepts a duty or suspends it. */
  | 'unless'
  /** A time that the text leaves to something else: "within the period laid down in Article 4". */
  | 'elsewhere'
  /** A time that no phrase of the language says: `why` asks about it. */
  | 'unread';

/** A timing expression of a sentence. */
export interface Found {
  readonly relation: Relation;
  readonly range: Range;
  /** The rule by which it was found, in words. */
  readonly rule: string;
  readonly length?: string;
  readonly moment?: StatedMoment;
  /** The end of an interval that has a beginning. */
  readonly until?: StatedMoment;
  /** How often: "every 6 months", "every year on 31 March". */
  readonly every?: string;
  /** Why words of time are not read. */
  readonly why?: string;
  /** The moment or length is only approximate, or one of its parts is not in the text. */
  readonly doubt?: string;
  /** The sort of a vague expression: `at-once` is "immediately", `from-now` is "henceforth". */
  readonly vague?:
    | 'at-once'
    | 'from-now'
    | 'soon'
    | 'gradual'
    | 'lasting'
    | 'repeated'
    | 'together'
    | 'later'
    | 'rest'
    | 'any-time'
    | 'temporary';
}
