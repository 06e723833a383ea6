import type { Bound } from '../model/milestone';
import type { EpochDay } from '../model/time';
import { formatDay, parseDay, weekday } from './epoch-day';
import { workingDayCounter } from './working-day-counter';

/**
 * Where the days of a span come from: a published list, a statute's own rule (fixed days, Easter, nth weekdays), or a
 * source that nobody has checked.
 */
export type Origin = 'published' | 'computed' | 'unverified';

/** Days that a calendar speaks for, both ends included. */
export interface Coverage {
  from: EpochDay;
  to: EpochDay;
  origin: Origin;
}

/** A calendar file: what people write, and what `config/calendars` holds. All days are YYYY-MM-DD. */
export interface CalendarDocument {
  id: string;
  title: string;
  /** The day of the table's last change. */
  version: string;
  /** English weekday names; none of them is worked unless `workdays` says so. */
  weekend: readonly string[];
  note?: string;
  sources?: readonly {
    title: string;
    publisher?: string;
    date?: string;
    url?: string;
    note?: string;
  }[];
  /** What the table speaks for, both ends included; it may have gaps. */
  covers: readonly { from: string; to: string; origin?: Origin; basis?: string }[];
  /** Holidays inside do not count, weekends do; both ends included. */
  suspended?: readonly { from: string; to: string; title: string; source?: string }[];
  /** Days off besides weekends by day, observed days already placed. */
  holidays?: Readonly<Record<string, string>>;
  /** Weekend days that are worked. */
  workdays?: Readonly<Record<string, string>>;
}

/** A calendar ready to count by: prefix sums of working days, and the days themselves. */
export interface WorkingCalendar {
  id: string;
  title: string;
  version: string;
  isWorking(day: EpochDay): boolean;
  /** Why a day is not worked: a holiday's name or "weekend"; undefined where it is. */
  reason(day: EpochDay): string | undefined;
  /** Working days from `from` to `to`, `from` excluded and `to` included; `from` not after `to`. */
  between(from: EpochDay, to: EpochDay): number;
  /** The nth working day after (n > 0) or before (n < 0) a day; 0 gives the day itself. */
  add(day: EpochDay, n: number): EpochDay;
  /** What the table speaks for, in the order of its file. */
  coverage: readonly Coverage[];
  /** The first day from `from` to `to` that the table does not speak for. */
  uncovered(from: EpochDay, to: EpochDay): EpochDay | undefined;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** @throws RangeError where a day or a weekday of the document is none. */
export function buildCalendar(document: CalendarDocument): WorkingCalendar {
  const weekend = new Set(document.weekend.map(weekdayOf));
  const spans = (list: readonly { from: string; to: string }[] = []) =>
    list.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(to) }));
  return calendarOf({
    id: document.id,
    title: document.title,
    version: document.version,
    weekend,
    covers: document.covers.map(({ from, to, origin }) => ({
      from: dayOf(from),
      to: dayOf(to),
      origin: origin ?? 'unverified',
    })),
    suspended: spans(document.suspended),
    holidays: named(document.holidays),
    workdays: named(document.workdays),
  });
}

/** A calendar of weekends and a list of holidays, as a question may give it; it speaks for every day. */
export function simpleCalendar(
  weekend: readonly number[],
  holidays: readonly EpochDay[] = [],
): WorkingCalendar {
  return calendarOf({
    id: 'given',
    title: holidays.length === 0 ? 'weekends only' : 'weekends and the holidays given',
    version: '1',
    weekend: new Set(weekend),
    covers: [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, origin: 'published' }],
    suspended: [],
    holidays: new Map(holidays.map((day) => [day, 'holiday'])),
    workdays: new Map(),
  });
}

interface Span {
  from: EpochDay;
  to: EpochDay;
}

interface Parts {
  id: string;
  title: string;
  version: string;
  weekend: ReadonlySet<number>;
  covers: readonly Coverage[];
  suspended: readonly Span[];
  holidays: ReadonlyMap<EpochDay, string>;
  workdays: ReadonlyMap<EpochDay, string>;
}

