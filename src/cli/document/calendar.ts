import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Holidays from 'date-holidays';
import { version } from 'date-holidays/package.json';
import ICAL from 'ical.js';
import { stringify } from 'yaml';
import { z } from 'zod';
import { SystemClock } from '../../base/clock';
import { type Fault, Refusal } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { readSettings } from '../../config/settings';
import { calendarFiles, readCalendar } from '../../domain/agreement/calendars';
import { formatDay, parseDay, toEpochDay } from '../../engine/calendar/epoch-day';
import { type CalendarDocument, describeCoverage } from '../../engine/calendar/working-calendar';
import type { EpochDay } from '../../engine/model/time';
import { readText } from '../output/files';
import { print } from '../output/print';

const DAY_MS = 86_400_000;
/** Years before and after this one that a calendar covers by default. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 10;
/** The longest span of years of one calendar. */
const MOST_YEARS = 100;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

interface WriteOptions {
  id?: string;
  title?: string;
  from?: string;
  to?: string;
  weekend?: string;
  out?: string;
  force?: boolean;
}

interface Years {
  from: number;
  to: number;
}

/** `pacta calendar list`: every calendar with its origin and the years it covers. */
export function listCalendars(): void {
  const lines = calendarFiles().map(({ name, source, own }) => {
    const { id, title, coverage } = readCalendar(source, name);
    return `${id.padEnd(18)} ${describeCoverage(coverage)}\n${' '.repeat(19)}${title}${own ? ' (your own)' : ''}`;
  });
  print(`${lines.join('\n')}\n`);
}

/**
 * `pacta calendar for UA`: the public holidays of a country or region, by the date-holidays package, as a calendar file.
 * @throws Refusal 'invalid' for a country or region that the package does not know.
 */
export function calendarForCountry(
  country: string,
  options: WriteOptions & { region?: string },
): void {
  const code = country.toUpperCase();
  const known = new Holidays().getCountries('en');
  const name = known[code];
  if (name === undefined) {
    throw new Refusal('invalid', `There is no country "${country}" in date-holidays.`, [
      {
        pointer: '/country',
        detail: `got "${country}"`,
        expected: 'an ISO 3166 code of two letters',
        example: 'pacta calendar for PL',
      },
    ]);
  }
  const region = options.region?.toUpperCase();
  const states = new Holidays().getStates(code, 'en') ?? {};
  if (region !== undefined && states[region] === undefined) {
    throw new Refusal('invalid', `date-holidays knows no region "${region}" of ${name}.`, [
      {
        pointer: '/region',
        detail: `got "${region}"`,
        expected: Object.keys(states).join(', ') || 'no region: it has none',
      },
    ]);
  }
  const years = yearsOf(options);
  const table = region === undefined ? new Holidays(code) : new Holidays(code, region);
  const holidays = new Map<EpochDay, string>();
  for (let year = years.from; year <= years.to; year++) {
    for (const one of table.getHolidays(year)) {
      if (one.type !== 'public') continue;
      const first = parseDay(one.date.slice(0, 10)) ?? 0;
      // Whole days only: a day with an afternoon off is a working day.
      const whole = Math.floor((one.end.getTime() - one.start.getTime()) / DAY_MS);
      for (let i = 0; i < whole; i++) add(holidays, first + i, one.name);
    }
  }
  const place = region === undefined ? name : `${states[region]}, ${name}`;
  write(
    {
      id:
        options.id ??
        [code, region]
          .filter((part) => part !== undefined)
          .join('-')
          .toLowerCase(),
      title: options.title ?? `Public holidays of ${place} (date-holidays, unverified)`,
      weekend: weekendOf(options.weekend, code),
      source: {
        title: `date-holidays ${version}, data under CC BY-SA 3.0`,
        publisher: 'the contributors of date-holidays',
        url: 'https://github.com/commenthol/date-holidays',
        note: 'computed by the package; no official source was read',
      },
      basis: `date-holidays ${version}`,
      years,
      holidays,
    },
    options,
  );
}

/**
 * `pacta calendar from-ics FILE`: the all-day events of an iCalendar file as a calendar file; repetitions are expanded.
 * @throws Refusal 'invalid' where the file is not an iCalendar file or has no all-day event in the given years.
 */
export function calendarFromIcs(file: string, options: WriteOptions & { id: string }): void {
  const years = yearsOf(options);
  const first = toEpochDay(years.from, 1, 1);
  const last = toEpochDay(years.to, 12, 31);
  const holidays = new Map<EpochDay, string>();
  const timed: string[] = [];
  for (const event of eventsOf(readText(file), file)) {
    if (!event.startDate.isDate) timed.push(event.summary);
    else addEvent(holidays, event, first, last);
  }
  if (holidays.size === 0) {
    throw new Refusal(
      'invalid',
      `${file} has no all-day event from ${years.from} to ${years.to}.`,
      timed.map((name) => ({ pointer: '', detail: `"${name}" has a clock time` })),
    );
  }
  write(
    {
      id: options.id,
      title: options.title ?? `Days off of ${file} (unverified)`,
      weekend: weekendOf(options.weekend),
      source: { title: file, note: 'read from an iCalendar file; its source was not checked' },
      basis: `the iCalendar file ${file}`,
      years,
      holidays,
    },
    options,
  );
  if (timed.length > 0) {
    print(`Left out, because they have a time of day: ${[...new Set(timed)].join(', ')}.\n`);
  }
}

