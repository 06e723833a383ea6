import { capOf } from './adjust';
import type { Agreement, Item } from './compile';
import type { Context } from './evaluate';
import { evaluate } from './evaluate';
import type { FactIndex } from './fact-index';
import type { ScheduledMoment } from './phrase/tree';
import type { ScheduleContext } from './schedule';
import { teller } from './sentences/catalogue';
import { EN } from './sentences/en';
import { shift } from './shift';
import { dueValue, interval, originalDue } from './timing';
import { type Value, waiting } from './value';
import type { WorkingCalendar } from './working-calendar';

/** What is, and what would be if everything open came when it is due: asked for the undated only. */
export interface Contexts {
  context: Context;
  projected: Context;
}

export function contextsOf(
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
): Contexts {
  const quiet = { ...options, derivations: false };
  return {
    context: contextOf(agreement, facts, options, false),
    projected: contextOf(agreement, facts, quiet, true),
  };
}

const NO_CALENDARS: ReadonlyMap<string, WorkingCalendar> = new Map();

export function contextOf(
  agreement: Agreement,
  facts: FactIndex,
  options: ScheduleContext,
  projecting: boolean,
): Context {
  const kept: Partial<Record<ScheduledMoment, Map<string, Value>>> = {};
  const context: Context = {
    agreement,
    facts,
    zones: options.zones,
    calendars: options.calendars ?? NO_CALENDARS,
    derivations: options.derivations ?? true,
    told: teller(options.sentences ?? EN),
    projecting,
    scheduled(item, moment) {
      const owner = item.suffix === undefined ? item.path : item.path + item.suffix;
      const own = (kept[moment] ??= new Map());
      const known = own.get(owner);
      // Moments that rest on each other through a fact not recorded yet: neither dates the other.
      if (known === ASKED) return waiting(`${owner}.${moment}`);
      if (known !== undefined) return known;
      own.set(owner, ASKED);
      const value = MOMENTS[moment](item, context) ?? waiting(`${owner}.${moment}`);
      own.set(owner, value);
      return value;
    },
  };
  return context;
}

/** Stands for a moment while it is being found. */
const ASKED: Value = waiting();

const MOMENTS: Readonly<
  Record<ScheduledMoment, (item: Item, context: Context) => Value | undefined>
> = {
  due: dueValue,
  'original-due': originalDue,
  opens: (item, context) => item.opens && evaluate(item.opens, item, context, 'start'),
  starts: (item, context) => interval(item, context).start,
  ends: (item, context) => interval(item, context).end,
  'original-ends': (item, context) => interval(item, context).original,
  latest: (item, context) => latest(item, context),
  'notice-closes': (item, context) => {
    const { end } = interval(item, context);
    const { renews } = item;
    return end && renews && shift(end, renews.before, -1, item, context, 'end');
  },
};

/** How far the text lets an end be moved. */
export function latest(item: Item, context: Context): Value | undefined {
  const original =
    item.kind === 'maintenance' ? interval(item, context).original : originalDue(item, context);
  return original && capOf(original, item, context);
}
