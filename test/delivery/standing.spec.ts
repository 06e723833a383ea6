import fc from 'fast-check';
import { nextInstant, roomFor, type Standing, share } from '../../src/delivery/standing';

const standing = (more: Partial<Standing>): Standing => ({
  endpointId: 'ep_1',
  probeAt: undefined,
  firstDue: 0,
  underWay: 0,
  leaseEnds: undefined,
  ...more,
});

describe('room for attempts', () => {
  it('is the cap less what is under way, and one at a time while an endpoint fails', () => {
    expect(roomFor(standing({ underWay: 3 }), 8, 100)).toBe(5);
    expect(roomFor(standing({ underWay: 9 }), 8, 100)).toBe(0);
    expect(roomFor(standing({ probeAt: 100 }), 8, 100)).toBe(1);
    expect(roomFor(standing({ probeAt: 101 }), 8, 100)).toBe(0);
    expect(roomFor(standing({ probeAt: 100, underWay: 1 }), 8, 100)).toBe(0);
  });

  it('is shared so that nothing is wasted, nothing exceeded, and everybody gets some', () => {
    const rooms = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });
    fc.assert(
      fc.property(rooms, fc.integer({ min: 0, max: 100 }), (wanted, total) => {
        const given = share(wanted, total);
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

describe('the next instant to look', () => {
  it('is the earliest due one, put off by a probe or by a lease', () => {
    expect(nextInstant([], 8)).toBeUndefined();
    expect(nextInstant([standing({ firstDue: 50 }), standing({ firstDue: 40 })], 8)).toBe(40);
    expect(nextInstant([standing({ firstDue: 50, probeAt: 90 })], 8)).toBe(90);
    expect(nextInstant([standing({ firstDue: 50, underWay: 8, leaseEnds: 70 })], 8)).toBe(70);
    expect(nextInstant([standing({ firstDue: 50, underWay: 7, leaseEnds: 70 })], 8)).toBe(50);
  });
});
