import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { amountsOf } from '../counting/arithmetic';
import type { Period } from '../model/period';
import type { EdgeUnit, MomentExpr } from '../phrase/tree';

/**
 * The largest number of days by which a date can move more than its anchor, summed over items. "1 month after" 28 February
 * is 28 March, and after 1 March it is 1 April: four days for one. Undefined where there is no limit.
 */
export function spreadOf(items: readonly Item[]): number | undefined {
  let sum = 0;
  for (const item of items) {
    const own = ofItem(item);
    if (own === undefined) return undefined;
    sum += own;
  }
  return sum;
}

/** Months differ in length by three days, and rounding up adds one. */
const MONTHS = 4;
const EDGES: Readonly<Record<EdgeUnit, number>> = {
  week: 7,
  month: 31,
  quarter: 92,
  'half-year': 184,
  year: 366,
};

function ofItem(item: Item): number | undefined {
  const { convention, due, holds } = item;
  const rolls = convention.rollForward !== 'none' || convention.rollBackward !== 'none';
  if (rolls || convention.shortPeriodDays > 0 || convention.hoursRoll !== 'none') return undefined;
  if (item.cases !== undefined || item.pauses !== undefined || item.renews !== undefined) {
    return undefined;
  }
  const periods: Period[] = [];
  if (due?.type === 'within') periods.push(due.period);
  if (holds?.for !== undefined) periods.push(holds.for);
  if (holds?.while !== undefined || due?.type === 'every') return undefined;
  return total([...periods.map(ofPeriod), ...momentsIn(item).map(ofPlain)]);
}

function ofPlain(plain: MomentExpr): number | undefined {
  switch (plain.type) {
    case 'shift':
      return ofPeriod(plain.period);
    case 'edge':
      if (plain.day === 'working') return undefined;
      return (plain.unit === undefined ? 0 : EDGES[plain.unit] + MONTHS) + 7;
    case 'clock':
      return 1;
    default:
      return 0;
  }
}

function ofPeriod(period: Period): number | undefined {
  const { months, workingDays, milliseconds } = amountsOf(period);
  if (workingDays > 0) return undefined;
  return (months > 0 ? MONTHS : 0) + (milliseconds > 0 ? 1 : 0);
}

function total(spreads: readonly (number | undefined)[]): number | undefined {
  return spreads.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
}
