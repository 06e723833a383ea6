import {
  combineCalendars,
  simpleCalendar,
  type WorkingCalendar,
} from '../calendar/working-calendar';
import type { Item } from '../compile/item';
import type { Context } from './context';

const weekends = new Map<string, WorkingCalendar>();

/**
 * The working calendar of an item: its calendars combined, or where it names none the weekend of its convention.
 * @returns a text for `waitsFor` where a calendar is missing: "calendar ua".
 */
export function calendarFor(item: Item, context: Context): WorkingCalendar | string {
  if (item.calendars.length === 0) return weekendOnly(item.convention.weekend);
  const found: WorkingCalendar[] = [];
  for (const name of item.calendars) {
    const calendar = context.calendars.get(name);
    if (calendar === undefined) return `calendar ${name}`;
    found.push(calendar);
  }
  return combineCalendars(found);
}

function weekendOnly(weekend: readonly number[]): WorkingCalendar {
  const key = weekend.join();
  const kept = weekends.get(key);
  if (kept !== undefined) return kept;
  const built = simpleCalendar(weekend);
  weekends.set(key, built);
  return built;
}
