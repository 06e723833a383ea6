import type { Range } from '../../layout/tokens';
import type { Moment } from './moments';

/** How an expression places a duty in time. */
type Relation =
  | 'within'
  | 'by'
  /** A period before something. */
  | 'ahead'
  | 'not-before'
  /** "до": a latest time of an act, the end of a state. */
  | 'until'
  | 'on'
  | 'after'
  | 'from'
  | 'between'
  | 'for'
  | 'in'
  | 'every'
  | 'vague'
  /** Flagged: no rule reads it. */
  | 'unread'
  /** Background: sets no deadline. */
  | 'mention';

export interface Timing {
  readonly relation: Relation;
  readonly range: Range;
  readonly length?: string;
  readonly moment?: Moment;
  readonly until?: Moment;
  /** "every 1 month", "every month on day 10". */
  readonly every?: string;
  /** The reason for a flag, for background or for a question. */
  readonly why?: string;
}
