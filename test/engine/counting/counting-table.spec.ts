import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import {
  buildCalendar,
  firstUncovered,
  simpleCalendar,
} from '../../../src/engine/calendar/working-calendar';
import { countsTime } from '../../../src/engine/counting/arithmetic';
import type { Convention } from '../../../src/engine/counting/convention';
import { CONVENTIONS, DEFAULT_CONVENTION } from '../../../src/engine/counting/conventions';
import { countDays, countsWorking } from '../../../src/engine/counting/count';
import { atClockTime, shiftInstant } from '../../../src/engine/counting/hours';
import { rollDay, rollInstant } from '../../../src/engine/counting/roll-day';
import type { Period } from '../../../src/engine/model/period';
import { parseGrace } from '../../../src/engine/phrase/parse';

const day = (text: string): number => parseDay(text) as number;
const iso = (instant: number): string =>
  new Date(instant).toISOString().replace(/(:00)?\.000Z$/, 'Z');
const KYIV = 'Europe/Kyiv';

function period(text: string): Period {
  const found = parseGrace(text);
  if (!found.ok) throw new Error(text);
  return found.tree;
}

const convention = (otherwise: Partial<Convention> = {}): Convention => ({
  ...(CONVENTIONS.get(DEFAULT_CONVENTION) as Convention),
  ...otherwise,
});

/** January 2026 begins on a Thursday; Monday the 12th is off. It speaks for that month alone. */
const january = buildCalendar({
  id: 'january',
  title: 'January',
  version: '1',
  weekend: ['Saturday', 'Sunday'],
  covers: [{ from: '2026-01-01', to: '2026-01-31' }],
  holidays: { '2026-01-12': 'Holiday' },
});

const CLEAR = { clearDays: true };
const FIRST_DAY = { excludesTriggerDay: false };
const SHORT = { shortPeriodDays: 5 };

