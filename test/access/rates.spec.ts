import { POLICY } from '../../config/policy';
import { Rates } from '../../src/access/rates';
import { Refusal } from '../../src/refusal';

describe('the rate of requests', () => {
  it('lets a limit through in a minute, says when to come again, and counts each by itself', () => {
    const rates = new Rates();
    const start = Date.parse('2026-01-10T12:00:00Z');
    for (let i = 0; i < 3; i++) rates.count('a', 3, start);
    let refusal: unknown;
    try {
      rates.count('a', 3, start + 15_000);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ kind: 'too-many', retryAfterSeconds: 45 });
    expect(() => rates.count('b', 3, start)).not.toThrow();
    expect(() => rates.count('a', 3, start + 60_000)).not.toThrow();
  });

  it('keeps no more counts than its limit, however many addresses come', () => {
    const rates = new Rates();
    for (let i = 0; i < POLICY.ratesKept; i++) rates.count(`address ${i}`, 1, 0);
    expect(() => rates.count('one more', 1, 0)).not.toThrow();
    expect(() => rates.count('another', 1, 0)).toThrow('More than 1 requests');
  });
});
