import type { Gap, WorkingCalendar } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import type { DaySide } from '../counting/arithmetic';
import type { Bound } from '../model/milestone';
import type { Step, StepDraft } from '../model/step';
import type { Instant, Zones } from '../model/time';
import type { Known, Value } from '../model/value';
import type { MomentExpr, ScheduledMoment } from '../phrase/tree';
import type { FactIndex } from './fact-index';

/** What evaluating needs, the same for a whole schedule. */
export interface Context {
  agreement: Agreement;
  facts: FactIndex;
  zones: Zones;
  calendars: ReadonlyMap<string, WorkingCalendar>;
  derivations: boolean;
  /** Renders a step in words. Instants are given by the clock of `zone`. */
  render(draft: StepDraft, zone: string): Step;
  /** What is not fulfilled yet stands at its due date, for `projectedOn`. */
  projecting: boolean;
  /** The instant up to which terms have renewed themselves: see `ScheduleContext`. */
  at?: Instant;
  /** The context whose moments are kept, with their steps; a copy that wants no steps asks it all the same. */
  memoized: Context;
  /** The value of a moment, in the words of `item`: its zone and convention count. */
  evaluate(plain: MomentExpr, item: Item, side: DaySide): Value;
  /** A moment of an item, found once; undefined where the item has none. */
  moment(item: Item, moment: ScheduledMoment): Value | undefined;
  /** The same, waiting for itself where the item has none. */
  scheduled(item: Item, moment: ScheduledMoment): Value;
  /** The item with the timing of the case that applies, chosen once. */
  chooseCase(item: Item, choose: () => Item): Item;
}

/** Builds known values; steps are only made where derivations are wanted. */
export type PointInTime = Pick<Known, 'day' | 'instant' | 'exact'> & {
  side?: Known['side'] | undefined;
};

export function knownValue(
  context: Context,
  found: PointInTime,
  steps: () => Known['steps'],
): Known {
  return at(found, false, NONE, context.derivations ? steps() : NONE);
}

/** A value that follows from another: it inherits what that one rests on. */
export function derivedValue(
  context: Context,
  of: Known,
  found: PointInTime,
  steps: () => Known['steps'],
): Known {
  const taken = context.derivations ? [...of.steps, ...steps()] : NONE;
  const value = at(found, of.hypothetical, of.provisionalOn, taken);
  if (of.bound !== undefined) value.bound = of.bound;
  return value;
}

const NONE: readonly never[] = [];

function at(
  { day, instant, exact, side }: PointInTime,
  hypothetical: boolean,
  provisionalOn: Known['provisionalOn'],
  steps: Known['steps'],
): Known {
  const value: Known = { known: true, day, exact, hypothetical, provisionalOn, steps };
  if (instant !== undefined) value.instant = instant;
  if (side !== undefined) value.side = side;
  return value;
}

/**
 * The same value, resting on more things where there are any.
 * @param moves which way they can move it; undefined where both.
 */
export function addProvisionalOn(
  value: Known,
  open: readonly string[],
  moves: Bound | undefined,
): Known {
  if (open.length === 0) return value;
  const { bound: before, ...rest } = value;
  const bound = value.provisionalOn.length === 0 || before === moves ? moves : undefined;
  const provisionalOn = [...new Set([...value.provisionalOn, ...open])];
  return { ...rest, provisionalOn, ...(bound !== undefined && { bound }) };
}

/** The same value, where its count left the days that a calendar covers. */
export function addGap(value: Known, gap: Gap | undefined): Known {
  return gap === undefined ? value : addProvisionalOn(value, [gap.open], gap.bound);
}