function eventsOf(text: string, file: string): ICAL.Event[] {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  } catch (error) {
    throw new Refusal('invalid', `${file} is not an iCalendar file: ${reasonOf(error)}.`, [
      { pointer: '', detail: 'no VCALENDAR could be read', expected: 'text that RFC 5545 defines' },
    ]);
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

/** Every day of an event and of its repetitions that lies in the span; `DTEND` is exclusive (RFC 5545, 3.6.1). */
function addEvent(
  holidays: Map<EpochDay, string>,
  event: ICAL.Event,
  first: EpochDay,
  last: EpochDay,
): void {
  const length = Math.max(1, Math.round(event.duration.toSeconds() / 86_400));
  const put = (start: ICAL.Time): void => {
    const day = toEpochDay(start.year, start.month, start.day);
    for (let i = 0; i < length; i++) {
      if (day + i >= first && day + i <= last) add(holidays, day + i, event.summary);
    }
  };
  if (!event.isRecurring()) {
    put(event.startDate);
    return;
  }
  const repetitions = event.iterator();
  for (let next = repetitions.next(); next; next = repetitions.next()) {
    if (toEpochDay(next.year, next.month, next.day) > last) return;
    put(next);
  }
}

function add(holidays: Map<EpochDay, string>, day: EpochDay, name: string): void {
  const present = holidays.get(day);
  if (present === undefined) holidays.set(day, name);
  else if (!present.split(' and ').includes(name)) holidays.set(day, `${present} and ${name}`);
}

/** @throws Refusal 'invalid' that names every invalid year. */
function yearsOf({ from, to }: WriteOptions): Years {
  const now = new SystemClock().now();
  const today = formatDay(luxonZones.localOf(now, 'UTC').day);
  const thisYear = Number(today.slice(0, 4));
  const faults: Fault[] = [];
  const read = (option: string, text: string | undefined, otherwise: number): number => {
    if (text === undefined) return otherwise;
    if (/^(19|20|21)\d\d$/.test(text)) return Number(text);
    const expected = 'a year from 1900 to 2199';
    faults.push({
      pointer: `/${option}`,
      detail: `got "${text}"`,
      expected,
      example: `--${option} ${thisYear}`,
    });
    return otherwise;
  };
  const years = {
    from: read('from', from, thisYear - YEARS_BACK),
    to: read('to', to, thisYear + YEARS_AHEAD),
  };
  if (faults.length === 0 && (years.to < years.from || years.to - years.from >= MOST_YEARS)) {
    const detail = `got ${years.from} to ${years.to}`;
    faults.push({
      pointer: '/to',
      detail,
      expected: `up to ${MOST_YEARS} years, the first one first`,
    });
  }
  if (faults.length > 0) throw new Refusal('invalid', 'These are no years for a table.', faults);
  return years;
}

/** The given weekend, else that of the country by Node's CLDR data, else Saturday and Sunday. */
function weekendOf(given: string | undefined, country?: string): string[] {
  if (given !== undefined) {
    const names = given.split(',').map((name) => name.trim().toLowerCase());
    if (names.every((name) => WEEKDAYS.includes(name))) return names;
    throw new Refusal('invalid', `"${given}" are no weekdays.`, [
      {
        pointer: '/weekend',
        detail: `got "${given}"`,
        expected: 'English weekdays joined by commas',
        example: '--weekend friday,saturday',
      },
    ]);
  }
  const weekend = country === undefined ? [6, 7] : weekendIn(country);
  return weekend.map((iso) => WEEKDAYS[iso - 1] ?? 'sunday');
}

const weekInfo = z.object({ weekend: z.array(z.int().min(1).max(7)) });

/** ISO weekdays. The standard's method is a property in earlier versions of Node. */
function weekendIn(country: string): number[] {
  const locale = new Intl.Locale(`und-${country}`);
  const method: unknown = Reflect.get(locale, 'getWeekInfo');
  const found =
    typeof method === 'function' ? method.call(locale) : Reflect.get(locale, 'weekInfo');
  const read = weekInfo.safeParse(found);
  return read.success ? read.data.weekend : [6, 7];
}

interface Table {
  id: string;
  title: string;
  weekend: string[];
  source: { title: string; publisher?: string; url?: string; note?: string };
  basis: string;
  years: Years;
  holidays: ReadonlyMap<EpochDay, string>;
}

/** Writes the file into the calendars directory, or to `--out`, after it was read back without a fault. */
function write(table: Table, options: WriteOptions): void {
  const { years, holidays } = table;
  const today = formatDay(luxonZones.localOf(new SystemClock().now(), 'UTC').day);
  const days = [...holidays].sort(([a], [b]) => a - b);
  const document: CalendarDocument = {
    id: table.id,
    title: table.title,
    version: today,
    weekend: table.weekend,
    note: 'Not checked against an official source: read it before you rely on it.',
    sources: [{ ...table.source, date: today }],
    covers: [
      {
        from: `${years.from}-01-01`,
        to: `${years.to}-12-31`,
        origin: 'unverified',
        basis: table.basis,
      },
    ],
    holidays: Object.fromEntries(days.map(([day, name]) => [formatDay(day), name])),
  };
  const text = stringify(document, { lineWidth: 0 });
  readCalendar(text, options.out ?? `${table.id}.yaml`);
  const path = options.out ?? join(readSettings().calendarsDir, `${table.id}.yaml`);
  if (existsSync(path) && options.force !== true) {
    throw new Refusal('conflict', `${path} exists already; --force replaces it.`);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  print(
    `${path}: ${days.length} days off, ${years.from} to ${years.to}, unverified.\n` +
      `An agreement counts by it with \`calendars: [${table.id}]\`.\n`,
  );
}
