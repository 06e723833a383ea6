import type { Outcome } from '../model/fact';
import type { Instant } from '../model/time';

/** Of an outcome, what had come by an instant; facts of later moments are left out. The same where all had. */
export function outcomeAt(outcome: Outcome, at: Instant): Outcome {
  const { judgements, breaches = [], moves = [], fulfilledAt = at } = outcome;
  const later = POINTS.filter((key) => (outcome[key] ?? at) > at);
  const lately = judgements?.at(-1)?.at ?? at;
  const last = breaches.at(-1) ?? at;
  const lastMove = moves.at(-1)?.at ?? at;
  if (later.length === 0 && Math.max(lately, last, lastMove) <= at) return outcome;
  const then: Outcome = { ...outcome };
  for (const key of later) delete then[key];
  if (fulfilledAt > at) delete then.fulfilledOn;
  if (judgements !== undefined) then.judgements = judgements.filter((one) => one.at <= at);
  if (last > at) {
    then.breaches = breaches.filter((one) => one <= at);
    then.incidents = then.breaches.length;
  }
  if (lastMove > at) then.moves = moves.filter((one) => one.at <= at);
  return then;
}

/** What is shown of an outcome as one moment; periods and conditions only decide the status. */
const POINTS = ['fulfilledAt', 'verifiedAt', 'couldNotVerifyAt'] as const;
