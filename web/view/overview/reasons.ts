import { FactIndex } from '../../../src/engine/evaluate/fact-index';
import type { Milestone } from '../../../src/engine/model/milestone';
import { milestonesAt } from '../../../src/engine/schedule/milestones-at';
import { compare } from '../../../src/engine/what-if/compare';
import { asOf, loaded } from '../../state/plan';
import { type Side, shift } from '../../state/what-if/what-if';
import { signedDays } from '../../words/format';

/** Why a milestone does not move by as many days as the signing, each reason with its share. */
export function reasonsOf(id: string, path: string, before: Side, after: Side): string[] {
  const now = loaded.peek();
  if (now === undefined) return [];
  const one = ({ facts }: Side): Milestone[] =>
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
  // What does not move at all has one reason for it, and no share of it.
  return found.map(({ days, text }) =>
    differences.length === 0 ? text : `${signedDays(days)}: ${text}`,
  );
}
