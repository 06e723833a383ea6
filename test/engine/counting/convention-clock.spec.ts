import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { luxonZones } from '../../../src/base/zones';
import { dateOf } from '../../../src/engine/date-of';
import { runs } from '../../support/runs';

const RUNS = runs(1_000, 100_000);

const MINUTE_MS = 60_000;
const instants = fc
  .integer({ min: Date.UTC(2005, 0) / MINUTE_MS, max: Date.UTC(2030, 0) / MINUTE_MS })
  .map((minute) => minute * MINUTE_MS);
const zones = fc.constantFrom(
  'Europe/Kyiv',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
);
const amounts = fc.integer({ min: 1, max: 60 });
const units = fc.constantFrom('hours', 'days', 'weeks', 'months', 'years');

describe('a count that keeps the clock', () => {
  it('comes to Temporal’s instant, through skipped and repeated hours and a skipped day', () => {
    fc.assert(
      fc.property(instants, zones, amounts, units, fc.boolean(), (from, zone, n, unit, back) => {
        const phrase = `${n} ${unit} ${back ? 'before' : 'after'} ${new Date(from).toISOString().replace('.000Z', 'Z')}`;
        const found = dateOf({ phrase, convention: 'iso-8601', zone }, luxonZones);
        const anchor = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
        const expected = back ? anchor.subtract({ [unit]: n }) : anchor.add({ [unit]: n });
        expect(found.ok && found.answer.dueAt).toBe(expected.epochMilliseconds);
      }),
      { numRuns: RUNS },
    );
  });
});
