import { DateTime } from 'luxon';
import { type Fault, Refusal } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { POLICY } from '../../config/policy';
import { formatDay, parseDay } from '../../engine/calendar/epoch-day';
import { looksLikeInstant, parseInstant } from '../../engine/calendar/instant';
import { parseMonth } from '../../engine/phrase/rough';

/** When something was true: a civil day in the agreement's zone, and the instant if it is known. */
export interface Occurrence {
  occurredOn: number;
  occurredAt: number | null;
}

export const EXPECTED_OCCURRENCE = `a day such as 2025-11-27, or an instant with its offset such as 2025-11-27T15:30:00+02:00, from ${POLICY.earliestDay} to ${POLICY.latestDay}`;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/i;

/** When an event happened, of which perhaps only the month is known: then `occurredOn` is its last day. */
interface EventTime extends Occurrence {
  /** The first day of the month; null if the day is known. */
  occurredFrom: number | null;
}

/**
 * Reads a month, a day or an instant; the parameters and errors are those of `readOccurrence`.
 * @param text YYYY-MM if only the month is known.
 */
export function readEventTime(
  text: string,
  zone: string,
  pointer: string,
  localZone?: string,
): EventTime {
  const month = parseMonth(text);
  if (month === undefined) {
    return { ...readOccurrence(text, zone, pointer, localZone), occurredFrom: null };
  }
  const { from, to } = month;
  if (!inRange(formatDay(from)) || !inRange(formatDay(to))) {
    throw refusal(pointer, text, 'is outside the years that Pacta counts');
  }
  return { occurredOn: to, occurredFrom: from, occurredAt: null };
}

/** Whether text is a day or an instant that exists in some zone. */
export function isOccurrence(text: string): boolean {
  return (parseDay(text) ?? parseInstant(text)) !== undefined || isLocal(text);
}

/** The same, or a month that exists. */
export function isEventTime(text: string): boolean {
  return isOccurrence(text) || parseMonth(text) !== undefined;
}

/** Whether text is a local time without offset. */
function isLocal(text: string): boolean {
  return LOCAL.test(text) && parseInstant(`${text}Z`) !== undefined;
}

/**
 * Reads a day or an instant.
 * @param text YYYY-MM-DD, an instant with an offset, or a local time if `localZone` is given.
 * @param zone the agreement's zone, which decides the civil day of an instant.
 * @param localZone the zone of a local time without offset.
 * @throws Refusal 'invalid' at the pointer if it is not a date or outside 1900 to 2200.
 */
export function readOccurrence(
  text: string,
  zone: string,
  pointer: string,
  localZone?: string,
): Occurrence {
  const day = parseDay(text);
  if (day !== undefined) {
    if (!inRange(text)) throw refusal(pointer, text, 'is outside the years that Pacta counts');
    return { occurredOn: day, occurredAt: null };
  }
  const instant = readInstant(text, pointer, localZone);
  if (instant === undefined) throw refusal(pointer, text, whatIsWrong(text));
  const { day: occurredOn } = luxonZones.localOf(instant, zone);
  if (!inRange(new Date(instant).toISOString().slice(0, 10))) {
    throw refusal(pointer, text, 'is outside the years that Pacta counts');
  }
  return { occurredOn, occurredAt: instant };
}

function readInstant(
  text: string,
  pointer: string,
  localZone: string | undefined,
): number | undefined {
  if (!isLocal(text)) return parseInstant(text);
  if (localZone === undefined) throw refusal(pointer, text, 'has no offset and no zone');
  const read = DateTime.fromISO(text.toUpperCase(), { zone: localZone });
  return read.isValid ? read.toMillis() : undefined;
}

function whatIsWrong(text: string): string {
  if (parseMonth(text) !== undefined) return 'is a month, and a day is needed here';
  if (!looksLikeInstant(text)) return 'is not a date';
  const farOffset = parseInstant(text, Number.POSITIVE_INFINITY) !== undefined;
  return farOffset ? 'has an offset of more than 18 hours' : 'is an instant that does not exist';
}

/**
 * @throws Refusal 'invalid' if a fact that is not hypothetical is in the future.
 * @param now epoch milliseconds.
 */
export function refuseFuture(
  occurrence: Occurrence & Partial<EventTime>,
  zone: string,
  now: number,
  pointer: string,
): void {
  const { occurredAt, occurredOn, occurredFrom } = occurrence;
  const earliest = occurredAt ?? luxonZones.instantAt(occurredFrom ?? occurredOn, 0, zone);
  if (earliest <= now) return;
  throw new Refusal(
    'invalid',
    'A future event cannot be recorded as a fact. Nothing was written.',
    [
      {
        pointer,
        detail: 'is in the future',
        expected: 'a past day or instant, or "hypothetical": true',
      },
    ],
  );
}

function inRange(day: string): boolean {
  return day >= POLICY.earliestDay && day <= POLICY.latestDay;
}

function refusal(pointer: string, text: string, what: string): Refusal {
  const fault: Fault = {
    pointer,
    detail: `"${text}" ${what}`,
    expected: EXPECTED_OCCURRENCE,
    example: '2025-11-27',
  };
  return new Refusal('invalid', `"${text}" ${what}. Nothing was written.`, [fault]);
}
