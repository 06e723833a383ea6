import type { Item } from '../compile/item';
import { amountsOf, multiplyPeriod } from '../counting/arithmetic';
import { isShort } from '../counting/count';
import type { Context } from '../evaluate/context';
import { roll } from '../evaluate/roll';
import { shift } from '../evaluate/shift';
import type { Value } from '../model/value';
import type { Period, Unit } from '../phrase/tree';
import { paused } from './pauses';

/** An end that may be put off. */
export interface Ending {
  value: Value;
  /** The period that leads to it; asked for only where it is put off. */
  own(): Own | undefined;
  /** What the clause does to an end that was counted. */
  clause: Clause;
}

/** Whether an end moves off days of rest, and whether it comes later where the clock stood still. */
export interface Clause {
  rolls: boolean;
  stops: boolean;
}

/** A period of an entry's own, and what another in its place leads to. */
export interface Own {
  period: Period;
  count(period: Period): Value;
}

/**
 * An end put off by a period, or (sign -1) brought forward. In the units of the clause's own period the two
 * are counted as one, from where that one is counted: twice a month is two months, whatever the convention says
 * of the first day. Any other period is counted in full from the end that stands, whose last day is day 0.
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
  // Hours go on from the end itself, whatever the convention says of an event within an hour.
  const apart: Item = { ...item, convention: { ...item.convention, hoursFrom: 'event' } };
  const from = { ...value, side: 'ends' } as const;
  const count = (period: Period): Value => {
    const back = period.parts.every(({ amount }) => amount <= 0);
    const [much, way] = back ? [multiplyPeriod(period, -1), -1 as const] : [period, 1 as const];
    const far = shift(from, much, way, apart, context, 'end');
    const end = clause.stops ? paused(far, from, much, item, context) : far;
    return clause.rolls ? roll(end, from, much, way, item, context) : end;
  };
  const period = multiplyPeriod(inWorkingDays(by, item), sign);
  return counted({ period, count }, clause);
}

function counted(own: Own, clause: Clause): Ending {
  return { value: own.count(own.period), own: () => own, clause };
}

/** Two periods as one; what the second takes away may leave less than nothing. */
function sum(one: Period, other: Period, sign: 1 | -1): Period {
  const amounts = new Map<Unit, number>();
  const parts = [...one.parts, ...multiplyPeriod(other, sign).parts];
  for (const { amount, unit } of parts) amounts.set(unit, (amounts.get(unit) ?? 0) + amount);
  return { ...one, parts: [...amounts].map(([unit, amount]) => ({ amount, unit })) };
}

/** Where a convention counts short periods in working days, that is what they are lengthened by. */
function inWorkingDays(period: Period, { convention }: Item): Period {
  if (!isShort(period, convention)) return period;
  return { ...period, parts: [{ amount: amountsOf(period).days, unit: 'working day' }] };
}

type Kind = 'months' | 'days' | 'working' | 'time';

const KINDS: Readonly<Record<Unit, Kind>> = {
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

function kindsOf({ parts }: Period): Set<Kind> {
  return new Set(parts.map(({ unit }) => KINDS[unit]));
}
