import { POLICY } from '../../config/policy';
import { Refusal } from '../refusal';

const WINDOW_MS = 60_000;

/**
 * Requests counted by whoever makes them, in fixed windows of a minute and in this process only: several replicas
 * let as many times more through.
 */
export class Rates {
  private readonly counts = new Map<string, number>();
  private windowEndsAt = 0;

  /**
   * Counts one request.
   * @param limit how many a minute.
   * @param now epoch milliseconds.
   * @throws Refusal 'too-many' with the limit and when to come again.
   */
  count(who: string, limit: number, now: number): void {
    if (now >= this.windowEndsAt) {
      this.counts.clear();
      this.windowEndsAt = now + WINDOW_MS;
    }
    // Whoever comes from ever new addresses shares one count in the end, and costs no more memory.
    const full = this.counts.size >= POLICY.ratesKept && !this.counts.has(who);
    const key = full ? 'everybody else' : who;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    if (count <= limit) return;
    throw new Refusal(
      'too-many',
      `More than ${limit} requests in a minute.`,
      [],
      Math.ceil((this.windowEndsAt - now) / 1_000),
    );
  }
}
