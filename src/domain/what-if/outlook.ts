import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import type { Milestone } from '../../engine/model/milestone';
import type { Instant } from '../../engine/model/time';
import { schedule } from '../../engine/schedule/schedule';
import {
  type AppliedAssumptions,
  type Assumption,
  applyAssumptions,
} from '../../engine/what-if/assume';
import { scheduleContext } from '../agreement/calendars';

/** The result of a what-if: the facts with the assumed ones, and their schedule. */
export interface Outlook {
  agreement: Agreement;
  facts: readonly Fact[];
  unplaced: AppliedAssumptions['unplaced'];
  milestones: readonly Milestone[];
  /** The instant up to which terms have renewed themselves. */
  at: Instant;
}

export function outlook(
  agreement: Agreement,
  facts: readonly Fact[],
  assumptions: readonly Assumption[],
  derivations: boolean,
  at: Instant,
): Outlook {
  const laid = applyAssumptions(agreement, facts, assumptions, scheduleContext(at));
  const { milestones } = schedule(agreement, laid.facts, scheduleContext(at, derivations));
  return { agreement, ...laid, milestones, at };
}
