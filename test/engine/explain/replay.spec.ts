import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import { buildCalendar } from '../../../src/engine/calendar/working-calendar';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import { dateOf } from '../../../src/engine/date-of';
import type { Step } from '../../../src/engine/model/step';
import { replay } from '../../support/replay';
import { runs } from '../../support/runs';

const RUNS = runs(700, 100_000);

const calendar = buildCalendar({
  id: 'test',
  title: 'Test',
  version: '1',
  weekend: ['saturday', 'sunday'],
  covers: [{ from: '1990-01-01', to: '2055-12-31' }],
  holidays: { '2025-12-25': 'Christmas', '2026-01-01': 'New Year', '2026-04-06': 'Easter Monday' },
  workdays: { '2026-05-09': 'moved' },
});

const day = fc
  .integer({ min: parseDay('2025-10-01') as number, max: parseDay('2026-11-30') as number })
  .map(formatDay);
const clock = fc.constantFrom('00:00', '02:30', '03:30', '10:20', '23:59');
const amount = fc.integer({ min: 1, max: 40 });
const unit = fc.constantFrom(
  'days',
  'weeks',
  'months',
  'quarters',
  'years',
  'working days',
  'hours',
);
const period = fc.oneof(
  fc.tuple(amount, unit).map(([n, name]) => `${n} ${name}`),
  fc.tuple(amount, amount).map(([m, d]) => `${m} months and ${d} days`),
  fc.tuple(amount, amount).map(([d, h]) => `${d} days and ${h} hours`),
  amount.map((d) => `exactly ${d} days`),
);
const simple = fc.oneof(
  day,
  fc.tuple(clock, day).map(([time, on]) => `at ${time} on ${on}`),
  fc.tuple(fc.integer({ min: 1, max: 40 }), day).map(([n, of]) => `day ${n} of ${of}`),
  day.map((of) => `last day of the month of ${of}`),
  fc.tuple(amount, day).map(([n, of]) => `first day of the ${n}th week after ${of}`),
);
const way = fc.constantFrom('after', 'before');
const anchor = fc.oneof(
  simple,
  fc.tuple(period, way, simple).map(([much, to, of]) => `${much} ${to} ${of}`),
  fc.tuple(day, day).map(([a, b]) => `later of (${a} and 10 days after ${b})`),
);
const phrase = fc.oneof(
  fc.tuple(period, anchor).map(([much, of]) => `within ${much} of ${of}`),
  fc.tuple(period, way, anchor).map(([much, to, of]) => `${much} ${to} ${of}`),
  fc.tuple(period, anchor).map(([much, of]) => `before ${much} after ${of}`),
  day.map((of) => `by ${of}`),
);

describe('replaying the steps of a derivation', () => {
  it('gives the day and the instant, whatever the phrase, the convention and the zone', () => {
    let counted = 0;
    fc.assert(
      fc.property(
        phrase,
        fc.constantFrom(...CONVENTIONS.values()),
        fc.constantFrom('Europe/Kyiv', 'America/New_York', 'UTC'),
        fc.boolean(),
        (text, convention, zone, roll) => {
          const rolls = roll && convention.rolls === 'office-acts' ? { roll } : {};
          const question = { phrase: text, convention: convention.name, zone, calendar, ...rolls };
          const found = dateOf(question, luxonZones);
          // "first day of the 1th week", and phrases that the language refuses.
          if (!found.ok) return;
          counted++;
          const { derivation, dueOn, dueAt } = found.answer;
          const context = { zones: luxonZones, zone, convention, calendar };
          expect(replay(blind(derivation), context)).toEqual({ day: dueOn, at: dueAt });
        },
      ),
      { numRuns: RUNS },
    );
    expect(counted).toBeGreaterThan(RUNS / 2);
  });

  it('says that a roll needs its calendar', () => {
    const convention = CONVENTIONS.get('coe-1972');
    const found = dateOf(
      { phrase: 'within 2 days of 2026-01-08', convention: 'coe-1972' },
      luxonZones,
    );
    if (!found.ok || convention === undefined) throw new Error('no date');
    const context = { zones: luxonZones, zone: 'UTC', convention };
    expect(() => replay(found.answer.derivation, context)).toThrow(RangeError);
    expect(replay([], context)).toBeUndefined();
  });
});

/** Without what the computing steps came to, so that nothing can be copied from them. */
function blind(steps: readonly Step[]): Step[] {
  const given = new Set(['fixed-date', 'anchor']);
  return steps.map((step) => {
    if (given.has(step.rule)) return step;
    const { from: _, fromAt: __, to: ___, toAt: ____, ...rest } = step;
    return rest;
  });
}
