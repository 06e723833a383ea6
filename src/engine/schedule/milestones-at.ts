import type { Agreement } from '../compile/agreement';
import type { FactIndex } from '../evaluate/fact-index';
import type { Milestone } from '../model/milestone';
import { contextsOf } from './contexts';
import type { ScheduleContext } from './options';
import { addMilestones } from './schedule';
import { supersede } from './supersede';

/** The milestones of one obligation or phase. Computes only that entry and the entries that supersede it. */
export function milestonesAt(
  path: string,
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
): Milestone[] {
  const obligation = agreement.byPath.get(path)?.obligation.id;
  const contexts = contextsOf(agreement, facts, options);
  const milestones: Milestone[] = [];
  for (const item of agreement.items) {
    const { supersedes } = item;
    const matches = item.path === path || supersedes === path;
    if (matches || (supersedes !== undefined && supersedes === obligation)) {
      addMilestones(milestones, item, contexts);
    }
  }
  supersede(milestones, contexts.context);
  return milestones.filter((milestone) => milestone.path === path);
}
