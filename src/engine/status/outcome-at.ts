import type { Outcome } from '../model/fact';
import type { Instant } from '../model/time';

/** An outcome without the facts after an instant; the same object where there are none. */
export function outcomeAt(outcome: Outcome, at: Instant): Outcome {
  const { judgements, breaches = [], moves = [], deliveries = [], fulfilledAt = at } = outcome;
  const later = INSTANTS.filter((key) => (outcome[key] ?? at) > at);
  const lastJudgement = judgements?.at(-1)?.at ?? at;
  const lastBreach = breaches.at(-1) ?? at;
  const lastMove = moves.at(-1)?.at ?? at;
  const lastDelivery = deliveries.at(-1)?.at ?? at;
  const last = Math.max(lastJudgement, lastBreach, lastMove, lastDelivery);
  if (later.length === 0 && last <= at) return outcome;
  const then: Outcome = { ...outcome };
  for (const key of later) delete then[key];
  if (fulfilledAt > at) delete then.fulfilledOn;
  if (judgements !== undefined) then.judgements = judgements.filter((one) => one.at <= at);
  if (lastBreach > at) {
    then.breaches = breaches.filter((one) => one <= at);
    then.incidents = then.breaches.length;
  }
  if (lastDelivery > at) then.deliveries = deliveries.filter((one) => one.at <= at);
  if (lastMove > at) then.moves = moves.filter((one) => one.at <= at);
  return then;
}

/** The single instants of an outcome that are presented; spans and conditions only decide the status. */
const INSTANTS = ['fulfilledAt', 'verifiedAt', 'couldNotVerifyAt'] as const;
