import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Temporal } from 'temporal-polyfill';
import { luxonZones } from '../../../src/base/zones';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { type DateQuestion, dateOf } from '../../../src/engine/date-of';
import { tryCases } from '../../support/cases';

/** What it takes to count as people do by hand, one library's calendar at a time. Days are YYYY-MM-DD. */
interface Calendar {
  add(day: string, amounts: Amounts): string;
  weekday(day: string): number;
  localDay(instant: number, zone: string): string;
}

type Amounts = Partial<Record<'years' | 'months' | 'weeks' | 'days', number>>;

const byLuxon: Calendar = {
  add: (day, amounts) => at(day).plus(amounts).toISODate() as string,
  weekday: (day) => at(day).weekday,
  localDay: (instant, zone) => DateTime.fromMillis(instant, { zone }).toISODate() as string,
};

const at = (day: string) => DateTime.fromISO(day, { zone: 'utc' });

const byTemporal: Calendar = {
  add: (day, amounts) => Temporal.PlainDate.from(day).add(amounts).toString(),
  weekday: (day) => Temporal.PlainDate.from(day).dayOfWeek,
  localDay: (instant, zone) =>
    Temporal.Instant.fromEpochMilliseconds(instant)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString(),
};

const beginningOf = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;

/** A question, and how its answer is counted by hand with a calendar of another hand. */
interface Case {
  question: DateQuestion & { zone: string };
  expected(calendar: Calendar): string;
  /** The exact instant, where it is not the midnight that ends the day. */
  instant?: number;
}

const day = fc.integer({ min: -25_567, max: 47_000 }).map(formatDay);
const zone = fc.constantFrom(
  'Europe/Kyiv',
  'America/New_York',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
);
const instant = fc.integer({ min: -36_800_000, max: 67_680_000 }).map((minute) => minute * 60_000);
const UNITS = ['year', 'month', 'week', 'day'] as const;
/** One unit, or a longer one and a shorter one. */
const parts = fc
  .tuple(fc.subarray([...UNITS], { minLength: 1, maxLength: 2 }), fc.nat(900), fc.nat(99))
  .map(([units, first, second]) =>
    units.map((unit, i) => [i === 0 ? first : second, unit] as const),
  );

const said = (period: readonly (readonly [number, string])[]): string =>
  period.map(([amount, unit]) => `${amount} ${unit}s`).join(' and ');
const amountsOf = (period: readonly (readonly [number, string])[], sign: number): Amounts =>
  Object.fromEntries(period.map(([amount, unit]) => [`${unit}s`, sign * amount]));

/** Periods from days, said in every way: through the day, or strictly before it. */
const civil = fc
  .tuple(day, parts, zone, fc.constantFrom('by', 'on', 'before', 'within'), fc.boolean())
  .map(([from, period, where, relation, forwards]): Case => {
    const way = forwards ? 'after' : 'before';
    const within = relation === 'within';
    const phrase = within
      ? `within ${said(period)} of ${from}`
      : `${relation} ${said(period)} ${way} ${from}`;
    return {
      question: { phrase, zone: where },
      expected(calendar) {
        const there = calendar.add(from, amountsOf(period, forwards || within ? 1 : -1));
        return relation === 'before' ? calendar.add(there, { days: -1 }) : there;
      },
    };
  });

/** Periods from an instant, whose day is the zone's. */
const fromInstant = fc.tuple(instant, parts, zone).map(
  ([from, period, where]): Case => ({
    question: { phrase: `within ${said(period)} of ${iso(from)}`, zone: where },
    expected: (calendar) => calendar.add(calendar.localDay(from, where), amountsOf(period, 1)),
  }),
);

const iso = (value: number): string => new Date(value).toISOString().replace('.000Z', 'Z');

/** Hours run on, whatever the clocks on the wall do. */
const hours = fc.tuple(instant, fc.nat(9_999), zone).map(([from, amount, where]): Case => {
  const end = from + amount * 3_600_000;
  return {
    question: { phrase: `within ${amount} hours of ${iso(from)}`, zone: where },
    // The instant at midnight ends the day before it.
    expected: (calendar) => calendar.localDay(end - 1, where),
    instant: end,
  };
});

/** Weekends of one country or another and some days off within a year of the anchor. */
const daysOff = fc.record({
  weekend: fc.constantFrom([6, 7], [5, 6], [7], []),
  away: fc.uniqueArray(fc.integer({ min: -200, max: 200 }), { maxLength: 12 }),
});

const isOff = (
  one: string,
  weekend: readonly number[],
  holidays: readonly string[],
  by: Calendar,
) => weekend.includes(by.weekday(one)) || holidays.includes(one);

const working = fc
  .tuple(day, fc.integer({ min: 1, max: 30 }), fc.boolean(), daysOff, zone)
  .map(([from, amount, forwards, { weekend, away }, where]): Case => {
    const holidays = away.map((days) => byTemporal.add(from, { days }));
    const phrase = `${amount} working days ${forwards ? 'after' : 'before'} ${from}`;
    return {
      question: { phrase, zone: where, weekend, holidays },
      expected(calendar) {
        let one = from;
        for (let left = amount; left > 0; ) {
          one = calendar.add(one, { days: forwards ? 1 : -1 });
          if (!isOff(one, weekend, holidays, calendar)) left--;
        }
        return one;
      },
    };
  });

/** A last day off work gives way to the next that is not; in one rule, counting back, to the one before. */
const rolled = fc
  .tuple(
    day,
    fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom(...UNITS)),
    fc.constantFrom('coe-1972', 'bgb-187', 'ua-cc-253', 'ru-cc-191', 'uncitral-2', 'frcp-6a'),
    daysOff,
    fc.boolean(),
  )
  .map(([from, part, convention, { weekend, away }, backwards]): Case => {
    const back = backwards && convention === 'frcp-6a';
    const sign = back ? -1 : 1;
    const end = byTemporal.add(from, amountsOf([part], sign));
    const holidays = away.map((days) => byTemporal.add(end, { days: days % 8 }));
    const phrase = back ? `by ${said([part])} before ${from}` : `within ${said([part])} of ${from}`;
    return {
      question: { phrase, zone: 'UTC', convention, weekend, holidays },
      expected(calendar) {
        let one = calendar.add(from, amountsOf([part], sign));
        while (isOff(one, weekend, holidays, calendar)) one = calendar.add(one, { days: sign });
        return one;
      },
    };
  });

const anyCase = fc.oneof(
  { arbitrary: civil, weight: 8 },
  { arbitrary: fromInstant, weight: 3 },
  { arbitrary: hours, weight: 3 },
  { arbitrary: working, weight: 1 },
  { arbitrary: rolled, weight: 2 },
);

describe('against independent calendars', () => {
  it('every count is luxon’s day and Temporal’s, and late from Temporal’s midnight or instant', () => {
    tryCases(
      'dates against luxon and Temporal',
      { test: 19, usual: 6_000, torture: 1_000_000 },
      fc.property(anyCase, ({ question, expected, instant: exact }) => {
        const found = dateOf(question, luxonZones);
        if (!found.ok) throw new Error(JSON.stringify(found.faults));
        const { dueOn, dueAt } = found.answer;
        const byHand = expected(byTemporal);
        const late = exact ?? beginningOf(byTemporal.add(byHand, { days: 1 }), question.zone);
        const ours = [formatDay(dueOn), dueAt];
        if (ours[0] !== byHand || ours[0] !== expected(byLuxon) || dueAt !== late) {
          expect(ours).toEqual([[byHand, expected(byLuxon)], late]);
        }
      }),
    );
  });
});