describe('days counted', () => {
  type Row = [string, 1 | -1, string, Partial<Convention>, 'start' | 'end', string];
  it.each<Row>([
    ['0 days', 1, '2026-01-05', {}, 'end', '2026-01-05'],
    ['1 day', 1, '2026-01-05', {}, 'end', '2026-01-06'],
    ['1 day', -1, '2026-01-05', {}, 'end', '2026-01-04'],
    ['2 weeks', 1, '2026-01-05', {}, 'end', '2026-01-19'],
    ['1 month and 15 days', 1, '2026-01-05', {}, 'end', '2026-02-20'],
    ['1 month and 15 days', -1, '2026-01-05', {}, 'end', '2025-11-20'],
    ['24 hours', 1, '2026-01-05', {}, 'end', '2026-01-05'],
    // A month too short for the date.
    ['1 month', 1, '2026-01-31', {}, 'end', '2026-02-28 clamped'],
    ['1 month', 1, '2026-01-31', { monthEnd: 'round-up' }, 'end', '2026-03-01 clamped'],
    // The day of the event as the first.
    ['0 days', 1, '2026-01-05', FIRST_DAY, 'end', '2026-01-05'],
    ['24 hours', 1, '2026-01-05', FIRST_DAY, 'end', '2026-01-05'],
    ['3 days', 1, '2026-01-05', FIRST_DAY, 'end', '2026-01-07'],
    ['3 days', -1, '2026-01-05', FIRST_DAY, 'end', '2026-01-03'],
    ['1 month', 1, '2026-01-05', FIRST_DAY, 'end', '2026-02-04'],
    ['1 month', -1, '2026-02-05', FIRST_DAY, 'end', '2026-01-06'],
    ['1 month', 1, '2026-01-31', FIRST_DAY, 'end', '2026-02-28 clamped'],
    ['1 month', 1, '2026-02-01', FIRST_DAY, 'end', '2026-02-28'],
    [
      '1 month',
      1,
      '2026-01-31',
      { ...FIRST_DAY, monthEnd: 'round-up' },
      'end',
      '2026-02-28 clamped',
    ],
    // Back from the end of March the month is March.
    ['1 month', -1, '2026-03-28', FIRST_DAY, 'end', '2026-03-01'],
    ['1 month', -1, '2026-03-29', FIRST_DAY, 'end', '2026-03-01 clamped'],
    ['1 month', -1, '2026-03-31', FIRST_DAY, 'end', '2026-03-01 clamped'],
    ['1 month', -1, '2026-04-01', FIRST_DAY, 'end', '2026-03-02'],
    ['1 month and 3 days', -1, '2026-03-31', FIRST_DAY, 'end', '2026-02-26 clamped'],
    ['1 working day', 1, '2026-01-05', FIRST_DAY, 'end', '2026-01-05'],
    // Clear days: neither end, backwards and for what may not happen before.
    ['3 days', 1, '2026-01-05', CLEAR, 'end', '2026-01-08'],
    ['3 days', 1, '2026-01-05', CLEAR, 'start', '2026-01-09'],
    ['3 days', -1, '2026-01-20', CLEAR, 'end', '2026-01-16'],
    ['3 days', -1, '2026-01-20', CLEAR, 'start', '2026-01-16'],
    ['3 days', 1, '2026-01-05', {}, 'start', '2026-01-08'],
    ['0 days', 1, '2026-01-05', CLEAR, 'start', '2026-01-05'],
    ['1 month', 1, '2026-01-05', CLEAR, 'start', '2026-02-05'],
    ['1 month', -1, '2026-02-05', CLEAR, 'start', '2026-01-05'],
    ['1 month and 2 days', 1, '2026-01-05', CLEAR, 'start', '2026-02-07'],
    ['1 week', -1, '2026-01-20', CLEAR, 'end', '2026-01-13'],
    ['2 working days', -1, '2026-01-20', CLEAR, 'end', '2026-01-15'],
    ['2 working days and 1 day', -1, '2026-01-20', CLEAR, 'end', '2026-01-14'],
  ])('%s, %d from %s, by %j to the %s: %s', (text, sign, from, otherwise, edge, expected) => {
    const calendar = text.includes('working') ? january : undefined;
    const rule = convention(otherwise);
    const found = countDays(day(from), period(text), sign, rule, calendar, edge);
    const told =
      typeof found === 'string' ? found : formatDay(found.day) + (found.clamped ? ' clamped' : '');
    expect(told).toBe(expected);
  });

  it.each([...CONVENTIONS.values(), convention({ ...FIRST_DAY, monthEnd: 'round-up' })])(
    'months from a later day never lead to an earlier one: $name',
    (rule) => {
      const [first, last] = [day('2027-01-01'), day('2030-12-31')];
      const back: string[] = [];
      for (let n = 1; n <= 13; n++) {
        const months = period(`${n} months`);
        for (const sign of [1, -1] as const) {
          const lead = (from: number): number => {
            const found = countDays(from, months, sign, rule, undefined, 'end');
            return typeof found === 'string' ? Number.NaN : found.day;
          };
          for (let from = first; from < last; from++) {
            if (lead(from + 1) >= lead(from)) continue;
            back.push(`${n} months ${sign === 1 ? 'after' : 'before'} ${formatDay(from)}`);
          }
        }
      }
      expect(back).toEqual([]);
    },
  );
});

