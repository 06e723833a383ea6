import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

const WINDOW_MS = 60_000;
/** A replica publishes its count when its unpublished part reaches this share of the limit. */
const PUBLISHED_SHARE = 1 / 20;

interface Count {
  /** Requests at all replicas, as far as this one has been informed. */
  all: number;
  /** The part of `all` that this replica has counted and not published yet. */
  unpublished: number;
}

/**
 * Limits requests per key (a token or an address) and clock minute. Replicas publish their counts to each other in
 * steps of a twentieth of the limit. So N replicas together admit at most (N - 1) twentieths more than the limit, and
 * callers with few requests cause no message.
 */
export class RateLimiter {
  private readonly counts = new Map<string, Count>();
  private minute = 0;

  /** @param publish sends a text to the other replicas, each of which passes it to `receive`. */
  constructor(private readonly publish: (text: string) => void = () => undefined) {}

  /**
   * Counts one request.
   * @param limit requests a minute.
   * @param now epoch milliseconds.
   * @throws Refusal 'too-many' with the limit and the seconds until the next minute.
   */
  count(key: string, limit: number, now: number): void {
    this.turnTo(Math.floor(now / WINDOW_MS));
    const count = this.countOf(key);
    const wasOver = count.all >= limit;
    count.all += 1;
    count.unpublished += 1;
    if (!wasOver && count.unpublished >= limit * PUBLISHED_SHARE) {
      this.publish(`${this.minute} ${count.unpublished} ${key}`);
      count.unpublished = 0;
    }
    if (!wasOver) return;
    throw new Refusal(
      'too-many',
      `More than ${limit} requests in a minute.`,
      [],
      Math.ceil(((this.minute + 1) * WINDOW_MS - now) / 1_000),
    );
  }

  /** Adds the count of another replica; counts of an earlier minute are ignored. */
  receive(text: string): void {
    const [minute, more, ...key] = text.split(' ');
    if (key.length === 0 || Number(minute) < this.minute) return;
    this.turnTo(Number(minute));
    this.countOf(key.join(' ')).all += Number(more);
  }

  private turnTo(minute: number): void {
    if (minute !== this.minute) this.counts.clear();
    this.minute = minute;
  }

  /** Once `POLICY.ratesKept` keys have a count, all further keys share one, so that memory stays bounded. */
  private countOf(key: string): Count {
    const full = this.counts.size >= POLICY.ratesKept && !this.counts.has(key);
    const counted = full ? 'everybody else' : key;
    const count = this.counts.get(counted) ?? { all: 0, unpublished: 0 };
    this.counts.set(counted, count);
    return count;
  }
}
