import type { Item } from '../compile/item';
import { amountsOf, multiplyPeriod } from '../counting/arithmetic';
import { isShort } from '../counting/count';
import type { Context } from '../evaluate/context';
import { roll } from '../evaluate/roll';
import { shift } from '../evaluate/shift';
import type { Period, Unit } from '../model/period';
import type { Value } from '../model/value';
import { paused } from './pauses';

/** An end that an extension or a renewal can move. */
export interface Ending {
  value: Value;
  /** The period that leads to it; computed only when the end is moved. */
  own(): OwnPeriod | undefined;
  /** How its clause treats a counted end. */
  clause: Clause;
}

/** `rolls`: whether an end moves off days of rest. `pauses`: whether pauses move it. */
export interface Clause {
  rolls: boolean;
  pauses: boolean;
}

/** The period of an item, and the end that another period in its place gives. */
export interface OwnPeriod {
  period: Period;
  count(period: Period): Value;
}

/**
 * An end moved later (sign 1) or earlier (-1) by a period. In the units of the item's own period, both periods are added
 * and counted once from the item's anchor: one month twice is two months, whatever the convention says of the first day.
 * A period in other units is counted in full from the present end, whose last day is day 0.
 */
export function lengthened(
  ending: Ending,
  by: Period,
  sign: 1 | -1,
  item: Item,
  context: Context,
): Ending {
  const { value, clause } = ending;
  if (!value.known) return ending;
  const own = ending.own();
  if (own !== undefined) {
    const before = inWorkingDays(own.period, item);
    const more = kindsOf(before).has('working') ? inWorkingDays(by, item) : by;
    if ([...kindsOf(more)].every((kind) => kindsOf(before).has(kind))) {
      const period = sum(before, more, sign);
      return counted({ ...own, period }, clause);
    }
  }
  // Hours continue from the end itself, whatever the convention says of an event within an hour.
  const hoursFromEnd: Item = { ...item, convention: { ...item.convention, hoursFrom: 'event' } };
  const from = { ...value, side: 'ends' } as const;
  const count = (period: Period): Value => {
    const back = period.parts.every(({ amount }) => amount <= 0);
    const [amount, direction] = back
      ? [multiplyPeriod(period, -1), -1 as const]
      : [period, 1 as const];
    // An end with a clock time keeps it.
    const kept = value.exact ? { ...amount, exactly: true } : amount;
    const unpaused = shift(from, kept, direction, hoursFromEnd, context, 'end');
    const end = clause.pauses ? paused(unpaused, from, amount, item, context) : unpaused;
    return clause.rolls ? roll(end, from, amount, direction, item, context) : end;
  };
  const period = multiplyPeriod(inWorkingDays(by, item), sign);
  return counted({ period, count }, clause);
}

function counted(own: OwnPeriod, clause: Clause): Ending {
  return { value: own.count(own.period), own: () => own, clause };
}

/** The sum or difference of two periods; amounts may become negative. */
function sum(one: Period, other: Period, sign: 1 | -1): Period {
  const amounts = new Map<Unit, number>();
  const parts = [...one.parts, ...multiplyPeriod(other, sign).parts];
  for (const { amount, unit } of parts) amounts.set(unit, (amounts.get(unit) ?? 0) + amount);
  return { ...one, parts: [...amounts].map(([unit, amount]) => ({ amount, unit })) };
}

/** The period in working days where the convention counts such short periods in working days. */
function inWorkingDays(period: Period, { convention }: Item): Period {
  if (!isShort(period, convention)) return period;
  return { ...period, parts: [{ amount: amountsOf(period).days, unit: 'working day' }] };
}

type UnitKind = 'months' | 'days' | 'working' | 'time';

const KINDS: Readonly<Record<Unit, UnitKind>> = {
  minute: 'time',
  hour: 'time',
  day: 'days',
  'working day': 'working',
  week: 'days',
  month: 'months',
  quarter: 'months',
  'half-year': 'months',
  year: 'months',
};

function kindsOf({ parts }: Period): Set<UnitKind> {
  return new Set(parts.map(({ unit }) => KINDS[unit]));
}