describe('working days counted', () => {
  const rested = (skipped: readonly string[], weekends = 0) => ({ skipped, weekends });
  const sat = (first: string, second: string) => [`${first} weekend`, `${second} weekend`];
  const GAP = { gap: { open: 'calendar january for 2026-02-01', bound: 'earliest' } };
  it.each<[string, 1 | -1, string, object, string, object, object]>([
    ['1 working day', 1, '2026-01-05', {}, '2026-01-06', {}, rested([])],
    [
      '1 working day',
      1,
      '2026-01-09',
      {},
      '2026-01-13',
      {},
      rested([...sat('2026-01-10', '2026-01-11'), '2026-01-12 Holiday']),
    ],
    [
      '1 working day',
      -1,
      '2026-01-13',
      {},
      '2026-01-09',
      {},
      rested([...sat('2026-01-10', '2026-01-11'), '2026-01-12 Holiday']),
    ],
    [
      '1 working day',
      1,
      '2026-01-30',
      {},
      '2026-02-02',
      GAP,
      rested(sat('2026-01-31', '2026-02-01')),
    ],
    ['1 working day', 1, '2026-01-29', {}, '2026-01-30', {}, rested([])],
    [
      '1 working day',
      -1,
      '2026-02-02',
      {},
      '2026-01-30',
      { gap: { open: 'calendar january for 2026-02-01', bound: 'latest' } },
      rested(sat('2026-01-31', '2026-02-01')),
    ],
    ['1 working day', -1, '2026-02-01', {}, '2026-01-30', {}, rested(['2026-01-31 weekend'])],
    // Where it began itself is not passed over, nor asked of the calendar.
    ['1 working day', 1, '2025-12-31', {}, '2026-01-01', {}, rested([])],
    ['1 working day', 1, '2026-01-03', {}, '2026-01-05', {}, rested(['2026-01-04 weekend'])],
    // Longer units first.
    ['1 week and 1 working day', 1, '2026-01-05', {}, '2026-01-13', {}, rested([])],
    ['1 week and 0 working days', 1, '2026-01-30', {}, '2026-02-06', {}, rested([])],
    // More weekends than anybody wants named.
    [
      '22 working days',
      1,
      '2025-12-31',
      {},
      '2026-02-02',
      GAP,
      rested(
        [
          '2026-01-03',
          '2026-01-04',
          '2026-01-10',
          '2026-01-11',
          '2026-01-12',
          '2026-01-17',
          '2026-01-18',
          '2026-01-24',
          '2026-01-25',
          '2026-01-31',
          '2026-02-01',
        ].map((one) => `${one} ${one === '2026-01-12' ? 'Holiday' : 'weekend'}`),
      ),
    ],
    ['27 working days', 1, '2025-12-31', {}, '2026-02-09', GAP, rested(['2026-01-12 Holiday'], 12)],
    // A short period by itself counts working days only.
    ['5 days', 1, '2026-01-13', SHORT, '2026-01-20', {}, rested(sat('2026-01-17', '2026-01-18'))],
    ['6 days', 1, '2026-01-13', SHORT, '2026-01-19', {}, rested([])],
    ['0 days', 1, '2026-01-10', SHORT, '2026-01-10', {}, rested([])],
    ['2 days and 1 working day', 1, '2026-01-13', SHORT, '2026-01-16', {}, rested([])],
  ])('%s, %d from %s, by %j: %s', (text, sign, from, otherwise, to, gap, skipped) => {
    const rule = convention(otherwise);
    const found = countDays(day(from), period(text), sign, rule, january, 'end');
    if (typeof found === 'string') throw new Error(found);
    const { skipped: rests, ...rest } = found;
    expect({ ...rest, day: formatDay(found.day) }).toStrictEqual({
      day: to,
      clamped: false,
      ...gap,
    });
    expect(rests()).toEqual(skipped);
  });

  it('needs a calendar only where it says working days or is short', () => {
    const needs = (text: string) => countsWorking(period(text), convention(SHORT));
    const asked = ['1 working day', '1 day', '5 days', '6 days', '0 days', '1 month and 2 days'];
    expect([...asked, '1 day and 2 hours', '2 hours'].filter(needs)).toEqual(asked.slice(0, 3));
    expect(countsWorking(period('1 day'), convention())).toBe(false);
  });

  it('counts time only where it says hours or minutes', () => {
    const asked = ['2 hours', '1 day and 30 minutes', '1 day', '3 working days'];
    expect(asked.filter((text) => countsTime(period(text)))).toEqual(asked.slice(0, 2));
  });

  it('passes nothing over without a calendar', () => {
    const found = countDays(day('2026-01-09'), period('3 days'), 1, convention(), undefined, 'end');
    expect(typeof found !== 'string' && found.skipped()).toEqual(rested([]));
  });

  it('names what a calendar does not speak for', () => {
    const gap = (from: string, to: string) => firstUncovered(january, day(from), day(to));
    expect(gap('2026-01-31', '2026-02-02')).toEqual({
      open: 'calendar january for 2026-02-01',
      bound: 'earliest',
    });
    expect(gap('2025-12-31', '2026-01-02')).toMatchObject({
      open: 'calendar january for 2025-12-31',
    });
    expect(gap('2026-01-01', '2026-01-31')).toBeUndefined();
  });
});

