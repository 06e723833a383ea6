import type { WorkingCalendar } from '../../src/engine/calendar/working-calendar';
import { dayOfUnit } from '../../src/engine/counting/arithmetic';
import type { Convention } from '../../src/engine/counting/convention';
import { countDays, firstDayAfterEvent } from '../../src/engine/counting/count';
import { shiftInstant } from '../../src/engine/counting/hours';
import { rollDay, rollInstant } from '../../src/engine/counting/roll-day';
import type { Period } from '../../src/engine/model/period';
import { FIRST_DAYS, type Step } from '../../src/engine/model/step';
import type { EpochDay, Instant, Zones } from '../../src/engine/model/time';
import { parseGrace } from '../../src/engine/phrase/parse';
import type { EdgeUnit, NthDay } from '../../src/engine/phrase/tree';

/** What steps depend on besides their own operands. */
export interface ReplayContext {
  zones: Zones;
  /** The zone whose midnight ends the day. */
  zone: string;
  convention: Convention;
  /** Needed where working days were counted or a day was rolled. */
  calendar?: WorkingCalendar;
}

interface State {
  day: EpochDay;
  at?: Instant;
  /** The period that was counted last and its first day, to roll its end. */
  counted?: { of: EpochDay; period: Period; sign: 1 | -1 };
}

/**
 * Repeats the steps of a derivation: each from the result of the one before, by its rule and operands alone. Anchors, dates
 * of the text and dates moved by facts are taken as given; every other `to` and `toAt` is computed and never read.
 * @returns the day (inclusive) and, if the steps lead to one, the instant; undefined without an anchor.
 */
export function replay(
  steps: readonly Step[],
  context: ReplayContext,
): { day: EpochDay; at?: Instant } | undefined {
  let state: State | undefined;
  for (const step of steps) {
    if (GIVEN.has(step.rule)) state = given(step, state);
    else if (state !== undefined) state = taken(step, state, context);
  }
  return state && { day: state.day, ...(state.at === undefined ? {} : { at: state.at }) };
}

/** Rules whose result comes from the text or the ledger, not from counting. */
const GIVEN: ReadonlySet<string> = new Set([
  'fixed-date',
  'rough-date',
  'range',
  'anchor',
  'extension',
  'pin',
  'renewal',
  'pause',
  'occurrence',
]);

function given({ to, toAt }: Step, state: State | undefined): State | undefined {
  const counted = state?.counted && { counted: state.counted };
  return to === undefined
    ? state
    : { day: to, ...(toAt === undefined ? {} : { at: toAt }), ...counted };
}

function taken(step: Step, state: State, context: ReplayContext): State {
  const { by = {} } = step;
  const { zones, zone } = context;
  switch (step.rule) {
    case 'add-period':
    case 'add-hours':
      return added(step, state, context);
    case 'roll':
      return rolled(state, context);
    case 'day-before':
      return { day: state.day - 1 };
    case 'day-n':
      return { day: state.day + Number(by.n) - 1 };
    case 'edge': {
      const direction = by.direction === 'before' ? 'before' : 'after';
      const { which, unit, day, on } = by as Pick<NthDay, 'which' | 'day'> & {
        unit?: EdgeUnit;
        on?: true;
      };
      const edge = { which, ...(unit && { unit }), ...(day && { day }), ...(on && { on }) };
      const { calendar } = context;
      return {
        day: dayOfUnit({ ...edge, nth: Number(by.nth), direction }, state.day, calendar).day,
      };
    }
    case 'clock-time': {
      const own = String(by.zone);
      const at = zones.instantAt(state.day, Number(by.minute), own);
      return { day: own === zone ? state.day : zones.localOf(at, zone).day, at };
    }
    case 'end-of-day':
      return { ...state, at: zones.instantAt(state.day + 1, 0, String(by.zone)) };
    case 'start-of-day':
      return { ...state, at: zones.instantAt(state.day, 0, String(by.zone)) };
    default:
      // Explaining steps (the excluded day, a condition, which of several moments) move nothing.
      return state;
  }
}

function added(step: Step, state: State, context: ReplayContext): State {
  const { convention, calendar, zones, zone } = context;
  const { period: text, direction, side, first: said } = step.by ?? {};
  const first = FIRST_DAYS.find((one) => one === said) ?? firstDayAfterEvent(convention);
  const parsed = parseGrace(String(text));
  if (!parsed.ok) throw new RangeError(`"${String(text)}" is no period`);
  const period = parsed.tree;
  const sign = direction === 'before' ? -1 : 1;
  const edge = side === 'earliest' ? 'start' : 'end';
  // A term that begins at 24:00 begins on the next day.
  const own = first === 'included' || first === 'completed';
  const begun = own && convention.excludesTriggerDay ? state.at : undefined;
  const from = begun === undefined ? state.day : zones.localOf(begun, zone).day;
  const found = countDays(from, period, sign, convention, calendar, edge, first);
  if (typeof found === 'string') throw new RangeError(found);
  const counted = { of: from, period, sign } as const;
  if (step.rule === 'add-period') return { day: found.day, counted };
  const { day, instant } = shiftInstant(
    state.day,
    state.at,
    found.day,
    period,
    sign,
    edge,
    context,
  );
  return { day, at: instant, counted };
}

function rolled(state: State, { convention, calendar, zone, zones }: ReplayContext): State {
  if (calendar === undefined || state.counted === undefined) {
    throw new RangeError('a roll needs the calendar and the period before it');
  }
  const { of, period, sign } = state.counted;
  if (state.at === undefined) {
    return { ...state, day: rollDay(state.day, of, period, sign, convention, calendar) };
  }
  const { day, at } = rollInstant(state.day, state.at, sign, convention, calendar, zone, zones);
  return { ...state, day, at };
}
