import type { Item } from '../compile/item';
import { multiplyPeriod } from '../counting/arithmetic';
import { renewalStep } from '../evaluate/clause-steps';
import { addProvisionalOn, type Context, derivedValue } from '../evaluate/context';
import { byTime } from '../evaluate/fact-index';
import { shift } from '../evaluate/shift';
import type { Fact } from '../model/fact';
import type { Instant } from '../model/time';
import type { Known, Value } from '../model/value';
import type { Renews } from '../phrase/tree';
import { type Ending, lengthened } from './lengthen';

/** The state of a term with `renews` at the instant of the schedule. */
export interface Renewal {
  /**
   * The end of the running period, at which a notice given now would end the term. Provisional until notice is given or
   * the text allows no further renewal.
   */
  end: Value;
  /** The last moment at which notice ends the term at `end`. */
  closes: Value;
  /** The end after all renewals, where the text counts them and no notice was given. */
  latest?: Value;
}

/**
 * A renewal is made as soon as the last moment for notice has passed without notice, or a fact records it. All renewals
 * are counted as one period from the start, not one after the other: 31 August stays 31 August.
 * @param ending the end of the first period.
 */
export function renewal(
  ending: Ending & { value: Known },
  renews: Renews,
  item: Item,
  context: Context,
): Renewal {
  const first = ending.value;
  const withoutSteps = { ...context, derivations: false };
  const notice = noticeOf(renews, item, context);
  const endAfter = (n: number): Value =>
    n === 0
      ? first
      : lengthened(ending, multiplyPeriod(renews.for, n), 1, item, withoutSteps).value;
  const closesAfter = (n: number): Value => closing(endAfter(n), renews, item, withoutSteps);
  const recorded = context.facts.of('renewed', item.path, { party: item.party }).length;
  const most = renews.times ?? MOST_RENEWALS;
  // Without an instant all counted renewals are made; renewals without a number only where facts record them.
  const now = context.instant();
  const until = now ?? (renews.times === undefined ? -NEVER : NEVER);
  const isMade = (n: number): boolean => {
    if (n < recorded) return true;
    const closes = closesAfter(n);
    if (!closes.known) return false;
    const closedAt = closes.exact ? closes.instant : undefined;
    const at = closedAt ?? context.zones.instantAt(closes.day + 1, 0, item.zone);
    return notice === undefined ? at <= until : comesAfter(notice, closes, at);
  };
  const count = firstFalse(isMade, Math.min(recorded, most), most);
  const at = (n: number): Value => {
    const end = endAfter(n);
    if (!end.known) return end;
    const value =
      n === 0
        ? first
        : derivedValue(context, first, end, () => [renewalStep(first.day, end, renews)]);
    return notice?.hypothetical ? { ...value, hypothetical: true } : value;
  };
  const end = at(count);
  const isOpen = notice === undefined && count < most;
  const mayEndBefore = notice === undefined && now === undefined && recorded < most;
  return {
    end: end.known && (isOpen || mayEndBefore) ? provisionalUntil(end, renews.unless, isOpen) : end,
    // The last period needs no notice: the last moment for notice is that of the period before.
    closes: closing(at(Math.max(0, Math.min(count, most - 1))), renews, item, context),
    ...(isOpen && renews.times !== undefined && { latest: endAfter(most) }),
  };
}

const NEVER = Number.POSITIVE_INFINITY;

/** More than any term can have: each renewal lasts a minute or more, and dates are limited. */
const MOST_RENEWALS = 2 ** 40;

/** The last moment for notice before an end; the end itself where the text sets no notice period. */
export function closing(end: Value, { before }: Renews, item: Item, context: Context): Value {
  if (before === undefined || !end.known) return end;
  return shift({ ...end, side: 'ends' }, before, -1, item, context, 'end');
}

/** The earliest notice, by the party whose clock it is or by an unnamed party; by any party without such a clock. */
export function noticeOf(renews: Renews, { party }: Item, { facts }: Context): Fact | undefined {
  return facts
    .of('occurred', renews.unless)
    .filter(({ by }) => party === undefined || by === undefined || by === party)
    .reduce<Fact | undefined>(
      (first, one) => (first === undefined || byTime(one, first) < 0 ? one : first),
      undefined,
    );
}

/** Whether a notice comes after the last moment for it: by instant where both are known, else by day. */
function comesAfter(notice: Fact, closes: Known, closedAt: Instant): boolean {
  const { instant } = notice;
  return instant !== undefined && closes.exact ? instant >= closedAt : notice.day > closes.day;
}

/** The smallest number from `from` to `most` for which a monotonic test is false; `most` where there is none. */
function firstFalse(test: (n: number) => boolean, from: number, most: number): number {
  if (from >= most || !test(from)) return from;
  let last = from;
  let step = 1;
  while (last + step < most && test(last + step)) {
    last += step;
    step *= 2;
  }
  let beyond = Math.min(last + step, most);
  while (beyond - last > 1) {
    const middle = Math.floor((last + beyond) / 2);
    if (test(middle)) last = middle;
    else beyond = middle;
  }
  return beyond;
}

/** The value, provisional on an event. @param onlyLater whether that event can only move it later. */
function provisionalUntil(value: Known, event: string, onlyLater: boolean): Known {
  return addProvisionalOn(value, [event], onlyLater ? 'earliest' : undefined);
}
