import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import type { FactIndex } from '../evaluate/fact-index';
import type { Milestone } from '../model/milestone';
import { type Contexts, contextsOf } from './contexts';
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
  return milestonesOf(path, contextsOf(agreement, facts, options));
}

/**
 * The same, in contexts that may have computed other entries before.
 * @param isWanted which parties and occurrences of the entry are wanted; all unless given.
 */
export function milestonesOf(
  path: string,
  contexts: Contexts,
  isWanted?: (one: Item) => boolean,
): Milestone[] {
  const { agreement } = contexts.context;
  const item = agreement.byPath.get(path);
  if (item === undefined) return [];
  const milestones: Milestone[] = [];
  const names = [path, item.obligation.id, item.noticeOf ?? path];
  const successors = names.flatMap((name) => agreement.successors.get(name) ?? []);
  addMilestones(milestones, item, contexts, isWanted);
  for (const one of new Set(successors)) {
    if (one !== item) addMilestones(milestones, one, contexts);
  }
  supersede(milestones, contexts.context);
  return milestones.filter((milestone) => milestone.path === path);
}
