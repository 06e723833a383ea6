import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { faultsOf } from '../../base/issues';
import { Refusal } from '../../base/refusal';
import { decodeText } from '../../base/text/decode';
import { readSource, sorted } from '../../base/text/source';
import { hasOtherScheme } from '../../base/text/web-address';
import { luxonZones } from '../../base/zones';
import { DEFAULT_LIMITS } from '../../config/policy';
import { PROJECT_ROOT } from '../../config/root';
import { readSettings } from '../../config/settings';
import { parseDay } from '../../engine/calendar/epoch-day';
import {
  buildCalendar,
  type CalendarDocument,
  WEEKDAY_NAMES,
  type WorkingCalendar,
} from '../../engine/calendar/working-calendar';
import type { Instant } from '../../engine/model/time';
import type { ScheduleContext } from '../../engine/schedule/options';

const SHIPPED = join(PROJECT_ROOT, 'config', 'calendars');

const day = z.string().refine((text) => parseDay(text) !== undefined, 'a day such as 2025-12-25');
const text = z.string().trim().min(1).max(4_000);
const span = { from: day, to: day };

export const calendarSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters and digits joined by hyphens'),
  title: text,
  version: day,
  weekend: z.array(z.enum(WEEKDAY_NAMES)).max(6, 'at least one weekday that is worked'),
  note: text.exactOptional(),
  sources: z
    .array(
      z.strictObject({
        title: text,
        publisher: text.exactOptional(),
        date: day.exactOptional(),
        url: text
          .refine(
            (address) => !hasOtherScheme(address),
            'an address that begins with https:// or http://',
          )
          .exactOptional(),
        note: text.exactOptional(),
      }),
    )
    .exactOptional(),
  covers: z
    .array(
      z.strictObject({
        ...span,
        origin: z.enum(['published', 'computed', 'unverified']).exactOptional(),
        basis: text.exactOptional(),
      }),
    )
    .min(1),
  suspended: z
    .array(z.strictObject({ ...span, title: text, source: text.exactOptional() }))
    .exactOptional(),
  holidays: z.record(day, text).exactOptional(),
  workdays: z.record(day, text).exactOptional(),
});

/** A calendar with the document it was built from. */
interface InstalledCalendar {
  calendar: WorkingCalendar;
  document: CalendarDocument;
  /** SHA-256 of the document as JSON, hexadecimal; comments in the file do not change it. */
  hash: string;
}

let installed: ReadonlyMap<string, InstalledCalendar> | undefined;
let working: ReadonlyMap<string, WorkingCalendar> | undefined;

/** The calendars of `calendarFiles` by id. Files are read once a process. */
export function installedCalendars(): ReadonlyMap<string, InstalledCalendar> {
  installed ??= new Map(
    calendarFiles().map(({ name, source }) => {
      const document = readTable(source, name);
      const hash = createHash('sha256').update(JSON.stringify(document)).digest('hex');
      return [document.id, { calendar: buildCalendar(document), document, hash }];
    }),
  );
  return installed;
}

interface CalendarFile {
  name: string;
  source: string;
  /** Whether it is in the folder `calendarsDir` of the settings. */
  own: boolean;
}

/**
 * The files of `config/calendars`, then those of the folder `calendarsDir`, which need not exist. A later file replaces
 * an earlier one with the same id.
 */
export function calendarFiles(): CalendarFile[] {
  const own = readSettings().calendarsDir;
  return [...filesIn(SHIPPED, false), ...(existsSync(own) ? filesIn(own, true) : [])];
}

function filesIn(folder: string, own: boolean): CalendarFile[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const source = decodeText(readFileSync(path), { name: path, file: path });
      return { name: path, source, own };
    });
}

/** The same calendars, for the engine. */
export function workingCalendars(): ReadonlyMap<string, WorkingCalendar> {
  working ??= new Map([...installedCalendars()].map(([id, { calendar }]) => [id, calendar]));
  return working;
}

/**
 * The zones and calendars of this process, for a schedule.
 * @param at the instant up to which terms have renewed themselves.
 * @param derivations whether milestones get the steps of their dates.
 */
export function scheduleContext(at: Instant, derivations = false): ScheduleContext {
  return { zones: luxonZones, calendars: workingCalendars(), derivations, at };
}

/** @throws Refusal 'invalid' at the pointer, with the ids that exist. */
export function requireCalendar(id: string, pointer: string): WorkingCalendar {
  const calendars = workingCalendars();
  const calendar = calendars.get(id);
  if (calendar !== undefined) return calendar;
  const detail = `there is no calendar "${id}"`;
  const expected = `one of ${[...calendars.keys()].join(', ')}`;
  throw new Refusal('invalid', `There is no calendar "${id}".`, [{ pointer, detail, expected }]);
}

/**
 * Reads a calendar file, YAML or JSON.
 * @throws Refusal 'invalid' with every fault and its pointer.
 */
export function readCalendar(source: string, name: string): WorkingCalendar {
  return buildCalendar(readTable(source, name));
}

function readTable(source: string, name: string): CalendarDocument {
  const { value, map, faults } = readSource(source, name, DEFAULT_LIMITS);
  const read = calendarSchema.safeParse(value);
  if (read.success && faults.length === 0) return read.data;
  const shape = (read.error?.issues ?? [])
    .flatMap((issue) => faultsOf(issue))
    .map((fault) => ({ ...fault, ...map.locate(fault.pointer) }));
  const found = sorted([...faults, ...shape]);
  throw new Refusal('invalid', `${name} is not a working calendar.`, found);
}
