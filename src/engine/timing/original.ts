import type { Item } from '../compile/item';
import { changePoints, evaluateCondition, holdsOn } from '../evaluate/condition';
import { type Context, derivedValue } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { instanceFor, restOnCase } from '../evaluate/instances';
import { limit } from '../evaluate/pick';
import { occurrences } from '../evaluate/recurrence';
import { roll } from '../evaluate/roll';
import { firstDayOfTerm, shift } from '../evaluate/shift';
import { anchorStep, dayBeforeStep } from '../evaluate/steps';
import type { EpochDay } from '../model/time';
import { type Known, type Value, waiting } from '../model/value';
import type { Cond, Due, MomentExpr, Period } from '../phrase/tree';
import type { Clause, Ending, Own } from './lengthen';
import { paused, suspendedByFact } from './pauses';

/** The same as the text alone gives it; undefined where it gives none. */
export function originalDue(item: Item, context: Context): Value | undefined {
  const { due, falls } = item;
  if (item.fixed !== undefined) return occurrence(item.fixed, due ?? falls, item, context);
  if (falls !== undefined) {
    if (falls.type === 'every') return occurrences(falls, item, context)[0];
    return evaluate(falls, item, context, 'end');
  }
  if (due === undefined || due.type === 'undated') return undefined;
  if (due.type === 'every') return occurrences(due, item, context)[0];
  if (due.type === 'beside') return beside(due, item, context);
  const end = counted(due, item, context);
  return due.but === undefined ? end : limit(end, due.but, item, context, 'end');
}

/** An end with the period that leads to it, so that it can be put off. */
export function endingOf(value: Value, item: Item, context: Context): Ending {
  return { value, own: () => ownOf(value, item, context), clause: clauseOf(item) };
}

function clauseOf({ due, falls, holds, fixed, pauses }: Item): Clause {
  const target = due?.type === 'target' && due.of.type === 'shift' && due.relation !== 'before';
  const rolls = due?.type === 'within' || target;
  if (fixed !== undefined) {
    const every = due ?? falls;
    return { rolls: false, stops: every?.type === 'every' && every.rhythm.type === 'period' };
  }
  if (due !== undefined) return { rolls, stops: due.type === 'within' || due.type === 'target' };
  // What is held until a day ends no later for a pause of its text.
  const until = holds?.until !== undefined && pauses === undefined;
  return { rolls: false, stops: until || holds?.for !== undefined };
}

function ownOf(value: Value, item: Item, context: Context): Own | undefined {
  const period = periodOf(item);
  if (period === undefined || !value.known) return undefined;
  const count = (other: Period): Value => {
    const changed = lasting(item, other);
    const end =
      item.holds === undefined ? originalDue(changed, context) : originalEnd(changed, context);
    return end ?? value;
  };
  // Where a floor or a ceiling gave the end, it goes on from there.
  const free = count(period);
  const limited = !free.known || free.day !== value.day || free.instant !== value.instant;
  return limited ? undefined : { period, count };
}

/** The period that an entry's end is counted by, forwards from its beginning. */
function periodOf({ fixed, due, falls, holds }: Item): Period | undefined {
  if (fixed !== undefined) return undefined;
  if (due?.type === 'within') return due.period;
  const plain = due?.type === 'target' ? due.of : falls;
  if (plain?.type === 'shift' && plain.direction === 'after') return plain.period;
  return holds?.for;
}

/** The same entry with another period, and without its floors and ceilings. */
function lasting(item: Item, period: Period): Item {
  const { due, falls, holds } = item;
  if (due?.type === 'within') return { ...item, due: { type: 'within', period, of: due.of } };
  if (due?.type === 'target' && due.of.type === 'shift') {
    const { type, relation, bare } = due;
    return { ...item, due: { type, relation, bare, of: { ...due.of, period } } };
  }
  if (falls?.type === 'shift') return { ...item, falls: { ...falls, period } };
  return holds === undefined ? item : { ...item, holds: { ...holds, for: period } };
}

/** One date of a repetition: a period stands still where its clock does, the calendar never. */
function occurrence(
  fixed: Value,
  every: Due | MomentExpr | undefined,
  item: Item,
  context: Context,
): Value {
  if (every?.type !== 'every' || every.rhythm.type !== 'period') return fixed;
  if (!suspendedByFact(item, context)) return fixed;
  return paused(fixed, evaluate(every.of, item, context, 'end'), undefined, item, context);
}

type Counted = Extract<Due, { type: 'within' | 'target' }>;

/** A period counted to its end: rolled where the convention says so, and as late as pauses make it. */
function counted(due: Counted, item: Item, context: Context): Value {
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
    // Strictly before a counted day: that day is not the last, so it does not roll.
    if (due.relation !== 'before') value = roll(value, of, plain.period, sign, item, context);
  } else {
    value = evaluate(plain, item, context, 'end');
    const suspended = item.pauses !== undefined || suspendedByFact(item, context);
    const of = suspended ? anchorOf(plain, item, context) : undefined;
    value = paused(value, of, undefined, item, context);
  }
  return value.known ? related(value, due, context) : value;
}

/** The moment that a day is found from; undefined for a fixed day, which any pause puts off. */
function anchorOf(plain: MomentExpr, item: Item, context: Context): Value | undefined {
  let inner = plain;
  while ('of' in inner && inner.type !== 'pick') inner = inner.of;
  return inner.type === 'ref' ? evaluate(inner, item, context, 'end') : undefined;
}

function related(value: Known, due: Extract<Due, { type: 'target' }>, context: Context): Value {
  switch (due.relation) {
    case 'at':
      return value.instant === undefined ? value : { ...value, exact: true };
    case 'on':
      // "on X" is that whole day, unless the phrase is itself an instant said without "on".
      return due.bare ? value : { ...value, exact: false };
    case 'by':
      return value;
    case 'before': {
      if (value.exact) return value;
      const steps = context.derivations ? [...value.steps, dayBeforeStep(value.day)] : [];
      const { instant: _, ...rest } = value;
      return { ...rest, day: value.day - 1, steps };
    }
  }
}

/** Due when its neighbour is; where that has no date, when it is done. */
function beside(due: Extract<Due, { type: 'beside' }>, item: Item, context: Context): Value {
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

/** What an interval lasts as long as. */
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
    return paused(end, startApart(item, context), undefined, item, context);
  }
  if (holds?.for === undefined && holds?.while === undefined) return undefined;
  const start = context.moment(item, 'starts');
  if (holds.while !== undefined) return whileEnd(holds.while, start, item, context);
  if (holds.for === undefined || start === undefined) return undefined;
  const first = firstDayOfTerm(start, item);
  const end = shift(start, holds.for, 1, item, context, 'end', first);
  return paused(end, start, holds.for, item, context);
}

/** The start, unless it is counted from the end. */
function startApart(item: Item, context: Context): Value | undefined {
  const fromEnd = context.agreement.dependencies.startsFromEnd(item.path);
  return fromEnd ? undefined : context.moment(item, 'starts');
}

export const at = (day: EpochDay) => ({ day, exact: false });

const FREE: Known = {
  known: true,
  day: 0,
  exact: false,
  hypothetical: false,
  provisionalOn: [],
  steps: [],
};

/** A duty that lasts while something does ends when that is over; until then it has no end. */
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
    if (held && !now) return derivedValue(context, start?.known ? start : FREE, at(one), () => []);
    held ||= now;
  }
  // While it lasts there is no end; before it has begun, the duty waits for it.
  if (held) return undefined;
  return waiting(...new Set(evaluateCondition(cond, item, context).waitsFor));
}
