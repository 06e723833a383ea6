import {
  type Coverage,
  joinedCoverage,
  readUncoveredDay,
  type WorkingCalendar,
} from '../../../src/engine/calendar/working-calendar';
import type { Milestone } from '../../../src/engine/model/milestone';
import { usedCalendars } from '../../state/detail';
import { loaded } from '../../state/plan';
import { allTexts, longDay, weekDay } from '../../words/format';
import { nameOf } from './due';

/** The working calendars that the date was counted by, and until when each can be relied on. */
export function Calendars() {
  const w = allTexts.value.calendars;
  const used = usedCalendars.value;
  if (used.length === 0) return null;
  return (
    <>
      <p class="label">{w.title}</p>
      <ul class="calendars">
        {used.map((calendar) => (
          <li key={calendar.id}>
            <span lang="en">{calendar.title}</span>: {coverageText(calendar)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** "Mon 1 Jan 2018 – Sun 3 May 2026 (published); …" */
function coverageText({ coverage }: WorkingCalendar): string {
  return joinedCoverage(coverage).map(spanText).join('; ');
}

function spanText({ from, to, origin }: Coverage): string {
  const { due, calendars } = allTexts.value;
  return `${due.span(weekDay(from), weekDay(to))} (${calendars.origin[origin]})`;
}

/** Why a date can still move, and which way. */
export function ProvisionalNote({ of }: { of: Milestone }) {
  if (!of.provisional) return null;
  const w = allTexts.value.provisional;
  const gaps = of.waitsFor.map(readUncoveredDay).filter((gap) => gap !== undefined);
  const open = of.waitsFor.filter((one) => readUncoveredDay(one) === undefined).map(nameOf);
  const reasons = [
    ...gaps.map(({ calendar, day }) => w.gap(calendarName(calendar), longDay(day))),
    ...(open.length === 0 ? [] : [w.open(open.join(', '))]),
  ];
  return <p class="conflict">{[...reasons, w.bound[of.bound ?? 'either']].join(' ')}</p>;
}

const calendarName = (id: string): string => loaded.value?.context.calendars?.get(id)?.title ?? id;
