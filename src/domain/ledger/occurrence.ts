import { DateTime } from 'luxon';
import { type Fault, Refusal } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { POLICY } from '../../config/policy';
import { parseDay } from '../../engine/calendar/epoch-day';
import { looksLikeInstant, parseInstant } from '../../engine/calendar/instant';

/** When something was true: a civil day in the agreement's zone, and the instant where it is known. */
export interface Occurrence {
  occurredOn: number;
  occurredAt: number | null;
}

export const EXPECTED = `a day such as 2025-11-27, or an instant with its offset such as 2025-11-27T15:30:00+02:00, from ${POLICY.earliestDay} to ${POLICY.latestDay}`;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/i;

/** Whether text is a day or an instant that exists, in whatever zone. */
export function isOccurrence(text: string): boolean {
  return (parseDay(text) ?? parseInstant(text)) !== undefined || isLocal(text);
}

/** A clock time without an offset, which some zone may have had. */
function isLocal(text: string): boolean {
  return LOCAL.test(text) && parseInstant(`${text}Z`) !== undefined;
}

/**
 * Reads a day or an instant as people write it.
 * @param text YYYY-MM-DD, an instant with an offset, or a local time where `spokenIn` names its zone.
 * @param zone the agreement's zone, which decides the civil day of an instant.
 * @throws Refusal 'invalid' at the pointer: no date, or outside 1900 to 2200.
 */
export function readOccurrence(
  text: string,
  zone: string,
  pointer: string,
  spokenIn?: string,
): Occurrence {
  const day = parseDay(text);
  if (day !== undefined) {
    if (!inRange(text)) throw refusal(pointer, text, 'lies outside the years this service counts');
    return { occurredOn: day, occurredAt: null };
  }
  const instant = readInstant(text, pointer, spokenIn);
  if (instant === undefined) throw refusal(pointer, text, whatIsWrong(text));
  const { day: occurredOn } = luxonZones.localOf(instant, zone);
  if (!inRange(new Date(instant).toISOString().slice(0, 10))) {
    throw refusal(pointer, text, 'lies outside the years this service counts');
  }
  return { occurredOn, occurredAt: instant };
}

function readInstant(
  text: string,
  pointer: string,
  spokenIn: string | undefined,
): number | undefined {
  if (!isLocal(text)) return parseInstant(text);
  if (spokenIn === undefined) throw refusal(pointer, text, 'does not say in which zone');
  const read = DateTime.fromISO(text.toUpperCase(), { zone: spokenIn });
  return read.isValid ? read.toMillis() : undefined;
}

function whatIsWrong(text: string): string {
  if (!looksLikeInstant(text)) return 'is no date';
  const apart = parseInstant(text, Number.POSITIVE_INFINITY) !== undefined;
  return apart ? 'has an offset of more than 18 hours' : 'is no instant that exists';
}

/**
 * @throws Refusal when something said to have happened lies in the future: only an assumption can.
 * @param now epoch milliseconds.
 */
export function refuseFuture(
  occurrence: Occurrence,
  zone: string,
  now: number,
  pointer: string,
): void {
  const earliest = occurrence.occurredAt ?? luxonZones.instantAt(occurrence.occurredOn, 0, zone);
  if (earliest <= now) return;
  throw new Refusal('invalid', 'What has not happened yet cannot be recorded as a fact.', [
    {
      pointer,
      detail: 'lies in the future',
      expected: 'a past day or instant, or "hypothetical": true',
    },
  ]);
}

function inRange(day: string): boolean {
  return day >= POLICY.earliestDay && day <= POLICY.latestDay;
}

function refusal(pointer: string, text: string, what: string): Refusal {
  const fault: Fault = {
    pointer,
    detail: `"${text}" ${what}`,
    expected: EXPECTED,
    example: '2025-11-27',
  };
  return new Refusal('invalid', `"${text}" ${what}; nothing was written.`, [fault]);
}
