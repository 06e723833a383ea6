import type { Gap, WorkingCalendar } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import type { DaySide } from '../counting/arithmetic';
import type { DateBound } from '../model/milestone';
import type { Step, StepDraft } from '../model/step';
import type { Instant, Zones } from '../model/time';
import type { Known, Value } from '../model/value';
import type { MomentExpr, ScheduledMoment } from '../phrase/tree';
import type { FactIndex } from './fact-index';

/** What evaluation needs; one context serves a whole schedule. */
export interface Context {
  agreement: Agreement;
  facts: FactIndex;
  zones: Zones;
  calendars: ReadonlyMap<string, WorkingCalendar>;
  /** Whether values have steps. */
  derivations: boolean;
  /** Renders a step in words. Instants are given by the clock of `zone`. */
  render(draft: StepDraft, zone: string): Step;
  /** For `projectedOn`: what is not fulfilled yet counts as fulfilled when it is due. */
  projecting: boolean;
  /** The instant up to which terms have renewed themselves; see `ScheduleContext.at`. */
  instant(): Instant | undefined;
  /** The context that caches moments with their steps; copies of it without derivations use the same cache. */
  memoized: Context;
  /** Evaluates a moment in the zone and convention of an item. */
  evaluate(expr: MomentExpr, item: Item, side: DaySide): Value;
  /** A computed moment of an item, cached; undefined where the item does not have it. */
  moment(item: Item, moment: ScheduledMoment): Value | undefined;
  /** The same; where the item does not have it, a value that waits for it. */
  scheduled(item: Item, moment: ScheduledMoment): Value;
  /** The dates of a repeated item, cached. */
  occurrences(item: Item, find: () => Value[]): Value[];
  /** The item with the timing of the case that applies, cached. */
  chooseCase(item: Item, choose: () => Item): Item;
}

/** A day with what is known about the instant and the side of the day; see `Known`. */
export type PointInTime = Pick<Known, 'day' | 'instant' | 'exact' | 'earliest'> & {
  side?: Known['side'] | undefined;
};

/** A value that depends on nothing else. `steps` is called only where the context derives. */
export function knownValue(
  context: Context,
  found: PointInTime,
  steps: () => Known['steps'],
): Known {
  return valueAt(found, false, NONE, context.derivations ? steps() : NONE);
}

/** A value computed from another: it inherits what that one depends on, and its steps. */
export function derivedValue(
  context: Context,
  of: Known,
  found: PointInTime,
  steps: () => Known['steps'],
): Known {
  const allSteps = context.derivations ? [...of.steps, ...steps()] : NONE;
  const value = valueAt(found, of.hypothetical, of.provisionalOn, allSteps);
  if (of.bound !== undefined) value.bound = of.bound;
  return value;
}

const NONE: readonly never[] = [];

function valueAt(
  { day, instant, exact, side, earliest }: PointInTime,
  hypothetical: boolean,
  provisionalOn: Known['provisionalOn'],
  steps: Known['steps'],
): Known {
  const value: Known = { known: true, day, exact, hypothetical, provisionalOn, steps };
  if (instant !== undefined) value.instant = instant;
  if (side !== undefined) value.side = side;
  if (earliest !== undefined) value.earliest = earliest;
  return value;
}

/**
 * The same value, provisional on more things.
 * @param moves which way they can move it; undefined where both ways.
 */
export function addProvisionalOn(
  value: Known,
  open: readonly string[],
  moves: DateBound | undefined,
): Known {
  if (open.length === 0) return value;
  const { bound: before, ...rest } = value;
  const bound = value.provisionalOn.length === 0 || before === moves ? moves : undefined;
  const provisionalOn = [...new Set([...value.provisionalOn, ...open])];
  return { ...rest, provisionalOn, ...(bound !== undefined && { bound }) };
}

/** The same value, provisional on a day that the calendar does not cover, if there is one. */
export function addGap(value: Known, gap: Gap | undefined): Known {
  return gap === undefined ? value : addProvisionalOn(value, [gap.open], gap.bound);
}
