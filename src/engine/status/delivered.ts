import type { Outcome } from '../model/fact';
import type { Instant } from '../model/time';

/** How much of a quantity was delivered, and whether the pace so far meets the deadline. */
export interface Delivered {
  owed: number;
  unit: string;
  delivered: number;
  /** What is still to be delivered; 0 once it is reached. */
  remaining: number;
  /** What was delivered beyond the quantity. */
  over: number;
  /** What fulfilled it: the sum of deliveries, or a fact that says so; absent while it is not fulfilled. */
  fulfilledBy?: 'deliveries' | 'fact';
  /** Where something was delivered, and deadline and beginning are known. */
  pace?: Pace;
}

interface Pace {
  /** The part of the quantity delivered, and the part of the time that had passed at the last delivery; 1 is all. */
  share: number;
  time: number;
  /** Whether all is delivered by the deadline if deliveries go on at that pace. */
  onTrack: boolean;
}

/** A milestone or its stored row, in which missing values are null. */
interface Owing {
  outcome: Outcome;
  dueAt?: Instant | null | undefined;
}

/** Undefined where the text gives no quantity whose parts can be counted. */
export function deliveredOf(milestone: Owing): Delivered | undefined {
  const { quantity, deliveries = [], fulfilledAt, moves = [] } = milestone.outcome;
  if (quantity === undefined) return undefined;
  const delivered = rounded(deliveries.reduce((sum, { amount }) => sum + amount, 0));
  const { owed, unit } = quantity;
  const pace = paceOf(delivered / owed, milestone);
  const byDelivery = moves.some(
    ({ was, at, fact }) =>
      was === 'fulfilled' && at === fulfilledAt && deliveries.some((one) => one.fact === fact),
  );
  return {
    owed,
    unit,
    delivered,
    remaining: fulfilledAt === undefined ? rounded(Math.max(0, owed - delivered)) : 0,
    over: rounded(Math.max(0, delivered - owed)),
    ...(fulfilledAt === undefined ? {} : { fulfilledBy: byDelivery ? 'deliveries' : 'fact' }),
    ...(pace && { pace }),
  };
}

function paceOf(share: number, { outcome, dueAt }: Owing): Pace | undefined {
  const { runsFrom, deliveries = [], fulfilledAt } = outcome;
  const last = deliveries.at(-1);
  if (last === undefined || fulfilledAt !== undefined) return undefined;
  if (runsFrom === undefined || dueAt === undefined || dueAt === null || dueAt <= runsFrom) {
    return undefined;
  }
  // What it is counted from may come after a delivery: an end, of which the text says only the day.
  if (last.at < runsFrom) return undefined;
  const time = (last.at - runsFrom) / (dueAt - runsFrom);
  return { share, time, onTrack: time <= share };
}

/** Without the rounding errors of decimal fractions. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

/** "4 of 18 ships, 14 to go; 22 % after 30 % of the time, so too slow for the deadline" */
export function deliveredText(of: Delivered): string {
  const { owed, unit, delivered, remaining, over, fulfilledBy, pace } = of;
  const parts = [`${delivered} of ${owed} ${unit}`.trim()];
  if (over > 0) parts.push(`${over} more than owed`);
  if (fulfilledBy === 'fact') parts.push('recorded as fulfilled');
  else if (remaining > 0) parts.push(`${remaining} to go`);
  const how =
    pace === undefined
      ? ''
      : `; ${percent(pace.share)} after ${percent(pace.time)} of the time, ${pace.onTrack ? 'fast enough' : 'too slow'} for the deadline`;
  return `${parts.join(', ')}${how}`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
