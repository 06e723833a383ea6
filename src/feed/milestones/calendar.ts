import { presentInstant } from '../../base/present-time';
import { cleanLine } from '../../base/text/clean';
import { luxonZones } from '../../base/zones';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import type { AlertTerms } from '../../domain/notification/alert-policy-schema';
import { type Sort, sortOf, statusWords } from '../../engine/status/status-words';
import {
  type Component,
  dateTimeValue,
  dateValue,
  type Property,
  serialize,
  textValue,
} from './ical';

export interface CalendarEntry {
  row: MilestoneRow;
  terms: AlertTerms;
}

/** What a calendar is about, and how it is written. */
export interface CalendarOptions {
  title: string;
  /** The agreement's. */
  zone: string;
  /** Whose calendar it is: makes the UIDs of its events unique in the world, and stays the same for ever. */
  installation: string;
  /** When an alarm rings on its day: minutes after midnight, in the agreement's zone. */
  alarmMinute: number;
  /** Where a milestone is explained, by its id; none for a calendar that no service gives. */
  linkTo?: (milestone: string) => string;
  /** Epoch milliseconds: no alarm rings before it. */
  now: number;
}

/** What the day of an occasion is, before its title; a last day for notice says so in its title. */
const PREFIXES: Partial<Record<Sort, string>> = { beginning: 'takes effect: ', end: 'ends: ' };

/** What is so from the instant at which it comes. */
const STARTING: Partial<Record<Sort, string>> = {
  beginning: 'In effect',
  end: 'Over',
  moment: 'Has come',
  right: 'Open',
  notice: 'Closed',
};

const DAY_MS = 86_400_000;
/** How often a client should look again. */
const REFRESH = 'PT1H';

/**
 * Milestones as iCalendar (RFC 5545 and 7986): one all-day event for a deadline, one each for the first and the
 * last day of what is held or of a window. All-day dates carry no zone, so they stay on their day wherever the
 * client is. The same milestone keeps its UID for ever; SEQUENCE is its deadline's version. There is no METHOD: it
 * is for messages between people, and would want an organizer.
 */
export function calendarOf(terms: CalendarOptions, entries: readonly CalendarEntry[]): string {
  const name = textValue(cleanLine(terms.title));
  return serialize({
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
    parts: entries.flatMap((entry) => eventsOf(entry, terms)),
  });
}

function eventsOf({ row, terms: alerts }: CalendarEntry, terms: CalendarOptions): Component[] {
  const days: readonly [suffix: string, label: string, day: number | null][] = [
    ['', PREFIXES[sortOf(row)] ?? '', row.dueOn],
    ['?opens', 'opens: ', row.opensOn],
    ['?starts', 'begins: ', row.startsOn],
    ['?ends', 'last day: ', row.endsOn],
  ];
  const changed = dateTimeValue(Math.max(row.versionedAt, row.statusSince ?? 0));
  const link = terms.linkTo?.(row.id);
  return days.flatMap(([suffix, label, day]) => {
    if (day === null) return [];
    const alarmed = suffix === '' || (suffix === '?starts' && row.dueOn === null);
    const summary = `${row.hypothetical ? '(hypothetical) ' : ''}${label}${row.title}`;
    const properties: Property[] = [
      ['UID', textValue(`${row.id}${suffix}@${terms.installation}`)],
      ['SEQUENCE', String(row.version)],
      // Without a METHOD both say when the event was last revised (RFC 5545, 3.8.7.2).
      ['DTSTAMP', changed],
      ['LAST-MODIFIED', changed],
      ['DTSTART;VALUE=DATE', dateValue(day)],
      ['SUMMARY', textValue(cleanLine(summary))],
      ['DESCRIPTION', textValue(descriptionOf(row, terms.title, link))],
      ['CATEGORIES', textValue(row.status)],
      ['STATUS', statusOf(row)],
      ['TRANSP', 'TRANSPARENT'],
      ['X-MICROSOFT-CDO-ALLDAYEVENT', 'TRUE'],
      ...(link === undefined ? [] : [['URL', link] as const]),
    ];
    return [{ name: 'VEVENT', properties, parts: alarmed ? alarmsOf(row, alerts, terms) : [] }];
  });
}

function statusOf({ state, hypothetical, provisional }: MilestoneRow): string {
  if (state === 'discharged' || state === 'terminated') return 'CANCELLED';
  return hypothetical || provisional ? 'TENTATIVE' : 'CONFIRMED';
}

function descriptionOf(
  row: MilestoneRow,
  agreementTitle: string,
  link: string | undefined,
): string {
  const article = row.ref === null ? '' : `, ${row.ref}`;
  const lines = [
    `${agreementTitle}${article}`,
    row.obligors.length === 0 || row.nature !== null ? '' : `Owed by: ${row.obligors.join(', ')}`,
    `Read as: ${row.phrase}`,
    `Status: ${statusWords(sortOf(row), row.status)}`,
    whenOf(row),
    link === undefined ? '' : `Why this day: ${link}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function whenOf(row: MilestoneRow): string {
  const at = row.comesAt ?? row.dueAt;
  if (at === null) return '';
  return `${STARTING[sortOf(row)] ?? 'Late'} from ${presentInstant(at)}`;
}

/**
 * On the days on which the alert policy tells beforehand, at an hour at which people are awake; where hours are
 * counted, at the very instant. Nothing rings for what is settled.
 */
function alarmsOf(
  row: MilestoneRow,
  { leadsMs, mute }: AlertTerms,
  { zone, alarmMinute, now }: CalendarOptions,
): Component[] {
  const end = row.comesAt ?? row.dueAt ?? row.startsAt;
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
