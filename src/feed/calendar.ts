import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentInstant } from '../milestone/present';
import type { AlertTerms } from '../transition/alert-rules';

export interface CalendarEntry {
  row: MilestoneRow;
  agreementTitle: string;
  terms: AlertTerms;
}

const DAY_MS = 86_400_000;
/** How often a client should look again. */
const REFRESH_S = 3_600;

/**
 * Milestones as iCalendar (RFC 5545): one all-day event for a deadline, one each for the first and the last
 * day of what is held or of a window. All-day dates carry no zone, so they stay on their day wherever the
 * client is. The same milestone keeps its UID for ever; SEQUENCE is its deadline's version.
 * @param now epoch milliseconds, the DTSTAMP of everything.
 */
export function calendarOf(name: string, entries: readonly CalendarEntry[], now: number): string {
  const calendar = ical({
    // The library writes a calendar's name as it is, unlike every other text.
    name: name.replace(/[\s\p{Cc}]+/gu, ' '),
    prodId: { company: 'Pacta', product: 'Pacta', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_S,
  });
  for (const entry of entries) {
    for (const event of eventsOf(entry, now)) calendar.createEvent(event);
  }
  return calendar.toString();
}

function eventsOf({ row, agreementTitle, terms }: CalendarEntry, now: number): ICalEventData[] {
  const days: readonly [suffix: string, label: string, day: number | null][] = [
    ['', '', row.dueOn],
    ['?opens', 'opens: ', row.opensOn],
    ['?starts', 'begins: ', row.startsOn],
    ['?ends', 'last day: ', row.endsOn],
  ];
  return days.flatMap(([suffix, label, day]) => {
    if (day === null) return [];
    const alarmed = suffix === '' || (suffix === '?starts' && row.dueOn === null);
    return [
      {
        id: `${row.id}${suffix}`,
        sequence: row.version,
        stamp: new Date(now),
        lastModified: new Date(Math.max(row.versionedAt, row.statusSince ?? 0)),
        start: new Date(day * DAY_MS),
        allDay: true,
        summary: `${row.hypothetical ? '(hypothetical) ' : ''}${label}${row.title}`,
        description: descriptionOf(row, agreementTitle),
        categories: [{ name: row.status }],
        status: statusOf(row),
        transparency: ICalEventTransparency.TRANSPARENT,
        alarms: alarmed ? alarmsOf(row, terms, now) : [],
      },
    ];
  });
}

function statusOf({ state, hypothetical, provisional }: MilestoneRow): ICalEventStatus {
  if (state === 'discharged' || state === 'terminated') return ICalEventStatus.CANCELLED;
  return hypothetical || provisional ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

function descriptionOf(row: MilestoneRow, agreementTitle: string): string {
  const article = row.ref === null ? '' : `, ${row.ref}`;
  const lines = [
    `${agreementTitle}${article}`,
    row.obligors.length === 0 ? '' : `Owed by: ${row.obligors.join(', ')}`,
    `Read as: ${row.phrase}`,
    `Status: ${row.status}`,
    row.dueAt === null ? '' : `Late from ${presentInstant(row.dueAt)}`,
    `Why this day: /v1/milestones/${row.id}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** When the alert policy tells beforehand, at those very instants; nothing rings for what is settled. */
function alarmsOf(row: MilestoneRow, { leadsMs, mute }: AlertTerms, now: number) {
  const end = row.dueAt ?? row.startsAt;
  if (end === null || (row.state !== 'in-effect' && row.state !== 'conditional')) return [];
  const leads = mute.includes('due-soon') ? leadsMs : [...leadsMs, POLICY.dueSoonMs];
  return leads
    .map((lead) => end - lead)
    .filter((at) => at > now)
    .map((at) => ({ type: ICalAlarmType.display, trigger: new Date(at), description: row.title }));
}
