import type { DateBound } from '../model/milestone';
import type { EpochDay } from '../model/time';
import { formatDay, parseDay, weekday } from './epoch-day';
import { workingDayCounter } from './working-day-counter';

/**
 * The source of the days of a span: a published list, the rule of a statute (fixed days, Easter, nth weekdays), or a
 * source that nobody has checked.
 */
export type Origin = 'published' | 'computed' | 'unverified';

/** A span of days that a calendar covers, both ends included. */
export interface Coverage {
  from: EpochDay;
  to: EpochDay;
  origin: Origin;
}

/** The content of a calendar file, as in `config/calendars`. All days are YYYY-MM-DD. */
export interface CalendarDocument {
  id: string;
  title: string;
  /** The day of its last change. */
  version: string;
  /** English names of the weekdays that are not worked, except on the days of `workdays`. */
  weekend: readonly string[];
  note?: string;
  sources?: readonly {
    title: string;
    publisher?: string;
    date?: string;
    url?: string;
    note?: string;
  }[];
  /** The days that the calendar covers, both ends included; there may be gaps. */
  covers: readonly { from: string; to: string; origin?: Origin; basis?: string }[];
  /** Spans in which holidays are worked and weekends are not, both ends included. */
  suspended?: readonly { from: string; to: string; title: string; source?: string }[];
  /** Days off besides weekends, by day; a holiday observed on another day is listed on that day. */
  holidays?: Readonly<Record<string, string>>;
  /** Weekend days that are worked. */
  workdays?: Readonly<Record<string, string>>;
}

/** A calendar that counts working days. */
export interface WorkingCalendar {
  id: string;
  title: string;
  version: string;
  isWorking(day: EpochDay): boolean;
  /** Why a day is not worked: the name of a holiday, or "weekend"; undefined for a working day. */
  reason(day: EpochDay): string | undefined;
  /** Working days from `from` to `to`, `from` excluded and `to` included; `from` not after `to`. */
  between(from: EpochDay, to: EpochDay): number;
  /** The nth working day after (n > 0) or before (n < 0) a day; 0 gives the day itself. */
  add(day: EpochDay, n: number): EpochDay;
  /** The days that it covers, in the order of its file. */
  coverage: readonly Coverage[];
  /** The first day from `from` to `to`, both included, that it does not cover. */
  uncovered(from: EpochDay, to: EpochDay): EpochDay | undefined;
}

/** The names of weekdays in documents and calendar files. */
export const WEEKDAY_NAMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** @throws RangeError where a day or a weekday of the document does not exist. */
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

/**
 * A calendar of weekends and holidays that covers every day.
 * @param weekend ISO weekdays (1 is Monday).
 */
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
  if (day === undefined) throw new RangeError(`"${text}" is not a day such as 2025-11-27`);
  return day;
}

/** The ISO weekday of a name in English. @throws RangeError where it is none. */
export function weekdayOf(name: string): number {
  const index = WEEKDAY_NAMES.findIndex((one) => one === name.toLowerCase());
  if (index < 0) throw new RangeError(`"${name}" is not a weekday such as saturday`);
  return index + 1;
}

const pairs = new WeakMap<WorkingCalendar, WeakMap<WorkingCalendar, WorkingCalendar>>();

/** Several calendars as one: a working day is one that all of them work. Combinations are cached. */
export function combineCalendars(calendars: readonly WorkingCalendar[]): WorkingCalendar {
  const [first, ...rest] = calendars;
  if (first === undefined) throw new RangeError('at least one calendar is needed');
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

/** A day that a calendar does not cover. */
export interface Gap {
  /** Its entry in `waitsFor`: "calendar ua for 2026-05-04". */
  open: string;
  /** `earliest` where a holiday on that day would make the date later, `latest` where earlier; absent where either. */
  bound?: DateBound;
}

/**
 * The first day from `from` to `to`, both included, that a calendar does not cover. A holiday that is not listed there
 * makes a count forwards later and a count backwards earlier.
 * @param sign whether the count goes forwards (1) or backwards (-1).
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

const UNCOVERED_DAY = /^calendar (\S+) for (\d{4}-\d\d-\d\d)/;

/** Whether an entry of `waitsFor` is a day that a calendar does not cover. */
export const isUncoveredDay = (open: string): boolean => UNCOVERED_DAY.test(open);

/** The id of the calendar, and the day that it does not cover; undefined for what `firstUncovered` did not write. */
export function readUncoveredDay(open: string): { calendar: string; day: EpochDay } | undefined {
  const [, calendar, text = ''] = UNCOVERED_DAY.exec(open) ?? [];
  const day = parseDay(text);
  return calendar === undefined || day === undefined ? undefined : { calendar, day };
}

/** What a calendar covers in the order of its days, neighbours of one origin as one span. */
export function joinedCoverage(coverage: readonly Coverage[]): Coverage[] {
  const joined: Coverage[] = [];
  for (const span of [...coverage].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last?.origin === span.origin && span.from <= last.to + 1) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    } else joined.push(span);
  }
  return joined;
}

/** The covered days as a text: "2017-01-01 to 2026-12-31 (published), 2027-01-01 to 2030-12-31 (computed from the rule)". */
export function describeCoverage(coverage: readonly Coverage[]): string {
  return joinedCoverage(coverage)
    .map(({ from, to, origin }) => `${formatDay(from)} to ${formatDay(to)} (${ORIGINS[origin]})`)
    .join(', ');
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  published: 'published',
  computed: 'computed from the rule',
  unverified: 'unverified',
};
