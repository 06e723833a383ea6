import { isIPv4, isIPv6 } from 'node:net';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

const WINDOW_MS = 60_000;
/** A replica publishes its count when its unpublished part reaches this share of the limit. */
const PUBLISHED_SHARE = 1 / 20;
const IPV6_GROUPS = 8;
/** The groups of an IPv6 address that name its network: 64 bits. */
const NETWORK_GROUPS = 4;
/** The one key of all callers that find their table full. */
const OTHERS = 'others';

type Table = 'token' | 'address' | 'session';

interface Count {
  /** Requests at all replicas, as far as this one has been informed. */
  all: number;
  /** The part of `all` that this replica has counted and not published yet. */
  unpublished: number;
}

/**
 * Limits requests per caller and clock minute. Holders of a valid token are counted by token, all others by address, in
 * tables of their own: however many addresses come, no holder of a token is refused for it.
 *
 * Replicas publish their counts to each other in steps of a twentieth of the limit. So N replicas together admit at most
 * (N - 1) twentieths more than the limit, and callers with few requests cause no message.
 */
export class RateLimiter {
  private readonly counts = {
    token: new Map<string, Count>(),
    address: new Map<string, Count>(),
    session: new Map<string, Count>(),
  };
  private minute = 0;

  /** @param publish sends a text to the other replicas, each of which passes it to `receive`. */
  constructor(private readonly publish: (text: string) => void = () => undefined) {}

  /**
   * Counts one request of the holder of a valid token.
   * @param token the token's id.
   * @param now epoch milliseconds.
   * @throws Refusal 'too-many' with the limit and the seconds until the next minute.
   */
  countToken(token: string, now: number): void {
    this.count('token', token, POLICY.requestsPerTokenPerMinute, now);
  }

  /** Like `countToken`, for a caller without a valid token. @param address as text, of IPv4 or IPv6. */
  countAddress(address: string, now: number): void {
    this.count('address', networkOf(address), POLICY.requestsPerAddressPerMinute, now);
  }

  /** Counts the creation of a session or of a sign-in link by a token. @throws Refusal 'too-many' */
  countSession(token: string, now: number): void {
    this.count('session', token, POLICY.sessionsPerTokenPerMinute, now);
  }

  /** Adds the count of another replica; counts of an earlier minute are ignored. */
  receive(text: string): void {
    const [minute, more, table, key] = text.split(' ');
    if (key === undefined || Number(minute) < this.minute) return;
    if (table !== 'token' && table !== 'address' && table !== 'session') return;
    this.turnTo(Number(minute));
    this.countOf(table, key).all += Number(more);
  }

  private count(table: Table, key: string, limit: number, now: number): void {
    this.turnTo(Math.floor(now / WINDOW_MS));
    const count = this.countOf(table, key);
    const wasOver = count.all >= limit;
    count.all += 1;
    count.unpublished += 1;
    if (!wasOver && count.unpublished >= limit * PUBLISHED_SHARE) {
      this.publish(`${this.minute} ${count.unpublished} ${table} ${key}`);
      count.unpublished = 0;
    }
    if (!wasOver) return;
    throw new Refusal(
      'too-many',
      table === 'session'
        ? `More than ${limit} new sessions or sign-in links of one token in a minute.`
        : `More than ${limit} requests in a minute.`,
      [],
      Math.ceil(((this.minute + 1) * WINDOW_MS - now) / 1_000),
    );
  }

  private turnTo(minute: number): void {
    if (minute === this.minute) return;
    for (const counts of Object.values(this.counts)) counts.clear();
    this.minute = minute;
  }

  /** Once a table has `POLICY.ratesKept` keys, all further keys share one count, so that memory stays bounded. */
  private countOf(table: Table, key: string): Count {
    const counts = this.counts[table];
    const known = counts.get(key);
    if (known !== undefined) return known;
    const counted = counts.size < POLICY.ratesKept ? key : OTHERS;
    const count = counts.get(counted) ?? { all: 0, unpublished: 0 };
    counts.set(counted, count);
    return count;
  }
}

/**
 * The network that an address is counted by: an IPv4 address itself; of IPv6 the first 64 bits, which one subscriber has
 * for itself, as "2001:db8:0:1"; "unknown" for a text that is no address.
 */
export function networkOf(address: string): string {
  const [text = ''] = address.toLowerCase().split('%');
  const embedded = text.slice(text.lastIndexOf(':') + 1);
  if (isIPv4(embedded)) return embedded;
  if (!isIPv6(text)) return 'unknown';
  const [start = [], end = []] = text
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: IPV6_GROUPS - start.length - end.length }, () => '0');
  return [...start, ...zeros, ...end]
    .slice(0, NETWORK_GROUPS)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
