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

/** A term that renews itself, at the instant that the schedule is asked for. */
export interface Renewal {
  /**
   * The end of the running period: the one at which a notice given now would end the term. Provisional until
   * notice is given or the text allows no further renewal.
   */
  end: Value;
  /** The last moment at which notice ends the term there. */
  closes: Value;
  /** The last end that the text allows, where it counts the renewals and no notice came. */
  latest?: Value;
}

/**
 * A renewal is settled as soon as the last moment for notice has passed without one, or a fact says that it was
 * made. All of them are counted as one, never from one renewal to the next: 31 August stays 31 August.
 * @param ending the end of the first period.
 */
export function renewal(
  ending: Ending & { value: Known },
  renews: Renews,
  item: Item,
  context: Context,
): Renewal {
  const first = ending.value;
  const quiet = { ...context, derivations: false };
  const notice = noticeOf(renews, item, context);
  const endAfter = (n: number): Value =>
    n === 0 ? first : lengthened(ending, multiplyPeriod(renews.for, n), 1, item, quiet).value;
  const closesAfter = (n: number): Value => closing(endAfter(n), renews, item, quiet);
  const used = context.facts.of('renewed', item.path, { party: item.party }).length;
  const most = renews.times ?? MOST_RENEWALS;
  // Without an instant it runs as far as the text lets it, and where that is without end, not by itself.
  const asked = context.at ?? (renews.times === undefined ? -NEVER : NEVER);
  const isMade = (n: number): boolean => {
    if (n < used) return true;
    const closes = closesAfter(n);
    if (!closes.known) return false;
    const closedAt = closes.exact ? closes.instant : undefined;
    const at = closedAt ?? context.zones.instantAt(closes.day + 1, 0, item.zone);
    return notice === undefined ? at <= asked : comesAfter(notice, closes, at);
  };
  const count = firstFalse(isMade, Math.min(used, most), most);
  const at = (n: number): Value => {
    const end = endAfter(n);
    if (!end.known) return end;
    const value =
      n === 0
        ? first
        : derivedValue(context, first, end, () => [renewalStep(first.day, end.day, renews)]);
    return notice?.hypothetical ? { ...value, hypothetical: true } : value;
  };
  const end = at(count);
  const isOpen = notice === undefined && count < most;
  const mayEndBefore = notice === undefined && context.at === undefined && used < most;
  return {
    end: end.known && (isOpen || mayEndBefore) ? restingOn(end, renews.unless, isOpen) : end,
    // No notice is needed in the last period; the last that was is the one before it.
    closes: closing(at(Math.max(0, Math.min(count, most - 1))), renews, item, context),
    ...(isOpen && renews.times !== undefined && { latest: endAfter(most) }),
  };
}

const NEVER = Number.POSITIVE_INFINITY;

/** More renewals than any term has; each is at least a minute long, and dates end before that. */
const MOST_RENEWALS = 2 ** 40;

/** The last moment for notice before an end; without a period that end itself. */
export function closing(end: Value, { before }: Renews, item: Item, context: Context): Value {
  if (before === undefined || !end.known) return end;
  return shift({ ...end, side: 'ends' }, before, -1, item, context, 'end');
}

/** The first notice: of the party whose clock it is, or of anybody where it names none. */
export function noticeOf(renews: Renews, { party }: Item, { facts }: Context): Fact | undefined {
  return facts
    .of('occurred', renews.unless)
    .filter(({ by }) => party === undefined || by === undefined || by === party)
    .reduce<Fact | undefined>(
      (first, one) => (first === undefined || byTime(one, first) < 0 ? one : first),
      undefined,
    );
}

/** Whether a notice came too late for a closing: by its instant where both are known, else by its day. */
function comesAfter(notice: Fact, closes: Known, closedAt: Instant): boolean {
  const { instant } = notice;
  return instant !== undefined && closes.exact ? instant >= closedAt : notice.day > closes.day;
}

/** The first number from `from` on of which a test that turns false once is false; at most `most`. */
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

/** @param onlyLater whether what is open can only put it off. */
function restingOn(value: Known, event: string, onlyLater: boolean): Known {
  return addProvisionalOn(value, [event], onlyLater ? 'earliest' : undefined);
}
