import fc from 'fast-check';
import { DateTime } from 'luxon';
import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay, weekday } from '../../../src/engine/calendar/epoch-day';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import type { Convention } from '../../../src/engine/counting/convention';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import { dateOf } from '../../../src/engine/date-of';
import type { Step } from '../../../src/engine/model/step';
import { tryCases } from '../../support/cases';
import { runs } from '../../support/runs';

const RUNS = runs(500, 33_000);

const day = fc.integer({
  min: parseDay('1990-01-01') as number,
  max: parseDay('2055-12-31') as number,
});
const zone = fc.constantFrom('Europe/Kyiv', 'America/New_York', 'UTC', 'Asia/Jerusalem');
const convention = fc.constantFrom(...CONVENTIONS.keys());
/** Clear days and short periods count another way back. */
const reversible = fc.constantFrom(
  ...[...CONVENTIONS.values()]
    .filter(({ clearDays, shortPeriodDays }) => !clearDays && shortPeriodDays === 0)
    .map(({ name }) => name),
);
const rigid = fc.constantFrom('agreement-d-plus-n', 'un-treaty-nth-day', 'inclusive', 'exclusive');

function answer(phrase: string, more: object = {}) {
  const found = dateOf({ phrase, ...more }, luxonZones);
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.answer;
}

const on = (phrase: string, more: object = {}): number => answer(phrase, more).dueOn;

/** What a step's rule gives again from its own operands. */
function replayed(step: Step, name: string): Partial<Step> {
  const { rule, from = 0, by = {} } = step;
  switch (rule) {
    case 'fixed-date':
      return step.to === undefined ? {} : { to: step.to };
    case 'exclude-trigger-day':
      return {
        to: from,
        by: { firstCounted: formatDay(from + (by.firstCounted === formatDay(from + 1) ? 1 : -1)) },
      };
    case 'include-trigger-day':
      return { to: from };
    case 'add-period': {
      const phrase = `${String(by.period)} ${String(by.direction)} ${formatDay(from)}`;
      return { to: on(phrase, { convention: name, roll: false }) };
    }
    case 'end-of-day':
      return { toAt: luxonZones.instantAt(from + 1, 0, String(by.zone)) };
    default:
      return {};
  }
}

/** Weekends and days off within a year of the anchors. */
const calendars = fc.record({
  weekend: fc.constantFrom([6, 7], [5, 6], [7], []),
  holidays: fc.uniqueArray(day.map(formatDay), { maxLength: 40 }),
});
const counts = { test: 20, usual: 3_000, torture: 300_000 };

