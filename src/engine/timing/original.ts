import type { Item } from '../compile/item';
import { changePoints, evaluateCondition, holdsOn } from '../evaluate/condition';
import { type Context, derivedValue } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { instanceFor, restOnCase } from '../evaluate/instances';
import { limit } from '../evaluate/pick';
import { atEarliest, overRange } from '../evaluate/range';
import { occurrences } from '../evaluate/recurrence';
import { roll, rollDate } from '../evaluate/roll';
import { firstDayOfTerm, shift } from '../evaluate/shift';
import { anchorStep, dayBeforeStep } from '../evaluate/steps';
import type { Period } from '../model/period';
import type { EpochDay } from '../model/time';
import { type Known, NO_ANCHOR, type Value, waiting } from '../model/value';
import type { Cond, Due, MomentExpr } from '../phrase/tree';
import type { Clause, Ending, OwnPeriod } from './lengthen';
import { paused, suspendedByFact } from './pauses';

/** The due date that the text alone gives, before extensions; undefined where it gives none. */
export function originalDue(item: Item, context: Context): Value | undefined {
  const { due, falls } = item;
  if (item.fixed !== undefined) return occurrence(item.fixed, due ?? falls, item, context);
  if (falls !== undefined) {
    if (falls.type === 'every') return occurrences(falls, item, context)[0];
    return evaluate(falls, item, context, 'end');
  }
  if (due === undefined || due.type === 'undated') return undefined;
  if (due.type === 'every') return occurrences(due, item, context)[0];
  if (due.type === 'beside') return alongsideDue(due, item, context);
  const end = countedEnd(due, item, context);
  return due.but === undefined ? end : limit(end, due.but, item, context, 'end');
}

/** An end with the period that leads to it, so that an extension can move it. */
export function endingOf(value: Value, item: Item, context: Context): Ending {
  return { value, own: () => ownOf(value, item, context), clause: clauseOf(item) };
}

function clauseOf({ due, falls, holds, fixed, pauses, convention }: Item): Clause {
  const named = convention.rolls === 'every-date';
  const target = due?.type === 'target' && due.relation !== 'before';
  const rolls = due?.type === 'within' || (target && (named || due.of.type === 'shift'));
  if (fixed !== undefined) {
    const every = due ?? falls;
    const inPeriods = every?.type === 'every' && every.rhythm.type === 'period';
    return { rolls: named && due !== undefined, pauses: inPeriods };
  }
  if (due !== undefined) return { rolls, pauses: due.type === 'within' || due.type === 'target' };
  // A pause in the text does not move the end of `until`.
  const until = holds?.until !== undefined && pauses === undefined;
  return { rolls: false, pauses: until || holds?.for !== undefined };
}

function ownOf(value: Value, item: Item, context: Context): OwnPeriod | undefined {
  const period = periodOf(item);
  if (period === undefined || !value.known) return undefined;
  const count = (other: Period): Value => {
    const changed = withPeriod(item, other);
    const end =
      item.holds === undefined ? originalDue(changed, context) : originalEnd(changed, context);
    return end ?? value;
  };
  // If a floor or a ceiling determines the end, extensions count from that end.
  const unlimited = count(period);
  const limited =
    !unlimited.known || unlimited.day !== value.day || unlimited.instant !== value.instant;
  return limited ? undefined : { period, count };
}

/** The period by which the end of an item is counted forward from its anchor. */
function periodOf({ fixed, due, falls, holds }: Item): Period | undefined {
  if (fixed !== undefined) return undefined;
  if (due?.type === 'within') return due.period;
  const plain = due?.type === 'target' ? due.of : falls;
  if (plain?.type === 'shift' && plain.direction === 'after') return plain.period;
  return holds?.for;
}

/** The item with another period, and without floors and ceilings. */
function withPeriod(item: Item, period: Period): Item {
  const { due, falls, holds } = item;
  if (due?.type === 'within') return { ...item, due: { type: 'within', period, of: due.of } };
  if (due?.type === 'target' && due.of.type === 'shift') {
    const { type, relation, bare } = due;
    return { ...item, due: { type, relation, bare, of: { ...due.of, period } } };
  }
  if (falls?.type === 'shift') return { ...item, falls: { ...falls, period } };
  return holds === undefined ? item : { ...item, holds: { ...holds, for: period } };
}

/** One date of a repetition. A pause moves it only where the rhythm is a period, not a day of the calendar. */
function occurrence(
  fixed: Value,
  every: Due | MomentExpr | undefined,
  item: Item,
  context: Context,
): Value {
  const moves = every?.type === 'every' && every.rhythm.type === 'period';
  if (!moves || !suspendedByFact(item, context)) return rollDate(fixed, item, context);
  const of = evaluate(every.of, item, context, 'end');
  return rollDate(paused(fixed, of, undefined, item, context), item, context);
}

type Counted = Extract<Due, { type: 'within' | 'target' }>;

/** The end of a counted period, moved by pauses and rolled by the convention. */
function countedEnd(due: Counted, item: Item, context: Context): Value {
  if (due.type === 'within') {
    const of = evaluate(due.of, item, context, 'end');
    const end = shift(of, due.period, 1, item, context, 'end');
    const later = paused(end, of, due.period, item, context);
    return roll(later, of, due.period, 1, item, context);
  }
  const plain = due.of;
  let value: Value;
  if (plain.type === 'shift') {
    const sign = plain.direction === 'after' ? 1 : -1;
    const of = evaluate(plain.of, item, context, 'end');
    value = shift(of, plain.period, sign, item, context, 'end');
    if (sign === 1) value = paused(value, of, plain.period, item, context);
    // With "before" the counted day is not the last day, so it does not roll.
    if (due.relation !== 'before') value = roll(value, of, plain.period, sign, item, context);
  } else {
    value = evaluate(plain, item, context, 'end');
    // Before a month means before its first day.
    if (plain.type === 'rough' && due.relation === 'before' && value.known)
      value = atEarliest(value);
    const suspended = item.pauses !== undefined || suspendedByFact(item, context);
    const of = suspended ? anchorOf(plain, item, context) : undefined;
    value = paused(value, of, undefined, item, context);
    if (due.relation !== 'before') value = rollDate(value, item, context);
  }
  return value.known ? applyRelation(value, due, context) : value;
}

