import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { FactIndex } from '../evaluate/fact-index';
import type { Obligation } from '../model/document';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { ScheduleContext } from '../schedule/options';
import { schedule } from '../schedule/schedule';
import * as checks from './checks';
import type { Finding } from './finding';
import { neverDue } from './never';
import { readingsFor } from './readings';

/**
 * Things in an agreement with these facts that its authors may not have meant. Faults that make a document
 * invalid (circular references, unknown names) are reported by `compile`.
 */
export function findings(
  agreement: Agreement,
  facts: readonly Fact[],
  context: ScheduleContext,
): Finding[] {
  const { milestones } = schedule(agreement, facts, { ...context, derivations: false });
  const byPath = new Map<string, Milestone[]>();
  const readings = readingsFor(agreement, facts, context);
  for (const one of milestones) {
    const before = byPath.get(one.path);
    if (before === undefined) byPath.set(one.path, [one]);
    else before.push(one);
  }
  const index = new FactIndex(facts);
  const numbers = new Map(agreement.document.obligations.map((one, i) => [one, i]));
  return agreement.items.flatMap((item) => {
    const entry: checks.EntryInput = {
      agreement,
      facts: index,
      context,
      item,
      pointer: pointerOf(numbers, item),
      milestones: byPath.get(item.path) ?? [],
      byPath,
      readings,
    };
    return CHECKS.flatMap((check) => check(entry));
  });
}

function pointerOf(numbers: ReadonlyMap<Obligation, number>, item: Item): string {
  const i = numbers.get(item.obligation);
  if (item.phase === undefined) return `/obligations/${i}`;
  return `/obligations/${i}/phases/${item.obligation.phases?.indexOf(item.phase)}`;
}

type Check = (entry: checks.EntryInput) => Finding[];

const CHECKS: readonly Check[] = [
  checks.undated,
  checks.unrecorded,
  checks.windows,
  checks.goals,
  neverDue,
  checks.dependencies,
  checks.touching,
  checks.nonWorking,
  checks.calendars,
  checks.extensions,
  checks.quoted,
  checks.otherReadings,
];
