import { presentInstant } from '../../base/present-time';
import { cleanLine } from '../../base/text/clean';
import { luxonZones } from '../../base/zones';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import type { AlertTerms } from '../../domain/notification/alert-policy-schema';
import { formatDay } from '../../engine/calendar/epoch-day';
import { type Sort, sortOf, statusWords } from '../../engine/status/status-words';
import {
  type Component,
  dateTimeValue,
  dateValue,
  type Property,
  serialize,
  textValue,
} from './ical';

interface CalendarEntry {
  row: MilestoneRow;
  terms: AlertTerms;
}

export interface CalendarOptions {
  /** The agreement's title. */
  title: string;
  /** The languages of the labels, the preferred first; English where none of them is known. */
  languages?: readonly string[];
  /** The agreement's zone. */
  zone: string;
  /** The id of the installation: makes the UIDs of events globally unique, and never changes. */
  installation: string;
  /** The time of day of alarms: minutes after midnight in the agreement's zone. */
  alarmMinute: number;
  /** The address of a milestone on the page, by its id; undefined for no links. */
  linkTo?: (milestone: string) => string;
  /** Epoch milliseconds: alarms before it are left out. */
  now: number;
}

/** What stands before a title: by nature, and for the other days of a milestone. */
interface Labels extends Partial<Record<Sort, string>> {
  opens: string;
  starts: string;
  ends: string;
  aim: string;
  hypothetical: string;
  latest: string;
  earliest: string;
}

/** The title of a last day for notice needs no label. */
const LABELS: Readonly<Record<string, Labels>> & { en: Labels } = {
  en: {
    beginning: 'takes effect: ',
    end: 'ends: ',
    opens: 'opens: ',
    starts: 'begins: ',
    ends: 'last day: ',
    aim: 'goal: ',
    hypothetical: '(hypothetical) ',
    latest: 'at the latest: ',
    earliest: 'at the earliest: ',
  },
  uk: {
    beginning: 'набуває чинності: ',
    end: 'закінчується: ',
    opens: 'відкривається: ',
    starts: 'починається: ',
    ends: 'останній день: ',
    aim: 'мета: ',
    hypothetical: '(припущення) ',
    latest: 'щонайпізніше: ',
    earliest: 'щонайраніше: ',
  },
  ru: {
    beginning: 'вступает в силу: ',
    end: 'заканчивается: ',
    opens: 'открывается: ',
    starts: 'начинается: ',
    ends: 'последний день: ',
    aim: 'цель: ',
    hypothetical: '(предположение) ',
    latest: 'не позднее: ',
    earliest: 'не ранее: ',
  },
};

/** By nature, what becomes true at the instant of a milestone; for deadlines "Late". */
const STARTING: Partial<Record<Sort, string>> = {
  beginning: 'In effect',
  end: 'Over',
  moment: 'Has come',
  right: 'Open',
  notice: 'Closed',
  goal: 'Goal passed',
};

const DAY_MS = 86_400_000;
/** How often a client should fetch the calendar. */
const REFRESH = 'PT1H';

/**
 * Milestones as iCalendar (RFC 5545 and 7986): one all-day event for a deadline; one each for the first and the last
 * day of an interval or a window. All-day events have no zone, so they stay on their day in every client. A milestone
 * keeps its UID for ever; SEQUENCE is its deadline version. METHOD is left out: it is for invitations.
 */
export function calendarOf(options: CalendarOptions, entries: readonly CalendarEntry[]): string {
  const name = textValue(cleanLine(options.title));
  const events = entries.map((entry) =>
    eventsOf(entry, options)
      .map((event) => serialize(event))
      .join(''),
  );
  const calendar: Component = {
    name: 'VCALENDAR',
    properties: [
      ['VERSION', '2.0'],
      ['PRODID', '-//Pacta//Pacta//EN'],
      ['CALSCALE', 'GREGORIAN'],
      ['NAME', name],
      ['X-WR-CALNAME', name],
      ['REFRESH-INTERVAL;VALUE=DURATION', REFRESH],
      ['X-PUBLISHED-TTL', REFRESH],
    ],
  };
  return serialize(calendar, events.join(''));
}