describe('the laws of counting', () => {
  it('k and then m are k + m, in days and in working days, whatever the convention and calendar', () => {
    const units = fc.constantFrom('days', 'working days');
    const amount = fc.integer({ min: 6, max: 200 });
    const law = fc.property(
      fc.record({ from: day, k: amount, m: amount, unit: units, forwards: fc.boolean() }),
      convention,
      calendars,
      ({ from, k, m, unit, forwards }, name, off) => {
        const { excludesTriggerDay, clearDays } = CONVENTIONS.get(name) as Convention;
        // Clear days leave out a day at the end of each count back.
        const way = forwards || clearDays ? 'after' : 'before';
        const more = { convention: name, roll: false, ...off };
        const apart = on(`${m} ${unit} ${way} ${k} ${unit} ${way} ${formatDay(from)}`, more);
        // Counted inclusively, the day on which both meet is counted twice.
        const sum = excludesTriggerDay ? k + m : k + m - 1;
        expect(on(`${sum} ${unit} ${way} ${formatDay(from)}`, more)).toBe(apart);
      },
    );
    tryCases('k and then m', counts, law);
  });

  it('a later anchor never gives an earlier day, whatever the convention and calendar', () => {
    const phrases = fc.constantFrom('within % of', '% after', '% before', 'before % after');
    const units = fc.constantFrom('days', 'weeks', 'months', 'years', 'working days');
    const law = fc.property(
      fc.record({ from: day, later: fc.nat(40), amount: fc.nat(90), unit: units, phrase: phrases }),
      convention,
      calendars,
      fc.constantFrom({}, { roll: true }, { roll: false }),
      ({ from, later, amount, unit, phrase }, name, off, roll) => {
        const at = (anchor: number): number =>
          on(`${phrase.replace('%', `${amount} ${unit}`)} ${formatDay(anchor)}`, {
            convention: name,
            ...off,
            ...roll,
          });
        expect(at(from + later)).toBeGreaterThanOrEqual(at(from));
      },
    );
    tryCases('monotone in the anchor', counts, law);
  });

  it('backwards from forwards is where it began, in days, and in working days from one', () => {
    const law = fc.property(
      fc.record({ from: day, amount: fc.nat(400), working: fc.boolean() }),
      reversible,
      calendars,
      ({ from, amount, working }, name, off) => {
        const more = { convention: name, roll: false, ...off };
        const start = working ? on(`1 working day after ${formatDay(from - 7)}`, more) : from;
        const period = `${amount} ${working ? 'working days' : 'days'}`;
        const there = on(`${period} after ${formatDay(start)}`, more);
        expect(on(`${period} before ${formatDay(there)}`, more)).toBe(start);
      },
    );
    tryCases('backward of forward', counts, law);
  });

  it('a last day never stays on a day off where the convention rolls', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 90 }), convention, (from, amount, name) => {
        const rule = CONVENTIONS.get(name);
        if (rule?.rollForward !== 'following' || rule.rolls !== 'all') return;
        const last = on(`within ${amount} days of ${formatDay(from)}`, { convention: name });
        expect(weekday(last)).toBeLessThan(6);
        expect(last - from - amount).toBeLessThanOrEqual(3);
      }),
      { numRuns: RUNS },
    );
  });

  it('every step gives again what it gave, and the last of them the date', () => {
    fc.assert(
      fc.property(day, fc.nat(90), zone, rigid, (from, amount, where, name) => {
        const phrase = `within ${amount} days of ${formatDay(from)}`;
        const { derivation, dueAt } = answer(phrase, { zone: where, convention: name });
        for (const step of derivation) expect(step).toMatchObject(replayed(step, name));
        for (const [i, step] of derivation.entries()) {
          if (i > 0) expect(step.from).toBe(derivation[i - 1]?.to);
        }
        expect(derivation.at(-1)?.toAt).toBe(dueAt);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });
});

describe('working days', () => {
  const holidays = ['2025-12-25', '2025-12-26', '2026-01-01', '2026-04-06', '2026-05-01'];
  const calendar = buildCalendar({
    id: 'test',
    title: 'Test',
    version: '1',
    weekend: ['saturday', 'sunday'],
    covers: [{ from: '1980-01-01', to: '2070-12-31' }],
    holidays: Object.fromEntries(holidays.map((date) => [date, 'holiday'])),
    workdays: { '2026-05-09': 'moved' },
  });

  /** The same as people write it: one luxon day after another. */
  function naive(from: number, amount: number, sign: 1 | -1): string {
    let at = DateTime.fromISO(formatDay(from), { zone: 'utc' });
    for (let left = amount; left > 0; ) {
      at = at.plus({ days: sign });
      const date = at.toISODate() as string;
      const worked = date === '2026-05-09' || (at.weekday < 6 && !holidays.includes(date));
      if (worked) left--;
    }
    return at.toISODate() as string;
  }

  it('are those that luxon finds one by one, forwards and backwards', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20_300, max: 20_700 }),
        fc.nat(60),
        fc.boolean(),
        (from, amount, forwards) => {
          const way = forwards ? 'after' : 'before';
          const found = on(`${amount} working days ${way} ${formatDay(from)}`, { calendar });
          expect(formatDay(found)).toBe(naive(from, amount, forwards ? 1 : -1));
        },
      ),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('beyond the table are counted one by one', () => {
    const far = parseDay('2060-12-30') as number;
    expect(formatDay(calendar.add(far, 3))).toBe('2061-01-04');
    expect(calendar.between(far, far + 7)).toBe(5);
  });

  it('say the first day that the table does not speak for', () => {
    expect(
      calendar.uncovered(parseDay('2070-12-30') as number, parseDay('2071-01-02') as number),
    ).toBe(parseDay('2071-01-01'));
  });
});
