import type { Item } from '../compile/item';
import { dischargeStep, gateStep } from '../evaluate/clause-steps';
import { type ConditionResult, evaluateCondition } from '../evaluate/condition';
import type { Context } from '../evaluate/context';
import type { Milestone } from '../model/milestone';
import type { StepDraft } from '../model/step';
import type { Instant } from '../model/time';
import { pausesOf, suspendedByFact } from '../timing/pauses';

/**
 * Adds to a milestone what its conditions (`when`, `unless`, `pauses`) and suspensions decide: whether it is owed. They
 * never move its date.
 * @param steps the steps of the conditions are appended to it.
 * @returns the results of `when` and `unless`.
 */
export function addGates(
  milestone: Milestone,
  item: Item,
  context: Context,
  steps: StepDraft[],
): ConditionResult[] {
  const results: ConditionResult[] = [];
  const unconditional =
    item.when === undefined && item.unless === undefined && item.pauses === undefined;
  const mentioned = context.facts.mentions(item.path) || suspendedByFact(item, context);
  if (unconditional && !mentioned) return results;
  if (item.when !== undefined) {
    const met = evaluateCondition(item.when, item, context);
    results.push(met);
    milestone.outcome.gate = met.met ? { metAt: met.at ?? ALWAYS } : {};
    steps.push(gateStep(item.when.printed ?? '', met.day, met.met));
  }
  if (item.unless !== undefined) {
    const met = evaluateCondition(item.unless, item, context);
    results.push(met);
    if (met.met) {
      const { dischargedAt = NEVER } = milestone.outcome;
      milestone.outcome.dischargedAt = Math.min(dischargedAt, met.at ?? ALWAYS);
      if (met.day !== undefined) {
        steps.push(dischargeStep({ condition: item.unless.printed ?? '' }, met.day));
      }
    }
  }
  addSuspensions(milestone, item, context);
  return results;
}

const NEVER = Number.POSITIVE_INFINITY;

/** An instant before every agreement, for conditions that are met from the beginning. JSON has no infinity. */
const ALWAYS: Instant = -62_135_596_800_000;

function addSuspensions(milestone: Milestone, item: Item, context: Context): void {
  const pauses = pausesOf(item, context);
  if (pauses.length === 0) return;
  milestone.outcome.suspensions = pauses.map(({ from, to }) => ({
    from: from.at,
    ...(to === undefined ? {} : { to: to.at }),
  }));
}