function eventsOf({ row, terms }: CalendarEntry, options: CalendarOptions): Component[] {
  const { rough } = row;
  const known = options.languages?.find((one) => Object.hasOwn(LABELS, one)) ?? 'en';
  const labels = LABELS[known] ?? LABELS.en;
  const days: readonly [
    suffix: string,
    label: string,
    day: number | null,
    other: number | undefined,
  ][] = [
    ['', labels[sortOf(row)] ?? '', row.dueOn, rough?.dueOnEarliest],
    ['?opens', labels.opens, row.opensOn, rough?.opensOnLatest],
    ['?starts', labels.starts, row.startsOn, rough?.startsOnLatest],
    ['?ends', labels.ends, row.endsOn, rough?.endsOnEarliest],
    ['?goal', labels.aim, row.nature === 'goal' ? row.targetOn : null, rough?.targetOnEarliest],
  ];
  const changed = dateTimeValue(Math.max(row.versionedAt, row.statusSince ?? 0));
  const link = options.linkTo?.(row.id);
  return days.flatMap(([suffix, label, day, other = day]) => {
    if (day === null || other === null) return [];
    const alarmed =
      suffix === '' || suffix === '?goal' || (suffix === '?starts' && row.dueOn === null);
    const bound = other === day ? '' : other < day ? labels.latest : labels.earliest;
    const summary = `${row.hypothetical ? labels.hypothetical : ''}${bound}${label}${row.title}`;
    const properties: Property[] = [
      ['UID', textValue(`${row.id}${suffix}@${options.installation}`)],
      ['SEQUENCE', String(row.version)],
      // Without METHOD, both are the time of the last revision (RFC 5545, 3.8.7.2).
      ['DTSTAMP', changed],
      ['LAST-MODIFIED', changed],
      ['DTSTART;VALUE=DATE', dateValue(day)],
      ['SUMMARY', textValue(cleanLine(summary))],
      ['DESCRIPTION', textValue(descriptionOf(row, options.title, between(day, other), link))],
      ['CATEGORIES', textValue(row.status)],
      ['STATUS', statusOf(row)],
      ['TRANSP', 'TRANSPARENT'],
      ['X-MICROSOFT-CDO-ALLDAYEVENT', 'TRUE'],
      ...(link === undefined ? [] : [['URL', link] as const]),
    ];
    return [{ name: 'VEVENT', properties, parts: alarmed ? alarmsOf(row, terms, options) : [] }];
  });
}

function statusOf({ state, hypothetical, provisional, rough }: MilestoneRow): string {
  if (state === 'discharged' || state === 'terminated') return 'CANCELLED';
  return hypothetical || provisional || rough !== null ? 'TENTATIVE' : 'CONFIRMED';
}

function descriptionOf(
  row: MilestoneRow,
  agreementTitle: string,
  range: string,
  link: string | undefined,
): string {
  const article = row.ref === null ? '' : `, ${row.ref}`;
  const lines = [
    `${agreementTitle}${article}`,
    row.obligors.length === 0 || row.nature !== null ? '' : `Owed by: ${row.obligors.join(', ')}`,
    `Read as: ${row.phrase}`,
    `Status: ${statusWords(sortOf(row), row.status)}`,
    range,
    whenOf(row),
    link === undefined ? '' : `Why this day: ${link}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Between which days a date lies that is known only roughly; empty for an exact one. */
function between(day: number, other: number): string {
  if (day === other) return '';
  const [from, to] = [Math.min(day, other), Math.max(day, other)].map(formatDay);
  return `Known only roughly: between ${from} and ${to}`;
}

function whenOf(row: MilestoneRow): string {
  const at = row.comesAt ?? row.dueAt;
  if (at === null) return '';
  return `${STARTING[sortOf(row)] ?? 'Late'} from ${presentInstant(at)}`;
}

/**
 * Alarms at the lead times of the alert policy. Where the deadline is a midnight and the lead is in days, an alarm is at
 * `alarmMinute` of its day; otherwise at the exact instant. Milestones that are no longer open have none.
 */
function alarmsOf(
  row: MilestoneRow,
  { leadsMs, mute }: AlertTerms,
  { zone, alarmMinute, now }: CalendarOptions,
): Component[] {
  const end = row.rough?.earliestAt ?? row.comesAt ?? row.dueAt ?? row.startsAt;
  if (end === null || (row.state !== 'in-effect' && row.state !== 'conditional')) return [];
  const { day, millisecond } = luxonZones.localOf(end, zone);
  const leads = mute.includes('due-soon') ? leadsMs : [...leadsMs, POLICY.dueSoonMs];
  const instants = leads.map((lead) =>
    millisecond === 0 && lead % DAY_MS === 0
      ? luxonZones.instantAt(day - lead / DAY_MS, alarmMinute, zone)
      : end - lead,
  );
  const ahead = [...new Set(instants)].filter((at) => at > now && at < end);
  return ahead.map((at) => ({
    name: 'VALARM',
    properties: [
      ['ACTION', 'DISPLAY'],
      ['DESCRIPTION', textValue(cleanLine(row.title))],
      ['TRIGGER;VALUE=DATE-TIME', dateTimeValue(at)],
    ],
  }));
}
