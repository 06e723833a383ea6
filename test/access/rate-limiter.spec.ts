import { networkOf, RateLimiter } from '../../src/access/rate-limiter';
import { Refusal } from '../../src/base/refusal';
import { POLICY } from '../../src/config/policy';

const { requestsPerAddressPerMinute: PER_ADDRESS, requestsPerTokenPerMinute: PER_TOKEN } = POLICY;
const NOON = Date.parse('2026-01-10T12:00:00Z');
const MINUTE = Math.floor(NOON / 60_000);

/** The number of these requests that are admitted, at most `limit`. */
function admitted(requests: number, count: () => void): number {
  let through = 0;
  for (let i = 0; i < requests; i++) {
    try {
      count();
      through += 1;
    } catch (error) {
      expect(error).toMatchObject({ kind: 'too-many' });
    }
  }
  return through;
}

/** Fills the table of addresses, and uses up the shared count of further addresses. */
function flood(rates: RateLimiter): void {
  for (let i = 0; i < POLICY.ratesKept; i++) {
    rates.countAddress(`2001:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::1`, NOON);
  }
  admitted(PER_ADDRESS, () => rates.countAddress('2002::1', NOON));
}

describe('the rate limiter', () => {
  it('admits the limit in a minute, says when to try again, and counts each caller separately', () => {
    const rates = new RateLimiter();
    for (let i = 0; i < PER_ADDRESS; i++) rates.countAddress('192.0.2.1', NOON);
    let refusal: unknown;
    try {
      rates.countAddress('192.0.2.1', NOON + 15_000);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ kind: 'too-many', retryAfterSeconds: 45 });
    expect(() => rates.countAddress('192.0.2.2', NOON)).not.toThrow();
    expect(() => rates.countAddress('192.0.2.1', NOON + 60_000)).not.toThrow();
  });

  it('keeps no more counts than its limit, whatever the number of addresses', () => {
    const rates = new RateLimiter();
    flood(rates);
    expect(() => rates.countAddress('192.0.2.1', NOON)).toThrow(`More than ${PER_ADDRESS}`);
    // An address that was counted before the table filled keeps its own count.
    expect(() => rates.countAddress('2001:0:1::2', NOON)).not.toThrow();
  });

  it('gives every token its whole limit during a flood of addresses, also a token used for the first time', () => {
    const rates = new RateLimiter();
    rates.countToken('token_before', NOON);
    flood(rates);
    const admit = (token: string) =>
      admitted(PER_TOKEN + 10, () => rates.countToken(token, NOON + 1_000));
    expect(admit('token_before')).toBe(PER_TOKEN - 1);
    expect(admit('token_after')).toBe(PER_TOKEN);
  });

  it.each([
    { address: '192.0.2.1', network: '192.0.2.1' },
    { address: '::ffff:192.0.2.1', network: '192.0.2.1' },
    { address: '::1', network: '0:0:0:0' },
    { address: '2001:db8::1', network: '2001:db8:0:0' },
    { address: '2001:DB8:0:5::', network: '2001:db8:0:5' },
    { address: '2001:db8:0:0005:1:2:3:4', network: '2001:db8:0:5' },
    { address: 'fe80::1%eth0', network: 'fe80:0:0:0' },
    { address: 'no address', network: 'unknown' },
  ])('counts $address as $network', ({ address, network }) => {
    expect(networkOf(address)).toBe(network);
  });

  it('counts a network of IPv6 as one caller', () => {
    const rates = new RateLimiter();
    let last = 0;
    const through = admitted(2 * PER_ADDRESS, () =>
      rates.countAddress(`2001:db8:0:1::${(last++).toString(16)}`, NOON),
    );
    expect(through).toBe(PER_ADDRESS);
    expect(() => rates.countAddress('2001:db8:0:2::1', NOON)).not.toThrow();
  });

  it('shares its counts among replicas, to within a twentieth of the limit', () => {
    const replicas: RateLimiter[] = [];
    let notices = 0;
    for (let i = 0; i < 3; i++) {
      const publish = (text: string) => {
        notices += 1;
        for (const other of replicas) if (other !== replicas[i]) other.receive(text);
      };
      replicas.push(new RateLimiter(publish));
    }
    let next = 0;
    const through = admitted(5 * PER_ADDRESS, () =>
      replicas[next++ % 3]?.countAddress('::1', NOON + 30_000),
    );
    expect(through).toBeGreaterThanOrEqual(PER_ADDRESS);
    expect(through).toBeLessThanOrEqual(PER_ADDRESS * 1.1);
    // A flood beyond the limit causes no notice.
    expect(notices).toBeLessThanOrEqual(22);
    expect(() => replicas[1]?.countAddress('::1', NOON + 60_000)).not.toThrow();
  });

  it('adds the counts of another replica for the same table and minute', () => {
    const rates = new RateLimiter();
    rates.countAddress('192.0.2.1', NOON);
    rates.receive(`${MINUTE - 1} ${PER_ADDRESS} address 192.0.2.2`);
    rates.receive(`${MINUTE} ${PER_ADDRESS} token 192.0.2.2`);
    rates.receive(`${MINUTE} ${PER_ADDRESS} other 192.0.2.2`);
    expect(() => rates.countAddress('192.0.2.2', NOON)).not.toThrow();
    rates.receive(`${MINUTE} ${PER_ADDRESS} address 192.0.2.3`);
    expect(() => rates.countAddress('192.0.2.3', NOON)).toThrow(`More than ${PER_ADDRESS}`);
    // After a reconnection there is a notice without content.
    rates.receive('');
    expect(() => rates.countAddress('192.0.2.4', NOON)).not.toThrow();
  });
});
