import { FactIndex } from '../../../src/engine/evaluate/fact-index';
import type { Milestone } from '../../../src/engine/model/milestone';
import { milestonesAt } from '../../../src/engine/schedule/milestones-at';
import { compare } from '../../../src/engine/what-if/compare';
import { asOf, loaded } from '../../state/plan';
import { type Projection, shift } from '../../state/what-if/what-if';
import { signedDays } from '../../words/format';

/** Why a milestone moves by another number of days than the signing; each reason with its days. */
export function reasonsOf(
  id: string,
  path: string,
  before: Projection,
  after: Projection,
): string[] {
  const now = loaded.peek();
  if (now === undefined) return [];
  const one = ({ facts }: Projection): Milestone[] =>
    milestonesAt(path, now.agreement, new FactIndex(facts), {
      ...now.context,
      derivations: true,
    }).filter((milestone) => milestone.id === id);
  const { differences, unmoved } = compare(one(before), one(after), {
    at: asOf.peek(),
    dueSoonMs: now.plan.dueSoonMs,
    shift: shift.peek(),
  });
  const found = [
    ...differences.flatMap(({ dates }) => dates[0]?.reasons ?? []),
    ...unmoved.flatMap((u) => u.reasons),
  ];
  // A milestone that does not move has one reason, without days.
  return found.map(({ days, text }) =>
    differences.length === 0 ? text : `${signedDays(days)}: ${text}`,
  );
}
