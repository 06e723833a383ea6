import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { luxonZones } from '../../src/base/zones';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import { runs } from '../support/runs';

const RUNS = runs(2_000, 33_000);
const zones = fc.constantFrom(
  'Europe/Kyiv',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Juba',
  'UTC',
);
/** 1990 to 2060. */
const days = fc.integer({ min: 7_305, max: 32_871 });

describe('where a civil day meets a zone', () => {
  it.each([
    [
      'the midnight that ends 7 March 2026 in Kyiv',
      '2026-03-08',
      'Europe/Kyiv',
      '2026-03-07T22:00:00Z',
    ],
    ['a summer midnight in Kyiv', '2026-04-05', 'Europe/Kyiv', '2026-04-04T21:00:00Z'],
    [
      'a midnight that a transition skips: Beirut',
      '2024-03-31',
      'Asia/Beirut',
      '2024-03-30T22:00:00Z',
    ],
    ['the day after the one Samoa left out', '2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('%s', (_name, day, zone, instant) => {
    const epochDay = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
    expect(new Date(luxonZones.instantAt(epochDay, 0, zone)).toISOString()).toBe(
      new Date(instant).toISOString(),
    );
  });

  it('agrees with Temporal on every local time, skipped and repeated ones included', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 1_439 }), zones, (day, minute, zone) => {
        const local = Temporal.PlainDate.from(formatDay(day)).toPlainDateTime(
          Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 }),
        );
        const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
        // Temporal moves a skipped time forward by the gap; the first instant after the gap is meant here.
        const exists = earlier.toPlainDateTime().equals(local);
        const expected = exists
          ? earlier.epochMilliseconds
          : earlier.getTimeZoneTransition('next')?.epochMilliseconds;
        expect(luxonZones.instantAt(day, minute, zone)).toBe(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds the civil day and clock of an instant as Temporal does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 631_152_000_000, max: 2_840_140_800_000 }),
        zones,
        (instant, zone) => {
          const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
          const found = luxonZones.localOf(instant, zone);
          expect(formatDay(found.day)).toBe(local.toPlainDate().toString());
          expect(Math.floor(found.millisecond / 60_000)).toBe(local.hour * 60 + local.minute);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
