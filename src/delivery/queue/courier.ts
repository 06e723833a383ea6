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
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { AttemptRunner } from './attempts';
import { Claims } from './claims';

const TIMER = 'courier';
/** Where another process is faster, or the clock stands still, the next look is not at once. */
const SHORTEST_SLEEP_MS = 20;
/** Attempts to one endpoint end close together; room is filled again once for all of them. */
const REFILL_MS = 2;
/** The part of the room that is kept for endpoints with nothing under way. */
const SPARE = 0.25;
const SLEEP_AFTER_FAULT_MS = 1_000;

/**
 * The loop around the rounds. It is woken by every commit that wrote deliveries and by every attempt
 * that ends, sleeps until the next instant that matters otherwise, and looks once a minute anyway.
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Courier');
  private readonly underWay = new Set<Promise<void>>();
  private looking: Promise<void> | undefined;
  private refilling: NodeJS.Timeout | undefined;
  private again = false;
  private started = false;
  /** Apart from whoever wakes it: work begun inside a transaction of theirs would join that. */
  private readonly lookApart = AsyncResource.bind(() => this.look());

  constructor(
    private readonly round: AttemptRunner,
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

  /** Takes nothing new and lets the attempts under way end, within a bound. */
  async beforeApplicationShutdown(): Promise<void> {
    this.started = false;
    this.cancelTimer();
    await this.looking;
    let bound: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(this.underWay),
      new Promise((resolve) => {
        bound = setTimeout(resolve, this.settings.shutdownMs);
      }),
    ]);
    clearTimeout(bound);
    clearTimeout(this.refilling);
  }

  /** Looks now, or once more after the look under way; nothing before the start or after the end. */
  wake(): void {
    if (!this.started) return;
    this.again = true;
    this.looking ??= this.lookApart().finally(() => {
      this.looking = undefined;
      if (this.again) this.wake();
    });
  }

  private async look(): Promise<void> {
    this.cancelTimer();
    let sleepMs = this.settings.longestSleepMs;
    try {
      let taken = 0;
      while (this.again && this.started) {
        this.again = false;
        const attempts = await this.round.start(...this.room());
        for (const attempt of attempts) this.follow(attempt);
        taken = attempts.length;
      }
      // With no room left the end of an attempt wakes it, and no timer need.
      if (this.underWay.size < this.settings.concurrency) {
        // In the midst of work the next end of an attempt is nearer than any instant there is to ask for.
        const next = taken > 0 ? this.clock.now() : await this.claims.nextInstant(this.room()[1]);
        if (next !== undefined) {
          sleepMs = Math.min(sleepMs, Math.max(SHORTEST_SLEEP_MS, next - this.clock.now()));
        }
      }
    } catch (error) {
      this.logger.error(`A round failed and is tried again: ${String(error)}`);
      sleepMs = SLEEP_AFTER_FAULT_MS;
    }
    if (this.started) this.sleep(sleepMs);
  }

  /**
   * How many attempts may start, and how many may be under way to one endpoint. The last of the room is for endpoints
   * with nothing under way, one attempt each: so a few that hang cannot hold all of it.
   */
  private room(): [most: number, mostEach: number] {
    const { concurrency } = this.settings;
    const spare = Math.floor(concurrency * SPARE);
    const room = concurrency - this.underWay.size;
    return room > spare ? [room - spare, Number.POSITIVE_INFINITY] : [room, 1];
  }

  private follow(attempt: Promise<void>): void {
    this.underWay.add(attempt);
    void attempt.finally(() => {
      this.underWay.delete(attempt);
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