describe('a last day that rolls', () => {
  const NEXT = { rollForward: 'following' } as const;
  const BOTH = { rollForward: 'following', rollBackward: 'preceding' } as const;
  const LEAST = { minimumWorkingDays: 2 };
  it.each<[string, string, 1 | -1, string, Partial<Convention>, string]>([
    ['2026-01-10', '2026-01-05', 1, '5 days', {}, '2026-01-10'],
    ['2026-01-10', '2026-01-05', 1, '5 days', NEXT, '2026-01-13'],
    ['2026-01-09', '2026-01-05', 1, '4 days', NEXT, '2026-01-09'],
    ['2026-01-10', '2026-01-15', -1, '5 days', NEXT, '2026-01-10'],
    ['2026-01-10', '2026-01-15', -1, '5 days', BOTH, '2026-01-09'],
    ['2026-01-10', '2026-01-15', -1, '5 days', { rollBackward: 'following' }, '2026-01-13'],
    // At least two working days in a period of two days or more.
    ['2026-01-11', '2026-01-09', 1, '2 days', LEAST, '2026-01-14'],
    ['2026-01-10', '2026-01-09', 1, '1 day', LEAST, '2026-01-10'],
    ['2026-01-11', '2026-01-09', 1, '2 working days', LEAST, '2026-01-11'],
    ['2026-01-11', '2026-01-09', 1, '0 working days and 2 days', LEAST, '2026-01-14'],
    ['2026-01-11', '2026-01-09', 1, '2 days and 1 working day', LEAST, '2026-01-11'],
    ['2026-01-12', '2026-01-09', 1, '1 month', LEAST, '2026-01-14'],
    ['2026-01-07', '2026-01-05', 1, '2 days', LEAST, '2026-01-07'],
    ['2026-01-10', '2026-01-13', -1, '3 days', LEAST, '2026-01-08'],
    ['2026-01-08', '2026-01-13', -1, '5 days', LEAST, '2026-01-08'],
    ['2026-01-09', '2026-01-13', -1, '4 days', LEAST, '2026-01-08'],
    // The day of the event is one of them where it counts.
    ['2026-01-10', '2026-01-09', 1, '2 days', { ...LEAST, ...FIRST_DAY }, '2026-01-13'],
    ['2026-01-12', '2026-01-13', -1, '2 days', { ...LEAST, ...FIRST_DAY }, '2026-01-09'],
  ])('%s, from %s by %d times %s under %j: %s', (end, of, sign, text, otherwise, expected) => {
    const rule = convention(otherwise);
    const found = rollDay(day(end), day(of), period(text), sign, rule, january);
    expect(formatDay(found)).toBe(expected);
  });

  it.each<[string, 1 | -1, Partial<Convention>, string]>([
    ['2026-01-10T10:00Z', 1, NEXT, '2026-01-13 2026-01-13T10:00Z'],
    ['2026-01-10T10:00Z', -1, NEXT, '2026-01-10 2026-01-10T10:00Z'],
    ['2026-01-10T10:00Z', -1, BOTH, '2026-01-09 2026-01-09T10:00Z'],
    ['2026-01-09T10:00Z', 1, NEXT, '2026-01-09 2026-01-09T10:00Z'],
    // Midnight ends the day before it.
    ['2026-01-10T22:00Z', 1, NEXT, '2026-01-13 2026-01-13T22:00Z'],
    ['2026-01-09T22:00Z', 1, NEXT, '2026-01-09 2026-01-09T22:00Z'],
  ])('%s, %d under %j: %s', (text, sign, otherwise, expected) => {
    const at = Date.parse(text);
    const end = luxonZones.localOf(at - 1, KYIV).day;
    const rule = convention(otherwise);
    const found = rollInstant(end, at, sign, rule, january, KYIV, luxonZones);
    expect(`${formatDay(found.day)} ${iso(found.at)}`).toBe(expected);
  });
});

