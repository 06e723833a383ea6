import { RateLimiter } from '../../src/access/rate-limiter';
import { Refusal } from '../../src/base/refusal';
import { POLICY } from '../../src/config/policy';

describe('the rate of requests', () => {
  it('lets a limit through in a minute, says when to come again, and counts each by itself', () => {
    const rates = new RateLimiter();
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
    const rates = new RateLimiter();
    for (let i = 0; i < POLICY.ratesKept; i++) rates.count(`address ${i}`, 1, 0);
    expect(() => rates.count('one more', 1, 0)).not.toThrow();
    expect(() => rates.count('another', 1, 0)).toThrow('More than 1 requests');
  });

  it('is one rate over replicas that tell each other, a twentieth of the limit aside', () => {
    const replicas: RateLimiter[] = [];
    let words = 0;
    for (let i = 0; i < 3; i++) {
      const tell = (word: string) => {
        words += 1;
        for (const other of replicas) if (other !== replicas[i]) other.receive(word);
      };
      replicas.push(new RateLimiter(tell));
    }
    const LIMIT = 1_000;
    const now = Date.parse('2026-01-10T12:00:30Z');
    let through = 0;
    for (let i = 0; i < 5_000; i++) {
      try {
        replicas[i % 3]?.count('address ::1', LIMIT, now);
        through += 1;
      } catch (error) {
        expect(error).toMatchObject({ kind: 'too-many', retryAfterSeconds: 30 });
      }
    }
    expect(through).toBeGreaterThanOrEqual(LIMIT);
    expect(through).toBeLessThanOrEqual(LIMIT * 1.1);
    // A flood beyond the limit costs no message.
    expect(words).toBeLessThanOrEqual(22);
    expect(() => replicas[1]?.count('address ::1', LIMIT, now + 60_000)).not.toThrow();
  });

  it('does not count what another replica says of a minute that is over', () => {
    const rates = new RateLimiter();
    rates.count('a', 1, 120_000);
    rates.receive('1 5 b');
    expect(() => rates.count('b', 1, 120_000)).not.toThrow();
    rates.receive('2 5 c');
    expect(() => rates.count('c', 1, 120_000)).toThrow('More than 1 requests');
    // What says nothing is what a reconnection brings.
    rates.receive('');
    expect(() => rates.count('d', 1, 120_000)).not.toThrow();
  });
});
