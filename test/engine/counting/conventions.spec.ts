import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import { type DateQuestion, dateOf } from '../../../src/engine/date-of';
import { expectMarked, MARKED } from '../../support/marked-sentences';

/** A worked example of a rule: what is counted from, how much, and the day that the source gives. */
interface Row {
  id: string;
  rule: string;
  trigger: string;
  zone: string;
  period: string;
  direction: 'after' | 'before';
  holidays: string[];
  expected: string;
  kind: string;
  unit?: string;
  roll?: boolean;
  includeStart?: boolean;
  atLeast?: boolean;
  officeAct?: boolean;
  exact?: boolean;
  weekendOverride?: number[];
  then?: string;
  expectedIfZoneIs?: Record<string, string>;
}

const rows: Row[] = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'conformance', 'rules.json'), 'utf8'),
);

const UNITS: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };

/** "1 month and 15 days" of "P1M15D", "72 hours" of "PT72H". */
function periodOf({ period, unit }: Row): string {
  const [date = '', time = ''] = period.slice(1).split('T');
  const parts = [...date.matchAll(/(\d+)([YMWD])/g)].map(([, amount, letter]) => {
    const name =
      unit === 'working-days' && letter === 'D' ? 'working day' : UNITS[letter as string];
    return `${amount} ${name}s`;
  });
  parts.push(...[...time.matchAll(/(\d+)H/g)].map(([, amount]) => `${amount} hours`));
  return parts.join(' and ');
}

/** A day, a local time in the row's zone, or a local time of another zone as an instant. */
function anchorOf(trigger: string, zone: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?(?:\[(.+)\])?$/.exec(trigger);
  if (match === null) throw new Error(trigger);
  const [, day, clock, other] = match;
  return clock === undefined ? `${day}` : `(at ${clock} on ${day} in ${other ?? zone})`;
}

function questionOf(row: Row, zone = row.zone): DateQuestion {
  const counted = `${periodOf(row)} ${row.direction} ${anchorOf(row.trigger, row.zone)}`;
  const phrase = row.then === undefined ? counted : `first day of the 1st month after ${counted}`;
  return {
    phrase,
    zone,
    holidays: row.holidays,
    ...(CONVENTIONS.has(row.rule) ? { convention: row.rule } : {}),
    ...(row.roll === undefined ? {} : { roll: row.roll }),
    ...(row.officeAct ? { roll: true } : {}),
    ...(row.atLeast ? { side: 'earliest' } : {}),
    ...(row.includeStart ? { includesStart: true } : {}),
    ...(row.weekendOverride ? { weekend: row.weekendOverride } : {}),
  };
}

function dated(question: DateQuestion) {
  const found = dateOf(question, luxonZones, MARKED);
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  expectMarked(found.answer.derivation);
  return found.answer;
}

/** The answer as the row writes its own: a day, a local time, or an instant with its offset. */
function shown(row: Row, question: DateQuestion): string {
  const { dueOn, dueAt } = dated(question);
  if (!row.expected.includes('T')) return formatDay(dueOn);
  const offset = /[+-]\d{2}:\d{2}$/.exec(row.expected)?.[0];
  const { day, millisecond } = luxonZones.localOf(dueAt, row.zone);
  const minutes = Math.floor(millisecond / 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const local = `${formatDay(day)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  if (offset === undefined) return local;
  expect(dueAt).toBe(Date.parse(row.expected));
  return `${local}${offset}`;
}

describe('a convention', () => {
  it.each(rows.map((row) => [row.id, row] as const))('%s gives the published day', (_id, row) => {
    expect(shown(row, questionOf(row))).toBe(row.expected);
    for (const [zone, expected] of Object.entries(row.expectedIfZoneIs ?? {})) {
      expect(formatDay(dated(questionOf(row, zone)).dueOn)).toBe(expected);
    }
  });

  it('has a worked example for every convention', () => {
    const examples = ['rules.json', 'terms.json'].map((file) =>
      readFileSync(join(__dirname, '..', '..', 'conformance', file), 'utf8'),
    );
    const names = [...CONVENTIONS.keys()];
    expect(names.filter((name) => !examples.join('').includes(`"${name}"`))).toEqual([]);
  });

  it.each([...CONVENTIONS.values()])('$name cites a source for every rule', ({ citations }) => {
    for (const citation of Object.values(citations)) expect(citation).toMatch(/.{11}/);
  });

  it('that counts hours from the next full hour does so on the full hour, too', () => {
    const at = (clock: string) =>
      dated({
        phrase: `2 hours after at ${clock} on 2026-06-22`,
        zone: 'Europe/Brussels',
        convention: 'eu-1182-71',
      }).dueAt;
    expect(at('10:00')).toBe(Date.parse('2026-06-22T13:00+02:00'));
    expect(at('09:59')).toBe(Date.parse('2026-06-22T12:00+02:00'));
  });

  it('counts a month inclusively from the 31st to the last day of a shorter one', () => {
    const on = (day: string) =>
      formatDay(dated({ phrase: `1 month after ${day}`, convention: 'inclusive' }).dueOn);
    expect([on('2025-01-31'), on('2025-01-28'), on('2025-03-01')]).toEqual([
      '2025-02-28',
      '2025-02-27',
      '2025-03-31',
    ]);
  });
});
