import { formatDay, parseDay, toCivil, weekday } from '../calendar/epoch-day';
import { type Anchor, ASSUMED_ID_PREFIX, type StepData } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import { printMomentInside } from '../phrase/print';
import type { EdgeUnit } from '../phrase/tree';
import { MONTHS, printOrdinal, WEEKDAYS } from '../phrase/words';
import type { ReasonData, Sentences } from './sentences';

/** "Saturday 7 March 2026" */
export function sayDay(day: EpochDay): string {
  const { year, month, day: dayOfMonth } = toCivil(day);
  return `${WEEKDAYS[weekday(day) - 1]} ${dayOfMonth} ${MONTHS[month - 1]} ${year}`;
}

/** "2026-03-07T22:00:00Z" */
function sayInstant(instant: Instant): string {
  const day = Math.floor(instant / 86_400_000);
  const seconds = Math.floor((instant - day * 86_400_000) / 1_000);
  return `${formatDay(day)}T${sayClock(Math.floor(seconds / 60))}:${two(seconds % 60)}Z`;
}

/** "14:05" from minutes since midnight. */
function sayClock(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
/** A day in `by`, written out. */
const day = (text: string): string => sayDay(parseDay(text) as EpochDay);

const KNOWN = {
  recorded: 'as recorded',
  assumed: 'as assumed',
  approximate: 'as recorded, approximately',
} as const;

function sayAnchor(name: string, anchor: Anchor): string {
  switch (anchor.of) {
    case 'event':
      return `${anchor.title ?? `the event “${name}”`}, ${KNOWN[anchor.known]}`;
    case 'moment':
      return `“${anchor.title}” ${anchor.moment}, ${KNOWN[anchor.known]}`;
    case 'all-phases':
      return `all phases of “${anchor.path}” ${anchor.moment}, ${KNOWN[anchor.known]}`;
    case 'schedule':
      return `as scheduled for “${anchor.title}”`;
    case 'beside':
      return `as it goes ${anchor.relation} that`;
  }
}

function picked({ to, by: { which, days, open } }: StepData['nth-of']): string {
  const rest =
    open === 0
      ? ''
      : ` ${open} of the moments ${open === 1 ? 'is' : 'are'} not known yet and could still bring it forward.`;
  const named = typeof which === 'number' ? printOrdinal(which) : which;
  return `Of ${days.map(day).join(' and ')} the ${named} is ${sayDay(to)}.${rest}`;
}

function added({ to, by }: StepData['add-period']): string {
  const { period, direction, clamped, first, skipped = [], weekends } = by;
  const over = first === 'completed';
  const stops = over ? 'its last day is the last of the period' : 'the count stops at its end';
  const short = clamped ? ` The month has no such day, so ${stops}.` : '';
  const passed = [...skipped, ...(weekends === undefined ? [] : [`${weekends} days of weekends`])];
  const rest = passed.length === 0 ? '' : ` Not counted: ${passed.join('; ')}.`;
  return `${period} ${direction} it is ${sayDay(to)}.${short}${rest}`;
}

function edge({ from, to, by }: StepData['edge']): string {
  const of = { type: 'day', day: from } as const;
  const { which, nth, direction } = by;
  const away = nth === 0 ? {} : { nth, direction };
  const said = printMomentInside({ type: 'edge', which, unit: by.unit as EdgeUnit, of, ...away });
  return `The ${said} is ${sayDay(to)}.`;
}

/** A day, with the instant on it where one is named. */
function dayOrInstant(to: EpochDay, toAt: Instant | undefined): string {
  return toAt === undefined ? sayDay(to) : `${sayDay(to)} (${sayInstant(toAt)})`;
}

function extended({ from, to, toAt, by: { on, clause } }: StepData['extension']): string {
  const how = clause === undefined ? 'the text has no clause for it' : `as permitted: ${clause}`;
  const before = from === undefined ? '' : ` from ${sayDay(from)}`;
  return `An extension recorded on ${day(on)} moves it${before} to ${dayOrInstant(to, toAt)} (${how}).`;
}

function pinned({ from, to, toAt, by }: StepData['pin']): string {
  const where =
    from === undefined ? 'it has no other date' : `counted anew it would be ${sayDay(from)}`;
  const what = from === to ? 'which it is counted to as well' : where;
  return `It was agreed on ${day(by.on)} that it stays on ${dayOrInstant(to, toAt)}, ${what}.`;
}

function condition({ by }: StepData['condition']): string {
  const since = by.since === undefined ? '' : ` since ${day(by.since)}`;
  return `It is owed only when ${by.condition}: ${by.met ? `met${since}` : 'not met so far'}.`;
}

function discharged({ by }: StepData['discharge']): string {
  const why = 'condition' in by ? by.condition : `“${by.supersededBy}” took its place`;
  return `It ceased to be owed on ${day(by.on)}: ${why}.`;
}

/** What changed, with the steps as they were and are. */
const both =
  (headline: string) =>
  ({ before, now }: ReasonData): string =>
    [
      headline,
      ...(before === undefined ? [] : [`Before: ${before.text}`]),
      ...(now === undefined ? [] : [`Now: ${now.text}`]),
    ].join(' ');

function anchorMoved({ now, shift }: ReasonData): string {
  const name = `It is counted from ${String(now?.by?.name)}, which`;
  const to = sayDay(now?.to as EpochDay);
  if (shift === 0) return `${name} stays on ${to}.`;
  return `${name} moves by ${shift} ${Math.abs(shift) === 1 ? 'day' : 'days'} to ${to}.`;
}

/** The English sentences; another language is another file of this shape. */
export const EN: Sentences = {
  steps: {
    'fixed-date': ({ to, toAt }) =>
      toAt === undefined
        ? `The text names ${sayDay(to)}.`
        : `The text names the instant ${sayInstant(toAt)}.`,
    anchor: ({ to, toAt, by }) => {
      const when = dayOrInstant(to, toAt);
      return `Counting starts from ${by.name}: ${when}, ${sayAnchor(by.name, by)}.`;
    },
    'clock-time': ({ from, toAt, by: { minute, zone } }) =>
      `At ${sayClock(minute)} in ${zone} on ${sayDay(from)}: ${sayInstant(toAt)}.`,
    'later-of': picked,
    'earlier-of': picked,
    'nth-of': picked,
    'add-hours': ({ fromAt, toAt, by: { period, direction } }) =>
      `${period} ${direction} ${sayInstant(fromAt)} is ${sayInstant(toAt)}.`,
    'exclude-trigger-day': ({ from, by: { firstCounted } }) =>
      `${sayDay(from)} itself is day 0 and is not counted; day 1 is ${day(firstCounted)}.`,
    'include-trigger-day': ({ from }) => `${sayDay(from)} itself is day 1 and is counted.`,
    'add-period': added,
    roll: ({ from, to, by: { skipped } }) =>
      `${sayDay(from)} cannot be the last day (${skipped.join('; ') || 'too few working days'}): it moves to ${sayDay(to)}.`,
    'day-before': ({ from, to }) => `Before ${sayDay(from)} means by the end of ${sayDay(to)}.`,
    'end-of-day': ({ from, toAt, by: { zone, over } }) =>
      `${sayDay(from)} ends at midnight in ${zone}, which is ${sayInstant(toAt)}${over ? '.' : '; from then on it is late.'}`,
    'start-of-day': ({ from, toAt, by: { zone } }) =>
      `${sayDay(from)} begins at midnight in ${zone}: ${sayInstant(toAt)}.`,
    grace: ({ toAt, by: { period } }) => `${period} of grace run from then to ${sayInstant(toAt)}.`,
    'day-n': ({ from, to, by: { n } }) =>
      `Day 1 is ${sayDay(from)} itself, so day ${n} is ${sayDay(to)}.`,
    edge,
    extension: extended,
    pin: pinned,
    renewal: ({ from, to, by: { period } }) =>
      `Renewed by ${period} at a time, it runs from ${sayDay(from)} on to ${sayDay(to)}.`,
    notice: ({ by: { event, on } }) =>
      `Notice (“${event}”) was given on ${day(on)}: the term ends with this period.`,
    pause: ({ from, to, toAt, by: { since, until, added: more } }) => {
      const long = more === undefined ? '' : `, ${more}`;
      const at = toAt === undefined ? '' : ` (${sayInstant(toAt)})`;
      return `The clock stood still from ${day(since)} to ${day(until)}${long}: ${sayDay(from)} becomes ${sayDay(to)}${at}.`;
    },
    occurrence: ({ from, to, by: { n, rhythm } }) =>
      `Occurrence ${n} of ${rhythm}, counted from ${sayDay(from)}, is ${sayDay(to)}.`,
    horizon: ({ by: { n, ends } }) =>
      `${ends ? 'The text repeats it further' : 'The text sets no end that is known'}; ${n} occurrences are given, this one the last of them.`,
    condition,
    discharge: discharged,
    undated: () => 'The text gives no date, so none is counted.',
    'waits-for': ({ by: { waitsFor } }) => `Not dated yet: it waits for ${waitsFor.join(' and ')}.`,
  },
  reasons: {
    fixed: ({ before, now }) => (now ?? before)?.text ?? '',
    anchor: anchorMoved,
    'other-anchor': both('It is counted from something else.'),
    'month-length': both('Months and years differ in length.'),
    'days-of-rest': both('Days of rest fall otherwise.'),
    choice: both('It is chosen among several moments.'),
    'unit-edge': both('The edge of a longer unit does not move day by day.'),
    extension: both('An extension moves it.'),
    renewal: both('A renewal moves it.'),
    pause: both('The clock stood still for another time.'),
    pinned: both('It is pinned.'),
    clock: both('Hours cross a midnight.'),
    text: both('The text is another.'),
    counting: both('It is counted otherwise.'),
  },
  readings: {
    'month-end': ({ on }) =>
      `The last month has no such day; by the first day after it, it would be ${sayDay(on)}.`,
    'inclusive-count': ({ on }) =>
      `Counted inclusively, the day itself being day 1, it would be ${sayDay(on)}.`,
    'exclusive-count': ({ on }) =>
      `Counted from the day after, the day itself being day 0, it would be ${sayDay(on)}.`,
    'zones-differ': ({ on, zone, party }) =>
      `Read in ${zone}, the zone of ${party}, it would be ${sayDay(on)}.`,
    'hours-from-a-day': ({ on, subject }) =>
      `Its hours run from the midnight that ends the day of ${subject}; from the one that begins it, it would be ${sayDay(on)}.`,
  },
  sources: {
    text: 'the text of the agreement',
    limit: 'the limit of a schedule',
    fact: (id) =>
      id.startsWith(ASSUMED_ID_PREFIX) ? 'assumed, not in the ledger' : `the ledger, fact ${id}`,
  },
};
