import type { Agreement } from '../compile/agreement';
import { FactIndex } from '../evaluate/fact-index';
import type { Fact } from '../model/fact';
import { contextsOf } from './contexts';
import type { ScheduleContext } from './options';
import { clocksOf } from './schedule';

/**
 * How many milestones `schedule` gives, without making them.
 * @param most counting stops at one more.
 */
export function countMilestones(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
  most: number,
): number {
  const { context } = contextsOf(agreement, new FactIndex(facts), options);
  let count = 0;
  for (const item of agreement.items) {
    for (const _ of clocksOf(item, context)) {
      count += 1;
      if (count > most) return count;
    }
  }
  return count;
}