describe('an instant that need not roll', () => {
  it('stays where it is, in the second of a repeated hour, too', () => {
    const at = Date.parse('2026-10-25T01:30Z');
    const rule = convention({ rollForward: 'following' });
    const sunday = day('2026-10-25');
    const found = rollInstant(sunday, at, 1, rule, simpleCalendar([6]), KYIV, luxonZones);
    expect(found).toEqual({ day: sunday, at });
  });
});

describe('an instant moved', () => {
  const FULL_HOUR = { hoursFrom: 'next-full-hour' } as const;
  type Row = [string, string | undefined, string, 1 | -1, 'start' | 'end', object, string];
  it.each<Row>([
    ['24 hours', '2026-01-05T10:30Z', '2026-01-05', 1, 'end', {}, '2026-01-06 2026-01-06T10:30Z'],
    ['24 hours', '2026-01-05T10:30Z', '2026-01-05', -1, 'end', {}, '2026-01-04 2026-01-04T10:30Z'],
    ['90 minutes', '2026-01-05T10:30Z', '2026-01-05', 1, 'end', {}, '2026-01-05 2026-01-05T12:00Z'],
    // From the end of a day, or from its beginning.
    ['24 hours', undefined, '2026-01-05', 1, 'end', {}, '2026-01-06 2026-01-06T22:00Z'],
    ['24 hours', undefined, '2026-01-05', 1, 'start', {}, '2026-01-06 2026-01-05T22:00Z'],
    ['24 hours', undefined, '2026-01-05', -1, 'end', {}, '2026-01-04 2026-01-04T22:00Z'],
    // From the next full hour, or back from the one before.
    [
      '2 hours',
      '2026-01-05T10:30Z',
      '2026-01-05',
      1,
      'end',
      FULL_HOUR,
      '2026-01-05 2026-01-05T13:00Z',
    ],
    [
      '2 hours',
      '2026-01-05T10:30Z',
      '2026-01-05',
      -1,
      'end',
      FULL_HOUR,
      '2026-01-05 2026-01-05T08:00Z',
    ],
    [
      '2 hours',
      '2026-01-05T10:00Z',
      '2026-01-05',
      1,
      'end',
      FULL_HOUR,
      '2026-01-05 2026-01-05T13:00Z',
    ],
    [
      '1 day',
      '2026-01-05T10:30Z',
      '2026-01-06',
      1,
      'end',
      FULL_HOUR,
      '2026-01-06 2026-01-06T10:30Z',
    ],
    // The second of a repeated hour stays the second.
    ['24 hours', '2026-10-25T01:30Z', '2026-10-25', 1, 'end', {}, '2026-10-26 2026-10-26T01:30Z'],
    // Longer units keep the clock through its changes; hours come after them.
    ['1 day', '2026-03-28T10:30Z', '2026-03-29', 1, 'end', {}, '2026-03-29 2026-03-29T09:30Z'],
    ['24 hours', '2026-03-28T10:30Z', '2026-03-28', 1, 'end', {}, '2026-03-29 2026-03-29T10:30Z'],
    [
      '1 day and 2 hours',
      '2026-03-28T10:30Z',
      '2026-03-29',
      1,
      'end',
      {},
      '2026-03-29 2026-03-29T11:30Z',
    ],
    [
      '1 day and 2 hours',
      '2026-03-30T10:30Z',
      '2026-03-29',
      -1,
      'end',
      {},
      '2026-03-29 2026-03-29T08:30Z',
    ],
    ['1 month', '2026-03-28T10:30Z', '2026-04-28', 1, 'end', {}, '2026-04-28 2026-04-28T09:30Z'],
    [
      '1 working day',
      '2026-03-27T10:30Z',
      '2026-03-30',
      1,
      'end',
      {},
      '2026-03-30 2026-03-30T09:30Z',
    ],
    // Midnight ends the day before it as a deadline, and begins its own as a start.
    ['12 hours', '2026-01-05T10:00Z', '2026-01-05', 1, 'end', {}, '2026-01-05 2026-01-05T22:00Z'],
    ['12 hours', '2026-01-05T10:00Z', '2026-01-05', 1, 'start', {}, '2026-01-06 2026-01-05T22:00Z'],
    // An instant that is of another day than its anchor's keeps that distance.
    ['1 day', '2026-01-05T22:00Z', '2026-01-06', 1, 'end', {}, '2026-01-06 2026-01-06T22:00Z'],
  ])(
    '%s from %s, by days to %s, %d, %s, under %j: %s',
    (text, at, to, sign, edge, more, expected) => {
      const instant = at === undefined ? undefined : Date.parse(at);
      const by = { convention: convention(more), zone: KYIV, zones: luxonZones };
      // The last row's deadline at midnight belongs to the day before.
      const own = instant === undefined ? day(to) : luxonZones.localOf(instant - 1, KYIV).day;
      const found = shiftInstant(own, instant, day(to), period(text), sign, edge, by);
      expect(`${formatDay(found.day)} ${iso(found.instant)}`).toBe(expected);
    },
  );

  it('says from where it counted the hours', () => {
    const by = { convention: convention(FULL_HOUR), zone: KYIV, zones: luxonZones };
    const base = (text: string) => {
      const at = Date.parse('2026-01-05T10:30Z');
      const of = day('2026-01-05');
      return iso(shiftInstant(of, at, of, period(text), 1, 'end', by).base);
    };
    expect([base('2 hours'), base('1 day')]).toEqual(['2026-01-05T11:00Z', '2026-01-05T10:30Z']);
  });
});

