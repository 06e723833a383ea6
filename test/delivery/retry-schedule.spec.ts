import fc from 'fast-check';
import {
  JITTER,
  MAX_ATTEMPTS,
  MAX_RETRY_AFTER_MS,
  probeWait,
  RETRY_WAITS_MS,
  readRetryAfter,
  waitAfter,
} from '../../src/delivery/retry-schedule';

const HOUR = 3_600_000;
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const retryAfter = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 * HOUR }));

describe('the retry schedule', () => {
  it('is ten attempts over about 75 hours', () => {
    expect(MAX_ATTEMPTS).toBe(10);
    const hours = RETRY_WAITS_MS.reduce((sum, rung) => sum + rung, 0) / HOUR;
    expect(Math.round(hours)).toBe(76);
    expect(RETRY_WAITS_MS.map((ms) => ms / 1_000)).toEqual([
      5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
    ]);
  });

  it('has no wait after the tenth attempt, whatever Retry-After says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1_000 }), fraction, retryAfter, (n, f, asked) => {
        expect(waitAfter(n, f, asked)).toBeUndefined();
      }),
    );
  });

  it('only adds: jitter up to a tenth, Retry-After up to a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fraction, retryAfter, (n, f, asked) => {
        const rung = RETRY_WAITS_MS[n - 1] as number;
        const wait = waitAfter(n, f, asked) as number;
        expect(wait).toBeGreaterThanOrEqual(rung);
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked, MAX_RETRY_AFTER_MS));
        const bound = Math.min(asked, MAX_RETRY_AFTER_MS);
        expect(wait).toBeLessThanOrEqual(Math.max(rung * (1 + JITTER), bound));
      }),
    );
  });

  it('waits longer after every attempt than after the one before, whatever the jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fraction, fraction, (n, f, g) => {
        expect(waitAfter(n + 1, g) as number).toBeGreaterThan(waitAfter(n, f) as number);
      }),
    );
  });

  it('probes a failing endpoint with growing waits, at most a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (failures) => {
        const gap = probeWait(failures, 60_000);
        expect(gap).toBeGreaterThan(0);
        expect(gap).toBeLessThanOrEqual(60_000);
        expect(probeWait(failures + 1, 60_000)).toBeGreaterThanOrEqual(gap);
      }),
    );
    expect(probeWait(1, 60_000, 30_000)).toBe(30_000);
    expect(probeWait(1, 60_000, 400 * HOUR)).toBe(HOUR);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');

  it('reads seconds and HTTP dates, and nothing else', () => {
    expect(readRetryAfter('120', now)).toBe(120_000);
    expect(readRetryAfter('Sun, 01 Mar 2026 00:02:00 GMT', now)).toBe(120_000);
    expect(readRetryAfter('Sat, 28 Feb 2026 00:02:00 GMT', now)).toBe(0);
    for (const text of [undefined, '', '-1', '1.5', '2026-03-01', 'soon', '99999999999', '1e9']) {
      expect(readRetryAfter(text, now)).toBeUndefined();
    }
  });

  it('is always a finite wait or none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = readRetryAfter(text, now);
        expect(wait === undefined || (Number.isFinite(wait) && wait >= 0)).toBe(true);
      }),
    );
  });
});
