import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { formatDay, parseDay, weekday } from '../src/schedule/epoch-day';
import { buildCalendar, type CalendarDocument } from '../src/schedule/working-calendar';

const FOLDER = join(__dirname, '..', 'config', 'calendars');
const documents = readdirSync(FOLDER).map((name): [string, CalendarDocument] => [
  name,
  parse(readFileSync(join(FOLDER, name), 'utf8')),
]);

const day = (text: string): number => parseDay(text) as number;

function calendar(id: string) {
  const [, document] = documents.find(([name]) => name === `${id}.yaml`) as (typeof documents)[0];
  return buildCalendar(document);
}

describe('every shipped calendar', () => {
  it.each(documents)('%s names itself as its file does and gives its sources', (name, document) => {
    expect(`${document.id}.yaml`).toBe(name);
    expect(parseDay(document.version)).toBeDefined();
    expect(document.sources?.length).toBeGreaterThan(0);
  });

  it.each(documents)('%s speaks only for the years it covers', (_, document) => {
    const built = buildCalendar(document);
    const listed = [
      ...Object.keys(document.holidays ?? {}),
      ...Object.keys(document.workdays ?? {}),
    ];
    expect(listed.filter((text) => built.uncovered(day(text), day(text)) !== undefined)).toEqual(
      [],
    );
  });

  it.each(documents)('%s moves work to weekends only', (_, document) => {
    const moved = Object.keys(document.workdays ?? {});
    expect(moved.filter((text) => weekday(day(text)) < 6)).toEqual([]);
  });
});

describe('days off and days of work', () => {
  it.each([
    // A Saturday holiday is observed on the Friday before, also across the year's end.
    ['us-federal', '2021-12-31', "New Year's Day (observed)"],
    ['us-federal', '2021-06-18', 'Juneteenth (observed)'],
    ['us-federal', '2020-06-19', undefined],
    ['us-federal', '2022-12-26', 'Christmas Day (observed)'],
    ['us-federal', '2025-11-27', 'Thanksgiving Day'],
    ['gb-eng-wls', '2022-09-19', 'State Funeral of Queen Elizabeth II'],
    ['gb-eng-wls', '2023-05-08', 'Coronation of King Charles III'],
    ['gb-eng-wls', '2020-05-04', undefined],
    ['gb-eng-wls', '2026-12-28', 'Boxing Day (substitute day)'],
    ['de', '2017-10-31', 'Reformationstag (500. Jahrestag)'],
    ['de', '2018-10-31', undefined],
    ['be', '2026-04-03', undefined],
    ['be', '2026-04-06', 'Easter Monday'],
    ['eu-institutions', '2023-12-29', 'End-of-year day'],
    ['eu-institutions', '2023-11-02', "All Souls' Day"],
    // Days off moved by decree, and the Saturdays worked for them.
    ['ru', '2026-01-09', 'day off moved from 3 January'],
    ['ru', '2024-04-29', 'day off moved from 27 April'],
    ['ru', '2024-04-27', undefined],
    ['ru', '2025-11-01', undefined],
    ['ru', '2025-02-24', undefined],
    // Under martial law holidays are worked and weekends are not.
    ['ua', '2021-08-24', 'Independence Day'],
    ['ua', '2021-05-04', 'Easter, day off moved'],
    ['ua', '2022-03-08', "International Women's Day"],
    ['ua', '2022-08-24', undefined],
    ['ua', '2025-08-25', undefined],
    ['ua', '2024-05-08', undefined],
    ['ua', '2024-07-15', undefined],
    ['ua', '2025-08-24', 'weekend'],
  ])('%s on %s: %s', (id, text, reason) => {
    expect(calendar(id).reason(day(text))).toBe(reason);
  });

  it.each([
    ['ru', '2026-12-01', '2027-01-31', '2027-01-01'],
    ['ua', '2026-04-01', '2026-05-31', '2026-05-04'],
    ['eu-institutions', '2024-08-01', '2024-09-30', '2024-08-16'],
    ['gb-eng-wls', '2026-01-01', '2026-12-31', undefined],
  ])('%s from %s to %s is silent from %s', (id, from, to, first) => {
    const gap = calendar(id).uncovered(day(from), day(to));
    expect(gap === undefined ? undefined : formatDay(gap)).toBe(first);
  });
});
