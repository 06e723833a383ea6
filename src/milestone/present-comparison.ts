import type { Comparison, Difference, MovedDate } from '../schedule/compare';
import { presentDay, presentInstant } from './present';

export interface PresentedMove {
  which: MovedDate['which'];
  from: string | null;
  fromAt: string | null;
  to: string | null;
  toAt: string | null;
  /** Days from `from` to `to`; null where one of them is not known. */
  days: number | null;
  /** Why that is another number than the common shift. */
  reasons: readonly { kind: string; days: number; text: string }[];
}

export interface PresentedDifference {
  id: string;
  title: string;
  change: Difference['change'];
  dates: readonly PresentedMove[];
  status: { from: string | null; to: string | null };
}

export interface PresentedComparison {
  differences: readonly PresentedDifference[];
  /** What stays where it is although the signing moves, and why. */
  unmoved: readonly {
    id: string;
    title: string;
    on: string | null;
    reasons: PresentedMove['reasons'];
  }[];
  newlyOverdue: readonly string[];
  noLongerOverdue: readonly string[];
}

export function presentComparison(comparison: Comparison): PresentedComparison {
  return {
    differences: comparison.differences.map(({ id, title, change, dates, status }) => ({
      id,
      title,
      change,
      dates: dates.map(presentMove),
      status: { from: status.from ?? null, to: status.to ?? null },
    })),
    unmoved: comparison.unmoved.map(({ id, title, on, reasons }) => ({
      id,
      title,
      on: presentDay(on),
      reasons: reasons.map(presentReason),
    })),
    newlyOverdue: comparison.becomesOverdue,
    noLongerOverdue: comparison.noLongerOverdue,
  };
}

function presentMove({ which, from, fromAt, to, toAt, days, reasons }: MovedDate): PresentedMove {
  return {
    which,
    from: presentDay(from),
    fromAt: presentInstant(fromAt),
    to: presentDay(to),
    toAt: presentInstant(toAt),
    days: days ?? null,
    reasons: reasons.map(presentReason),
  };
}

function presentReason({ kind, days, text }: MovedDate['reasons'][number]) {
  return { kind, days, text };
}
