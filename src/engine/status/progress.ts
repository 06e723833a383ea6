import type { Judgement } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { Instant } from '../model/time';

/** How far a milestone is by the latest judgement, and whether that is far enough for its deadline. */
export interface Progress {
  judgement?: Judgement;
  /** Of level 2 with a deadline and a known beginning: whether its pace meets the deadline, and how that is told. */
  pace?: { onTrack: boolean; how: string };
  /** The latest answer to whether it was done. */
  verification?: 'verified' | 'could-not-verify';
}

/** The deadline is null where a row has none. */
type Judged = Pick<Milestone, 'outcome'> & { dueAt?: Instant | null | undefined };

const COMPLETE = 3;
const ON_ITS_WAY = 2;

/** @param at judgements and verifications after it are left out; all count without it. */
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
 * Level 2 says that most is done; it is on track where the rest, at the pace so far, is done by the deadline:
 * two thirds of the way after at most two thirds of the time.
 */
function paceOf({ level, at }: Judgement, { outcome, dueAt }: Judged): Progress['pace'] {
  const { runsFrom } = outcome;
  if (level !== ON_ITS_WAY || dueAt === undefined || dueAt === null || runsFrom === undefined)
    return undefined;
  if (dueAt <= runsFrom) return undefined;
  const used = (at - runsFrom) / (dueAt - runsFrom);
  const needed = (used * COMPLETE) / ON_ITS_WAY;
  return {
    onTrack: needed <= 1,
    how: `level ${ON_ITS_WAY} of ${COMPLETE} after ${percent(used)} of the time: at that pace complete after ${percent(needed)} of it`,
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
