import fc from 'fast-check';
import {
  availableSlots,
  type EndpointLoad,
  nextInstant,
  readyEndpoints,
  shareSlots,
} from '../../src/delivery/queue/capacity';
import {
  afterStarting,
  allowance,
  burstOf,
  nextAllowedAt,
} from '../../src/delivery/queue/rate-limit';

const MINUTE = 60_000;

const load = (more: Partial<EndpointLoad>): EndpointLoad => ({
  endpointId: 'ep_1',
  cap: 8,
  rateLimit: undefined,
  probeAt: undefined,
  firstDue: 0,
  inFlight: 0,
  leaseEnds: undefined,
  slow: false,
  ...more,
});

describe('the number of attempts that may start', () => {
  it('is the limit minus the attempts in flight, and one at a time while an endpoint fails', () => {
    expect(availableSlots(load({}), 3, 100)).toBe(5);
    expect(availableSlots(load({}), 9, 100)).toBe(0);
    expect(availableSlots(load({ probeAt: 100 }), 0, 100)).toBe(1);
    expect(availableSlots(load({ probeAt: 101 }), 0, 100)).toBe(0);
    expect(availableSlots(load({ probeAt: 100 }), 1, 100)).toBe(0);
  });

  it('is no more than the rate limit allows', () => {
    const rateLimit = { perMinute: 120, pacedUntil: 0 };
    expect(availableSlots(load({ rateLimit }), 0, 100)).toBe(2);
    expect(availableSlots(load({ rateLimit: { ...rateLimit, pacedUntil: 1_100 } }), 0, 100)).toBe(
      0,
    );
  });

  it('is shared: no slot stays free, no limit is exceeded, every endpoint gets some', () => {
    const rooms = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });
    fc.assert(
      fc.property(rooms, fc.integer({ min: 0, max: 100 }), (wanted, total) => {
        const given = shareSlots(wanted, total);
        const sum = given.reduce((all, one) => all + one, 0);
        expect(sum).toBeLessThanOrEqual(total);
        for (const [i, one] of given.entries()) {
          expect(one).toBeLessThanOrEqual(wanted[i] as number);
          expect(one).toBeGreaterThanOrEqual(0);
          if (total >= wanted.length && (wanted[i] as number) > 0) expect(one).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('endpoints to which an attempt may start', () => {
  const ids = (loads: EndpointLoad[], slow: number) =>
    readyEndpoints(loads, 100, slow).map(({ endpointId }) => endpointId);

  it('are sorted by attempts in flight, then by when they became ready (failing ones by their probe)', () => {
    const loads = [
      load({ endpointId: 'busy', firstDue: 0, inFlight: 1 }),
      load({ endpointId: 'failing', firstDue: 0, probeAt: 60 }),
      load({ endpointId: 'steady', firstDue: 50 }),
      load({ endpointId: 'full', firstDue: 0, inFlight: 8 }),
      load({ endpointId: 'later', firstDue: 101 }),
      load({ endpointId: 'probed-later', firstDue: 0, probeAt: 101 }),
    ];
    expect(ids(loads, 1)).toEqual(['steady', 'failing', 'busy']);
  });

  it('contain as many slow ones as there are slots for them, the longest waiting first', () => {
    const slow = (endpointId: string, probeAt: number) => load({ endpointId, probeAt, slow: true });
    const loads = [
      slow('b', 20),
      load({ endpointId: 'good', firstDue: 90 }),
      slow('c', 30),
      slow('a', 10),
    ];
    expect(ids(loads, 2)).toEqual(['a', 'b', 'good']);
    expect(ids(loads, 0)).toEqual(['good']);
    expect(ids(loads, Number.POSITIVE_INFINITY)).toEqual(['a', 'b', 'c', 'good']);
  });
});

describe('the rate limit', () => {
  const perMinute = fc.integer({ min: 1, max: 6_000 });
  const steps = fc.array(fc.tuple(fc.nat(5_000), fc.nat(200)), { minLength: 1, maxLength: 60 });

  it('admits at most its rate plus one burst in any period', () => {
    fc.assert(
      fc.property(perMinute, steps, (rate, moves) => {
        let [now, pacedUntil] = [1_000_000, 0];
        const started: { at: number; count: number }[] = [];
        for (const [pause, wanted] of moves) {
          now += pause;
          const count = Math.min(wanted, allowance({ perMinute: rate, pacedUntil }, now));
          if (count === 0) continue;
          pacedUntil = afterStarting({ perMinute: rate, pacedUntil }, count, now);
          started.push({ at: now, count });
        }
        for (const [i, first] of started.entries()) {
          let sum = 0;
          for (const { at, count } of started.slice(i)) {
            sum += count;
            const most = burstOf(rate) + ((at - first.at) * rate) / MINUTE;
            expect(sum).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
    );
  });

  it('names the first instant at which an attempt may start, and admits one then', () => {
    fc.assert(
      fc.property(perMinute, fc.nat(200), fc.nat(100_000), (rate, used, later) => {
        const now = 1_000_000;
        const count = Math.min(Math.max(1, used), burstOf(rate));
        const start = { perMinute: rate, pacedUntil: 0 };
        const rateLimit = { ...start, pacedUntil: afterStarting(start, count, now) };
        const opens = nextAllowedAt(rateLimit, now);
        expect(allowance(rateLimit, Math.max(opens, now))).toBeGreaterThan(0);
        if (opens > now) expect(allowance(rateLimit, opens - 2)).toBe(0);
        expect(allowance(rateLimit, now + later)).toBeLessThanOrEqual(burstOf(rate));
      }),
    );
  });

  it('is blocked for at most one burst by a clock that was set back', () => {
    const rateLimit = { perMinute: 60, pacedUntil: 10_000_000 };
    expect(allowance(rateLimit, 1_000_000)).toBe(1);
    expect(nextAllowedAt(rateLimit, 1_000_000)).toBeLessThanOrEqual(1_000_000);
  });
});

describe('the next instant of the courier', () => {
  it('is that of the earliest due delivery, delayed by a probe, a lease or the rate limit', () => {
    expect(nextInstant([], 0)).toBeUndefined();
    expect(nextInstant([load({ firstDue: 50 }), load({ firstDue: 40 })], 0)).toBe(40);
    expect(nextInstant([load({ firstDue: 50, probeAt: 90 })], 0)).toBe(90);
    expect(nextInstant([load({ firstDue: 50, inFlight: 8, leaseEnds: 70 })], 0)).toBe(70);
    expect(nextInstant([load({ firstDue: 50, inFlight: 7, leaseEnds: 70 })], 0)).toBe(50);
    const rateLimit = { perMinute: 60, pacedUntil: 800 };
    expect(nextInstant([load({ firstDue: 50, rateLimit })], 0)).toBe(800);
  });
});