function calendarOf(parts: Parts): WorkingCalendar {
  const { weekend, covers, suspended, holidays, workdays } = parts;
  const within = (spans: readonly Span[], day: EpochDay): boolean =>
    spans.some(({ from, to }) => from <= day && day <= to);
  const reason = (day: EpochDay): string | undefined => {
    const quiet = within(suspended, day);
    if (weekend.has(weekday(day))) return !quiet && workdays.has(day) ? undefined : 'weekend';
    return quiet ? undefined : holidays.get(day);
  };
  const isWorking = (day: EpochDay): boolean => reason(day) === undefined;
  if (weekend.size >= 7) throw new RangeError('a calendar needs at least one working weekday');

  return {
    id: parts.id,
    title: parts.title,
    version: parts.version,
    coverage: covers,
    isWorking,
    reason,
    ...workingDayCounter(isWorking),
    uncovered(from, to) {
      let day = from;
      while (day <= to) {
        const span = covers.find((one) => one.from <= day && day <= one.to);
        if (span === undefined) return day;
        day = span.to + 1;
      }
      return undefined;
    },
  };
}

function named(list: Readonly<Record<string, string>> = {}): ReadonlyMap<EpochDay, string> {
  return new Map(Object.entries(list).map(([day, name]) => [dayOf(day), name]));
}

function dayOf(text: string): EpochDay {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`"${text}" is no day such as 2025-11-27`);
  return day;
}

function weekdayOf(name: string): number {
  const index = WEEKDAYS.indexOf(name.toLowerCase());
  if (index < 0) throw new RangeError(`"${name}" is no weekday such as saturday`);
  return index + 1;
}

const pairs = new WeakMap<WorkingCalendar, WeakMap<WorkingCalendar, WorkingCalendar>>();

/** Several calendars as one: a day is worked where all of them work. The same ones are put together once. */
export function combineCalendars(calendars: readonly WorkingCalendar[]): WorkingCalendar {
  const [first, ...rest] = calendars;
  if (first === undefined) throw new RangeError('there is no calendar to count by');
  return rest.reduce((one, other) => {
    const known = pairs.get(one)?.get(other);
    if (known !== undefined) return known;
    const both = bothOf(one, other);
    pairs.set(one, (pairs.get(one) ?? new WeakMap()).set(other, both));
    return both;
  }, first);
}

function bothOf(one: WorkingCalendar, other: WorkingCalendar): WorkingCalendar {
  const reason = (day: EpochDay): string | undefined => one.reason(day) ?? other.reason(day);
  const isWorking = (day: EpochDay): boolean => one.isWorking(day) && other.isWorking(day);
  return {
    id: `${one.id}+${other.id}`,
    title: `${one.title} and ${other.title}`,
    version: `${one.version}+${other.version}`,
    coverage: [...one.coverage, ...other.coverage],
    isWorking,
    reason,
    ...workingDayCounter(isWorking),
    uncovered(from, to) {
      const gaps = [one.uncovered(from, to), other.uncovered(from, to)];
      const found = gaps.filter((day) => day !== undefined);
      return found.length === 0 ? undefined : Math.min(...found);
    },
  };
}

/** A day that a calendar does not cover ("calendar ua for 2026-05-04"), and which way a day off there moves the date. */
export interface Gap {
  open: string;
  bound: Bound;
}

/**
 * The first of some days that the calendar does not cover; both ends included. A day off that is missing there makes a
 * count forwards later and a count backwards earlier.
 * @param sign whether the days are counted forwards (1) or backwards (-1).
 */
export function firstUncovered(
  calendar: WorkingCalendar,
  from: EpochDay,
  to: EpochDay,
  sign: 1 | -1 = 1,
): Gap | undefined {
  const day = calendar.uncovered(from, to);
  if (day === undefined) return undefined;
  const open = `calendar ${calendar.id} for ${formatDay(day)}`;
  return { open, bound: sign === 1 ? 'earliest' : 'latest' };
}

const GAP = /^calendar \S+ for \d{4}-\d\d-\d\d/;

/** Whether something a date rests on is a day that a calendar does not cover. */
export const isUncoveredDay = (open: string): boolean => GAP.test(open);

/** "2017 to 2026-12-31 (published), to 2030-12-31 (computed from the rule)": until when a calendar can be relied on. */
export function describeCoverage(reach: readonly Coverage[]): string {
  const joined: Coverage[] = [];
  for (const span of [...reach].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last?.origin === span.origin && span.from <= last.to + 1) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    } else joined.push(span);
  }
  return joined
    .map(({ from, to, origin }) => `${formatDay(from)} to ${formatDay(to)} (${ORIGINS[origin]})`)
    .join(', ');
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  published: 'published',
  computed: 'computed from the rule',
  unverified: 'unverified',
};
