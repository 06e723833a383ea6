import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../../base/clock';
import { POLICY } from '../../config/policy';
import { Store } from '../../store/store';
import { type Reschedule, Sweep } from './sweep';

const TIMER = 'sweeper';
/** The pause after a failed sweep; it doubles after each further failure. */
const FIRST_PAUSE_MS = 250;

/**
 * Runs the sweep. It sleeps until the earliest `wakeAt` and at most a minute, since clocks jump and timers drift. A write
 * that may bring an earlier instant wakes it.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sweeper');
  private running: Promise<void> | undefined;
  private again = false;
  /** Nothing is swept before the start, nor in a process that only answers requests. */
  private started = false;
  private stopListening: (() => void) | undefined;
  private failures = 0;
  private readonly onWholeSweep: (() => void)[] = [];

  /** When the last sweep ended, epoch milliseconds; `/health/ready` shows it. */
  lastSweptAt: number | undefined;

  constructor(
    private readonly sweep: Sweep,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
    private readonly store: Store,
  ) {}

  onApplicationBootstrap(): void {
    this.stopListening = this.store.replicas.onNotice('deadlines', () => this.sweepSoon());
    this.started = true;
    this.sweepSoon();
  }

  async onApplicationShutdown(): Promise<void> {
    this.started = false;
    this.stopListening?.();
    this.cancelTimer();
    await this.running;
  }

  /** Sets the function that re-dates an agreement after one of its terms has renewed itself. */
  onRenewal(reschedule: Reschedule): void {
    this.sweep.onRenewal(reschedule);
  }

  /** Calls the listener after each sweep that has processed everything that was due. */
  onWhole(listener: () => void): void {
    this.onWholeSweep.push(listener);
  }

  /** Sweeps now, here and in the other replicas. For writes that may bring an earlier instant. */
  wake(): void {
    this.sweepSoon();
    this.store.replicas.notify('deadlines');
  }

  /** Starts a sweep now, or after the one in progress. */
  private sweepSoon(): void {
    if (!this.started) return;
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  private async run(): Promise<void> {
    this.cancelTimer();
    let sleepMs: number = POLICY.sweepLongestSleepMs;
    try {
      let wakeAt: number | undefined;
      do {
        // Reset before reading: a write during the sweep may bring what this read does not see.
        this.again = false;
        if ((await this.sweep.batch()) > 0) this.again = true;
        else wakeAt = await this.sweep.nextWake();
      } while (this.again && this.started);
      this.lastSweptAt = this.clock.now();
      if (wakeAt !== undefined) {
        sleepMs = Math.min(sleepMs, Math.max(0, wakeAt - this.clock.now()));
      }
      this.failures = 0;
      if (this.sweep.isWhole()) for (const listener of this.onWholeSweep) listener();
    } catch (error) {
      sleepMs = Math.min(sleepMs, FIRST_PAUSE_MS * 2 ** this.failures++);
      this.logger.error(`A sweep failed. Next try in ${sleepMs} ms: ${String(error)}`);
    }
    if (this.started) this.sleep(sleepMs);
  }

  private sleep(milliseconds: number): void {
    this.timers.addTimeout(
      TIMER,
      setTimeout(() => this.sweepSoon(), milliseconds),
    );
  }

  private cancelTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
