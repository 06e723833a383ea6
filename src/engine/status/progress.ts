import type { Judgement } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { Instant } from '../model/time';

/** The progress of a milestone by the latest judgement, and whether its pace meets the deadline. */
export interface Progress {
  judgement?: Judgement;
  /** For level 2 with a deadline and a known beginning: whether the pace meets the deadline, and a sentence that says how. */
  pace?: { onTrack: boolean; how: string };
  /** The latest verification. */
  verification?: 'verified' | 'could-not-verify';
}

/** A milestone or its stored row, in which a missing deadline is null. */
type Judged = Pick<Milestone, 'outcome'> & { dueAt?: Instant | null | undefined };

const COMPLETE = 3;
const MOSTLY_DONE = 2;

/** @param at leaves out judgements and verifications after this instant. */
export function progressOf(milestone: Judged, at: Instant = Number.POSITIVE_INFINITY): Progress {
  const { judgements = [], verifiedAt, couldNotVerifyAt } = milestone.outcome;
  const judgement = judgements.findLast((one) => one.at <= at);
  const verification = latest(verifiedAt, couldNotVerifyAt, at);
  const pace = judgement && paceOf(judgement, milestone);
  return {
    ...(judgement && { judgement }),
    ...(pace && { pace }),
    ...(verification && { verification }),
  };
}

/**
 * Level 2 of 3 counts as two thirds done. The pace meets the deadline where that took at most two thirds of the time.
 */
function paceOf({ level, at }: Judgement, { outcome, dueAt }: Judged): Progress['pace'] {
  const { runsFrom } = outcome;
  if (level !== MOSTLY_DONE || dueAt === undefined || dueAt === null || runsFrom === undefined)
    return undefined;
  if (dueAt <= runsFrom) return undefined;
  const used = (at - runsFrom) / (dueAt - runsFrom);
  const needed = (used * COMPLETE) / MOSTLY_DONE;
  return {
    onTrack: needed <= 1,
    how: `level ${MOSTLY_DONE} of ${COMPLETE} after ${percent(used)} of the time: at that pace complete after ${percent(needed)} of it`,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function latest(
  verifiedAt: Instant | undefined,
  couldNotVerifyAt: Instant | undefined,
  at: Instant,
): Progress['verification'] {
  const known = (instant = Number.NaN): number =>
    instant <= at ? instant : Number.NEGATIVE_INFINITY;
  const [verified, unsure] = [known(verifiedAt), known(couldNotVerifyAt)];
  if (unsure > verified) return 'could-not-verify';
  return verified > Number.NEGATIVE_INFINITY ? 'verified' : undefined;
}
