import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import {
  buildCalendar,
  combineCalendars,
  simpleCalendar,
  type WorkingCalendar,
} from '../../../src/engine/calendar/working-calendar';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import { dateOf } from '../../../src/engine/date-of';
import { runs } from '../../support/runs';

const RUNS = runs(4_000, 100_000);

const day = (text: string): number => parseDay(text) as number;
const FROM = day('2024-01-01');
const TO = day('2027-12-31');

const days = fc.uniqueArray(fc.integer({ min: FROM - 40, max: TO + 40 }), { maxLength: 60 });
const weekend = fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 4 });
const calendars = fc
  .tuple(weekend, days)
  .map(([off, holidays]) => ({ off, holidays, calendar: simpleCalendar(off, holidays) }));
const from = fc.integer({ min: FROM, max: TO });
const count = fc.integer({ min: 1, max: 300 });

/** Whether a day is worked, by the platform's own weekdays and a search through the list. */
function works(at: number, off: readonly number[], holidays: readonly number[]): boolean {
  const weekday = new Date(at * 86_400_000).getUTCDay() || 7;
  return !off.includes(weekday) && !holidays.includes(at);
}

/** A calendar that has been asked so much that it answers from its table. */
function warmed(calendar: WorkingCalendar): WorkingCalendar {
  calendar.between(day('1990-01-01'), day('2050-01-01'));
  return calendar;
}

describe('a working calendar', () => {
  it('adds and counts as a day-by-day loop does, with its table and without', () => {
    fc.assert(
      fc.property(
        calendars,
        from,
        count,
        fc.boolean(),
        fc.boolean(),
        (of, start, n, back, warm) => {
          const { off, holidays } = of;
          const calendar = warm ? warmed(of.calendar) : of.calendar;
          let at = start;
          for (let left = n; left > 0; ) {
            at += back ? -1 : 1;
            if (works(at, off, holidays)) left--;
          }
          expect(calendar.add(start, back ? -n : n)).toBe(at);
          expect(back ? calendar.between(at - 1, start - 1) : calendar.between(start, at)).toBe(n);
        },
      ),
      { numRuns: RUNS / 20 },
    );
  });

  it('adds k and then m as k + m, forwards and backwards', () => {
    fc.assert(
      fc.property(calendars, from, count, count, ({ calendar }, start, k, m) => {
        warmed(calendar);
        expect(calendar.add(calendar.add(start, k), m)).toBe(calendar.add(start, k + m));
        expect(calendar.add(calendar.add(start, -k), -m)).toBe(calendar.add(start, -k - m));
      }),
      { numRuns: RUNS / 40 },
    );
  });

  it('comes back to a working day, and never overtakes a later start', () => {
    fc.assert(
      fc.property(calendars, from, count, fc.nat(30), ({ calendar }, start, k, later) => {
        const first = calendar.add(start, 1);
        expect(calendar.add(calendar.add(first, k), -k)).toBe(first);
        expect(calendar.add(start + later, k)).toBeGreaterThanOrEqual(calendar.add(start, k));
      }),
      { numRuns: RUNS / 40 },
    );
  });

  it('of several works where all of them work, and is put together once', () => {
    fc.assert(
      fc.property(calendars, calendars, from, count, (one, other, start, n) => {
        if (new Set([...one.off, ...other.off]).size === 7) return;
        const both = combineCalendars([one.calendar, other.calendar]);
        const listed = simpleCalendar(
          [...one.off, ...other.off],
          [...one.holidays, ...other.holidays],
        );
        expect(both.add(start, n)).toBe(listed.add(start, n));
        expect(combineCalendars([one.calendar, other.calendar])).toBe(both);
      }),
      { numRuns: RUNS / 40 },
    );
  });

  it('names days off by its reasons, and the first day that it does not speak for', () => {
    const short = buildCalendar({
      id: 'short',
      title: 'Short',
      version: '1',
      weekend: ['sunday'],
      covers: [{ from: '2026-01-01', to: '2026-12-31' }],
      suspended: [{ from: '2026-06-01', to: '2026-06-30', title: 'Martial law' }],
      holidays: { '2026-05-01': 'Labour Day', '2026-06-01': 'Suspended' },
      workdays: { '2026-05-03': 'worked for 1 May' },
    });
    const reasons = ['2026-05-01', '2026-05-03', '2026-05-10', '2026-06-01'].map((text) =>
      short.reason(day(text)),
    );
    expect(reasons).toEqual(['Labour Day', undefined, 'weekend', undefined]);
    const both = combineCalendars([short, simpleCalendar([6], [])]);
    expect(both.uncovered(day('2026-12-30'), day('2027-01-02'))).toBe(day('2027-01-01'));
    expect(both.uncovered(day('2026-12-30'), day('2026-12-31'))).toBeUndefined();
  });
});

describe('conventions that roll', () => {
  /** The rule as a person applies it: look at the day, and go on one by one. */
  function byHand(name: string, start: number, n: number, sign: 1 | -1, off: readonly number[]) {
    const free = (at: number): boolean => !works(at, [6, 7], off);
    const { rollForward, rollBackward, minimumWorkingDays } = CONVENTIONS.get(name) ?? {};
    let at = start + sign * n;
    const way = sign === 1 ? rollForward : rollBackward;
    const step = way === 'following' ? 1 : way === 'preceding' ? -1 : 0;
    if (step !== 0) while (free(at)) at += step;
    const worked = (): number => {
      let found = 0;
      for (let one = start + sign; sign * (at - one) >= 0; one += sign) if (!free(one)) found++;
      return found;
    };
    const least = n >= 2 ? (minimumWorkingDays ?? 0) : 0;
    while (worked() < least) at += sign;
    return at;
  }

  it('give the day that one finds by looking at each day', () => {
    const names = [...CONVENTIONS.values()]
      .filter((one) => one.rollForward === 'following' && one.rolls === 'all')
      .map(({ name }) => name);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        from,
        fc.integer({ min: 1, max: 40 }),
        days,
        fc.boolean(),
        (name, start, n, off, back) => {
          const phrase = `${n} days ${back ? 'before' : 'after'} ${formatDay(start)}`;
          const holidays = off.map(formatDay);
          const found = dateOf({ phrase, convention: name, holidays }, luxonZones);
          expect(found.ok && found.answer.dueOn).toBe(byHand(name, start, n, back ? -1 : 1, off));
        },
      ),
      { numRuns: RUNS / 10 },
    );
  });
});
