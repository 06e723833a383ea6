import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

const WINDOW_MS = 60_000;
/** What a replica keeps to itself of each count is less than this part of the limit. */
const UNTOLD_PART = 1 / 20;

interface Count {
  /** By all replicas, as far as is known here. */
  all: number;
  /** Of them, counted here and not told to the others. */
  untold: number;
}

/**
 * Requests counted by whoever makes them, in each minute of the clock. Replicas publish each other of what they
 * counted, a twentieth of the limit at a time: together they let at most a twentieth more through for each of
 * the others, and who asks little costs no message.
 */
export class RateLimiter {
  private readonly counts = new Map<string, Count>();
  private minute = 0;

  /** @param publish takes a word for the other replicas, which `receive` understands. */
  constructor(private readonly publish: (word: string) => void = () => undefined) {}

  /**
   * Counts one request.
   * @param limit how many a minute.
   * @param now epoch milliseconds.
   * @throws Refusal 'too-many' with the limit and when to come again.
   */
  count(who: string, limit: number, now: number): void {
    this.turnTo(Math.floor(now / WINDOW_MS));
    const count = this.countOf(who);
    const wasOver = count.all >= limit;
    count.all += 1;
    count.untold += 1;
    if (!wasOver && count.untold >= limit * UNTOLD_PART) {
      this.publish(`${this.minute} ${count.untold} ${who}`);
      count.untold = 0;
    }
    if (!wasOver) return;
    throw new Refusal(
      'too-many',
      `More than ${limit} requests in a minute.`,
      [],
      Math.ceil(((this.minute + 1) * WINDOW_MS - now) / 1_000),
    );
  }

  /** Adds what another replica counted; what is of an earlier minute is past. */
  receive(word: string): void {
    const [minute, more, ...who] = word.split(' ');
    if (who.length === 0 || Number(minute) < this.minute) return;
    this.turnTo(Number(minute));
    this.countOf(who.join(' ')).all += Number(more);
  }

  private turnTo(minute: number): void {
    if (minute !== this.minute) this.counts.clear();
    this.minute = minute;
  }

  /** Whoever comes from ever new addresses shares one count in the end, and costs no more memory. */
  private countOf(who: string): Count {
    const full = this.counts.size >= POLICY.ratesKept && !this.counts.has(who);
    const key = full ? 'everybody else' : who;
    const known = this.counts.get(key) ?? { all: 0, untold: 0 };
    this.counts.set(key, known);
    return known;
  }
}