/** The moment from which a day is found; undefined for a fixed day, which every pause moves. */
function anchorOf(plain: MomentExpr, item: Item, context: Context): Value | undefined {
  let inner = plain;
  while ('of' in inner && inner.type !== 'pick') inner = inner.of;
  return inner.type === 'ref' ? evaluate(inner, item, context, 'end') : undefined;
}

/** The value under `at`, `on`, `by` or `before`. */
function applyRelation(
  value: Known,
  due: Extract<Due, { type: 'target' }>,
  context: Context,
): Value {
  switch (due.relation) {
    case 'at':
      return value.instant === undefined ? value : { ...value, exact: true };
    case 'on':
      // "on X" is the whole day of X; a bare instant without "on" stays exact.
      return due.bare ? value : { ...value, exact: false };
    case 'by':
    case 'in':
      return value;
    case 'before':
      return overRange(value, context, (one, own) => dayBefore(one, own));
  }
}

function dayBefore(value: Value, context: Context): Value {
  if (!value.known || value.exact) return value;
  const steps = context.derivations ? [...value.steps, dayBeforeStep(value.day)] : [];
  const { instant: _, ...rest } = value;
  return { ...rest, day: value.day - 1, steps };
}

/** Due with another obligation: on its due date or, where that has none, when it is fulfilled. */
function alongsideDue(due: Extract<Due, { type: 'beside' }>, item: Item, context: Context): Value {
  const target = context.agreement.byPath.get(due.path);
  if (target === undefined) return waiting(`${due.path}.fulfilled`);
  const own = instanceFor(target, item, context);
  const moment = target.kind === 'maintenance' ? 'ends' : 'due';
  const dated = target.kind === 'maintenance' || target.falls !== undefined;
  if (!dated && (own.due === undefined || own.due.type === 'undated')) {
    return waiting(`${due.path}.fulfilled`);
  }
  const value = context.scheduled(own, moment);
  if (!value.known) return value;
  const name = `${due.path}.${moment}`;
  return derivedValue(context, value, value, () => [
    anchorStep(name, value, { of: 'beside', relation: due.relation }, item.convention),
  ]);
}

/** Where an interval starts. */
export function startValue(item: Item, context: Context): Value | undefined {
  const other = alongside(item, context);
  if (other?.kind === 'maintenance') return context.moment(other, 'starts');
  if (other !== undefined) return context.scheduled(other, 'starts');
  const from = item.holds?.from;
  return from && restOnCase(evaluate(from, item, context, 'start'), item);
}

/** The item during which an interval lasts. */
export function alongside(item: Item, context: Context): Item | undefined {
  const path = item.holds?.during;
  const target = path === undefined ? undefined : context.agreement.byPath.get(path);
  return target && instanceFor(target, item, context);
}

/** The end that the text alone gives; undefined where it gives none. */
export function originalEnd(item: Item, context: Context): Value | undefined {
  const { holds } = item;
  if (holds?.until !== undefined) {
    const end = evaluate(holds.until, item, context, 'end');
    if (item.pauses !== undefined || !suspendedByFact(item, context)) return end;
    return paused(end, startUnlessFromEnd(item, context), undefined, item, context);
  }
  if (holds?.for === undefined && holds?.while === undefined) return undefined;
  const start = context.moment(item, 'starts');
  if (holds.while !== undefined) return whileEnd(holds.while, start, item, context);
  if (holds.for === undefined || start === undefined) return undefined;
  const first = firstDayOfTerm(start, item);
  const end = shift(start, holds.for, 1, item, context, 'end', first);
  return paused(end, start, holds.for, item, context);
}

/** The start; undefined where it is itself counted from the end. */
function startUnlessFromEnd(item: Item, context: Context): Value | undefined {
  const fromEnd = context.agreement.dependencies.startsFromEnd(item.path);
  return fromEnd ? undefined : context.moment(item, 'starts');
}

const wholeDay = (day: EpochDay) => ({ day, exact: false });

/** The end of an interval with `while`: when its condition stops holding; undefined while it holds. */
function whileEnd(
  cond: Cond,
  start: Value | undefined,
  item: Item,
  context: Context,
): Value | undefined {
  const opposite = cond.type === 'test' && cond.than === undefined && cond.no ? cond.of : undefined;
  if (opposite !== undefined) {
    const value = evaluate(opposite, item, context, 'end');
    return value.known ? value : undefined;
  }
  const days = changePoints(cond, item, context)
    .map(({ day }) => day)
    .filter((one) => !start?.known || one >= start.day);
  let held = start?.known === true && holdsOn(cond, start.day, item, context);
  for (const one of days) {
    const now = holdsOn(cond, one, item, context);
    if (held && !now)
      return derivedValue(context, start?.known ? start : NO_ANCHOR, wholeDay(one), () => []);
    held ||= now;
  }
  // While the condition holds there is no end. Before it holds for the first time, the end waits for it.
  if (held) return undefined;
  return waiting(...new Set(evaluateCondition(cond, item, context).waitsFor));
}