describe('the same clock on another day', () => {
  const at = (hours: number, minutes: number, ms = 0) => (hours * 60 + minutes) * 60_000 + ms;
  it.each<[string, string, number, string, string]>([
    ['a usual time', '2026-01-05', at(10, 30), KYIV, '2026-01-05T08:30Z'],
    ['with its seconds', '2026-01-05', at(10, 30, 12_345), KYIV, '2026-01-05T08:30:12.345Z'],
    ['of a repeated time the earlier', '2026-10-25', at(3, 30), KYIV, '2026-10-25T00:30Z'],
    ['a skipped time', '2026-03-29', at(3, 30), KYIV, '2026-03-29T01:30Z'],
    ['the first skipped minute', '2026-03-29', at(3, 0), KYIV, '2026-03-29T01:00Z'],
    [
      'a skipped time with its seconds',
      '2026-03-29',
      at(3, 30, 500),
      KYIV,
      '2026-03-29T01:30:00.500Z',
    ],
    ['just before the gap', '2026-03-29', at(2, 59), KYIV, '2026-03-29T00:59Z'],
    ['just after the gap', '2026-03-29', at(4, 0), KYIV, '2026-03-29T01:00Z'],
    ['soon after the gap', '2026-03-29', at(4, 0, 9_000), KYIV, '2026-03-29T01:00:09Z'],
    [
      'a midnight that is skipped',
      '2018-11-04',
      at(0, 30),
      'America/Sao_Paulo',
      '2018-11-04T03:30Z',
    ],
    ['a day that is skipped', '2011-12-30', at(12, 0), 'Pacific/Apia', '2011-12-30T22:00Z'],
    ['a day that is skipped, its midnight', '2011-12-30', 0, 'Pacific/Apia', '2011-12-30T10:00Z'],
  ])('%s', (_name, on, millisecond, zone, expected) => {
    expect(iso(atClockTime(day(on), millisecond, zone, luxonZones))).toBe(expected);
  });
});
