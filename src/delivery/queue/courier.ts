import { AsyncResource } from 'node:async_hooks';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../../base/clock';
import { BATCH, DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { AttemptRunner } from './attempts';
import { type ClaimLimits, Claims } from './claims';

const TIMER = 'courier';
/** Avoids a busy loop if another process claims first, or if the clock does not advance. */
const MIN_SLEEP_MS = 20;
/** Attempts often end close together: the courier waits this long and refills their slots at once. */
const REFILL_MS = 2;
/** The share of slots that is reserved for endpoints without attempts in flight. */
const RESERVED_SHARE = 0.25;
const SLEEP_AFTER_ERROR_MS = 1_000;

/**
 * Sends due deliveries in a loop. Commits that wrote deliveries and ends of attempts wake it. Otherwise it sleeps until
 * the next delivery is due, `maxSleepMs` at most.
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Courier');
  private readonly inFlight = new Set<Promise<void>>();
  private sending: Promise<void> | undefined;
  private refilling: NodeJS.Timeout | undefined;
  private again = false;
  /** When `Claims.pullBack` ran last, epoch milliseconds. */
  private pulledBackAt = Number.NEGATIVE_INFINITY;
  private started = false;
  /** Bound to the context of the constructor: in the context of a caller, writes would join the caller's transaction. */
  private readonly sendDetached = AsyncResource.bind(() => this.sendDue());

  constructor(
    private readonly attempts: AttemptRunner,
    private readonly claims: Claims,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.claims.releaseAbandoned();
    this.started = true;
    this.wake();
  }

  /** Claims nothing more and waits until the attempts in flight have ended, `shutdownMs` at most. */
  async beforeApplicationShutdown(): Promise<void> {
    this.started = false;
    this.cancelTimer();
    await this.sending;
    let limit: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(this.inFlight),
      new Promise((resolve) => {
        limit = setTimeout(resolve, this.settings.shutdownMs);
      }),
    ]);
    clearTimeout(limit);
    clearTimeout(this.refilling);
  }

  /** Sends due deliveries now, or once more after the round that is running. No effect before start and after stop. */
  wake(): void {
    if (!this.started) return;
    this.again = true;
    this.sending ??= this.sendDetached().finally(() => {
      this.sending = undefined;
      if (this.again) this.wake();
    });
  }

  private async sendDue(): Promise<void> {
    this.cancelTimer();
    let sleepMs = this.settings.maxSleepMs;
    try {
      let startedNow = 0;
      while (this.again && this.started) {
        this.again = false;
        await this.pullBack();
        const attempts = await this.attempts.start(...this.freeSlots());
        for (const attempt of attempts) this.track(attempt);
        startedNow = attempts.length;
      }
      // Without free slots no timer is needed: the end of an attempt wakes the courier.
      if (this.inFlight.size < this.settings.concurrency) {
        // After starting attempts, more deliveries may be due: check again soon instead of reading the next instant.
        const next =
          startedNow > 0 ? this.clock.now() : await this.claims.nextInstant(this.freeSlots()[1]);
        if (next !== undefined) {
          sleepMs = Math.min(sleepMs, Math.max(MIN_SLEEP_MS, next - this.clock.now()));
        }
      }
    } catch (error) {
      this.logger.error(`Sending due deliveries failed and will be repeated: ${String(error)}`);
      sleepMs = SLEEP_AFTER_ERROR_MS;
    }
    if (this.started) this.sleep(sleepMs);
  }

  /** Once a minute, and at once if the clock was set back. */
  private async pullBack(): Promise<void> {
    const sinceMs = this.clock.now() - this.pulledBackAt;
    if (sinceMs >= 0 && sinceMs < this.settings.maxSleepMs) return;
    await this.claims.pullBack();
    this.pulledBackAt = this.clock.now();
  }

  /**
   * How many attempts may start, and their limits. Slow endpoints share a bounded part of the slots. The last slots are
   * reserved for endpoints without attempts in flight, one each, so that a few endpoints that hang cannot occupy all slots.
   */
  private freeSlots(): [max: number, limits: ClaimLimits] {
    const { concurrency, slowConcurrency } = this.settings;
    const reserved = Math.floor(concurrency * RESERVED_SHARE);
    const free = concurrency - this.inFlight.size;
    const slow = Math.max(0, slowConcurrency - this.attempts.slowInFlight);
    if (free > reserved) return [Math.min(free - reserved, BATCH), { slow }];
    return [Math.min(free, BATCH), { each: 1, slow }];
  }

  private track(attempt: Promise<void>): void {
    this.inFlight.add(attempt);
    void attempt.finally(() => {
      this.inFlight.delete(attempt);
      this.refilling ??= setTimeout(() => {
        this.refilling = undefined;
        this.wake();
      }, REFILL_MS);
    });
  }

  private sleep(milliseconds: number): void {
    this.cancelTimer();
    this.timers.addTimeout(
      TIMER,
      setTimeout(() => this.wake(), milliseconds),
    );
  }

  private cancelTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
