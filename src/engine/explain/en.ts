import { parseDay, toCivil, weekday } from '../calendar/epoch-day';
import { type Anchor, ASSUMED_ID_PREFIX, type StepData } from '../model/step';
import type { EpochDay, Instant } from '../model/time';
import { printNthDay } from '../phrase/nth-day';
import { MONTHS, printOrdinal, WEEKDAYS } from '../phrase/words';
import { type InZone, type ReasonData, type Sentences, type ZonedTime } from './sentences';
import { clockTime, inZone as toZone } from './zoned-time';

/** "Saturday 7 March 2026", from an epoch day or from YYYY-MM-DD. */
function sayDay(given: EpochDay | string): string {
  const known = typeof given === 'number' ? given : parseDay(given);
  if (known === undefined) return String(given);
  const { year, month, day } = toCivil(known);
  return `${WEEKDAYS[weekday(known) - 1]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/** "14:05 on Saturday 7 March 2026 (Europe/Kyiv)" */
const sayTime = ({ day, clock, zone }: ZonedTime): string => `${clock} on ${sayDay(day)} (${zone})`;

/** A day or, where the instant is known, the time on it. */
function dayOrTime(to: EpochDay, toAt: Instant | undefined, inZone: InZone): string {
  return toAt === undefined ? sayDay(to) : sayTime(inZone(toAt));
}

/** "22:00 UTC", with the day where UTC has another one. */
function sayUtc(at: Instant, local: EpochDay, inZone: InZone): string {
  const { day, clock } = inZone(at, 'UTC');
  return day === local ? `${clock} UTC` : `${clock} UTC on ${sayDay(day)}`;
}

function midnight({ from, toAt, by }: StepData['start-of-day'], inZone: InZone): string {
  const { zone } = by;
  return zone === 'UTC' ? 'midnight UTC' : `midnight in ${zone} (${sayUtc(toAt, from, inZone)})`;
}

/** "A", "A and B", "A, B and C" */
function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

const KNOWN = {
  recorded: 'as recorded',
  assumed: 'assumed',
  approximate: 'recorded as approximate',
} as const;

/** What a name in a phrase means, and how its date is known. */
function sayAnchor(anchor: Exclude<Anchor, { of: 'beside' }>): string {
  switch (anchor.of) {
    case 'event':
      return [...(anchor.title === undefined ? [] : [anchor.title]), KNOWN[anchor.known]].join(
        ', ',
      );
    case 'moment':
      return `“${anchor.title}” ${anchor.moment}, ${KNOWN[anchor.known]}`;
    case 'all-phases':
      return `all phases of “${anchor.path}” ${anchor.moment}, ${KNOWN[anchor.known]}`;
    case 'schedule':
      return `as scheduled for “${anchor.title}”`;
  }
}

function anchored({ to, toAt, by }: StepData['anchor'], inZone: InZone): string {
  const latest = dayOrTime(to, toAt, inZone);
  const when =
    by.earliest === undefined
      ? latest
      : `between ${sayDay(by.earliest)} and ${latest}, and the latest is counted from`;
  if (by.of !== 'beside') return `Counting starts from ${by.name} (${sayAnchor(by)}): ${when}.`;
  return `It is due ${by.relation} another obligation, so it takes the date ${by.name}: ${when}.`;
}

function picked({ to, by: { which, days, open } }: StepData['nth-of']): string {
  const named = typeof which === 'number' ? printOrdinal(which) : which;
  const chosen =
    days.length < 2
      ? `The only date known so far is ${sayDay(to)}.`
      : `Of ${list(days.map(sayDay))}, the ${named} is ${sayDay(to)}.`;
  if (open === 0) return chosen;
  const [are, dates] = open === 1 ? ['is', 'date'] : ['are', 'dates'];
  return `${chosen} ${open} more ${dates} ${are} not known yet and could bring it forward.`;
}

function added({ to, by }: StepData['add-period']): string {
  const { period, direction, clamped, toMonthEnd, first, skipped = [], weekends } = by;
  const stops =
    first === 'completed'
      ? 'the last day of the month is the last day of the period'
      : 'the count stops at the end of the month';
  const last = toMonthEnd
    ? ' It is counted from the last day of a month, so it ends on the last day of one.'
    : '';
  const short = clamped ? ` The month has no such day, so ${stops}.` : '';
  const passed = [...skipped, ...(weekends === undefined ? [] : [count(weekends, 'weekend day')])];
  const rest = passed.length === 0 ? '' : ` Not counted: ${passed.join('; ')}.`;
  const way = direction === 'after' ? 'forward' : 'back';
  return `Counting ${period} ${way} gives ${sayDay(to)}.${last}${short}${rest}`;
}

function rolled({ from, to, by: { skipped, otherMonth } }: StepData['roll']): string {
  const near = otherMonth === undefined ? '' : `; ${sayDay(otherMonth)} is in another month`;
  return `${sayDay(from)} cannot be the last day (${skipped.join('; ') || 'too few working days'})${near}, so the last day is ${sayDay(to)}.`;
}

function edge({ from, to, by }: StepData['edge']): string {
  const { unit, nth, direction, skipped = [] } = by;
  const away = nth === 0 ? `${unit} that contains` : `${printOrdinal(nth)} ${unit} ${direction}`;
  const of = unit === undefined ? `${by.on ? 'on or ' : ''}${direction}` : `of the ${away}`;
  const rest = skipped.length === 0 ? '' : ` Not counted: ${skipped.join('; ')}.`;
  return `The ${printNthDay(by)} ${of} ${sayDay(from)} is ${sayDay(to)}.${rest}`;
}

function extended({ from, to, toAt, by }: StepData['extension'], inZone: InZone): string {
  const { on, clause } = by;
  const how =
    clause === undefined ? 'the text has no clause for it' : `the text allows it “${clause}”`;
  const before = from === undefined ? '' : ` from ${sayDay(from)}`;
  const end = dayOrTime(to, toAt, inZone);
  return `An extension recorded on ${sayDay(on)} moves it${before} to ${end}; ${how}.`;
}

function pinned({ from, to, toAt, by }: StepData['pin'], inZone: InZone): string {
  const otherwise =
    from === undefined
      ? 'it has no other date'
      : from === to
        ? 'counting gives the same date'
        : `without that it would be ${sayDay(from)}`;
  const fixed = dayOrTime(to, toAt, inZone);
  return `It was agreed on ${sayDay(by.on)} that the date stays ${fixed}; ${otherwise}.`;
}

function paused({ from, to, toAt, by }: StepData['pause'], inZone: InZone): string {
  const { since, until, added: length } = by;
  const [how, then] =
    length === undefined ? ['', ' and the period then ran again'] : [`, for ${length}`, ''];
  const end = dayOrTime(to, toAt, inZone);
  return `The clock stood still from ${sayDay(since)} to ${sayDay(until)}${how}${then}: the date moves from ${sayDay(from)} to ${end}.`;
}

function condition({ by }: StepData['condition']): string {
  const met = by.since === undefined ? 'is met' : `has been met since ${sayDay(by.since)}`;
  return `It is owed only under the condition “${by.condition}”, which ${by.met ? met : 'is not met so far'}.`;
}

function discharged({ by }: StepData['discharge']): string {
  const why =
    'condition' in by
      ? `the condition “${by.condition}” is met`
      : `“${by.supersededBy}” takes its place`;
  return `It is no longer owed from ${sayDay(by.on)} on, because ${why}.`;
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
  const to = now?.to === undefined ? '' : sayDay(now.to);
  const name = `It is counted from ${String(now?.by?.name)}, which`;
  if (shift === 0) return `${name} stays on ${to}.`;
  return `${name} moves ${count(Math.abs(shift), 'day')} ${shift > 0 ? 'later' : 'earlier'}, to ${to}.`;
}

/** The English sentences; another language is another file of this shape. */
export const EN: Sentences = {
  inZone: toZone,
  steps: {
    'fixed-date': ({ to, toAt }, inZone) => `The text names ${dayOrTime(to, toAt, inZone)}.`,
    'rough-date': ({ from, to, by: { named } }) =>
      `The text names ${named} only: a day between ${sayDay(from)} and ${sayDay(to)}. The steps that follow count from the latest.`,
    anchor: anchored,
    'clock-time': ({ from, toAt, by: { minute, zone } }, inZone) => {
      const utc = zone === 'UTC' ? '' : `, which is ${sayUtc(toAt, from, inZone)}`;
      return `The time is ${clockTime(minute)} on ${sayDay(from)} (${zone})${utc}.`;
    },
    'later-of': picked,
    'earlier-of': picked,
    'nth-of': picked,
    'add-hours': ({ fromAt, toAt, by: { period, direction } }, inZone) =>
      `${period} ${direction} ${sayTime(inZone(fromAt))} is ${sayTime(inZone(toAt))}.`,
    'exclude-trigger-day': ({ from, by: { firstCounted } }) =>
      `${sayDay(from)} itself is day 0 and is not counted; day 1 is ${sayDay(firstCounted)}.`,
    'include-trigger-day': ({ from }) => `${sayDay(from)} itself is day 1 and is counted.`,
    'add-period': added,
    roll: rolled,
    'day-before': ({ from, to }) => `“Before ${sayDay(from)}” means by the end of ${sayDay(to)}.`,
    'end-of-day': (step, inZone) =>
      `${sayDay(step.from)} ends at ${midnight(step, inZone)}${step.by.over ? '.' : '; from then on it is late.'}`,
    'start-of-day': (step, inZone) => `${sayDay(step.from)} begins at ${midnight(step, inZone)}.`,
    range: ({ from, to }) =>
      `The day is known only roughly: it lies between ${sayDay(Math.min(from, to))} and ${sayDay(Math.max(from, to))}. The ${from < to ? 'latest' : 'earliest'} of them decides.`,
    grace: ({ toAt, by: { period } }, inZone) =>
      `A grace period of ${period} runs until ${sayTime(inZone(toAt))}.`,
    'day-n': ({ from, to, by: { n } }) =>
      `Day 1 is ${sayDay(from)} itself, so day ${n} is ${sayDay(to)}.`,
    edge,
    extension: extended,
    pin: pinned,
    renewal: ({ from, to, toAt, by: { period } }, inZone) =>
      `Renewals of ${period} each move the end from ${sayDay(from)} to ${dayOrTime(to, toAt, inZone)}.`,
    notice: ({ by: { event, on } }) =>
      `Notice (“${event}”) was given on ${sayDay(on)}, so the term ends with this period.`,
    pause: paused,
    occurrence: ({ from, to, by: { n, rhythm } }) =>
      `Occurrence ${n} (${rhythm}, counted from ${sayDay(from)}) is ${sayDay(to)}.`,
    horizon: ({ by: { n, ends } }) =>
      `${ends ? 'By the text it repeats further' : 'The text sets no end that is known'}; the schedule shows ${n} occurrences, and this is the last of them.`,
    condition,
    discharge: discharged,
    undated: () => 'The text gives no date.',
    'waits-for': ({ by: { waitsFor } }) => `It has no date yet: it waits for ${list(waitsFor)}.`,
  },
  reasons: {
    fixed: ({ before, now }) => (now ?? before)?.text ?? '',
    anchor: anchorMoved,
    'other-anchor': both('It is counted from another moment.'),
    'month-length': both('Months and years differ in length.'),
    'days-of-rest': both('Other days of rest are passed over.'),
    choice: both('It is one of several dates, and these do not all move alike.'),
    'unit-edge': both('The first or last day of a week, month or year does not move day by day.'),
    extension: both('An extension moves it.'),
    renewal: both('A renewal moves it.'),
    pause: both('The clock stands still for another length of time.'),
    pinned: both('The date is pinned.'),
    clock: both('The hours end on another day.'),
    counting: both('It is counted in another way.'),
  },
  rephrased: (before, now) => `The text changes from “${before}” to “${now}”.`,
  readings: {
    'month-end': ({ on }) =>
      `The last month has no such day; if the period ended on the next day instead, it would be ${sayDay(on)}.`,
    'inclusive-count': ({ on }) =>
      `Counted inclusively (the day itself is day 1), it would be ${sayDay(on)}.`,
    'exclusive-count': ({ on }) =>
      `Counted from the next day (the day itself is day 0), it would be ${sayDay(on)}.`,
    'zones-differ': ({ on, zone, party }) =>
      `By the clock of ${party} (${zone}), it would be ${sayDay(on)}.`,
    'hours-from-a-day': ({ on, subject }) =>
      `The hours run from the midnight that ends the day of “${subject}”; from the midnight that begins it, it would be ${sayDay(on)}.`,
  },
  sources: {
    text: 'the text of the agreement',
    limit: 'the limit of a schedule',
    fact: (id) =>
      id.startsWith(ASSUMED_ID_PREFIX) ? 'assumed, not in the ledger' : `the ledger, fact ${id}`,
    own: ({ convention, like, says }) =>
      `convention ${convention} of this agreement, like ${like}: ${says}`,
  },
};
