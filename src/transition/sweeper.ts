import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { POLICY } from '../../config/policy';
import { Clock } from '../clock';
import { Sweep } from './sweep';

const TIMER = 'sweeper';

/**
 * The loop around the sweep. It sleeps until the next milestone's instant, is woken by a write that
 * brings an earlier one, and looks once a minute anyway, since clocks jump and timers drift.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sweeper');
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  /** When the last sweep ended, epoch milliseconds; readiness tells it. */
  lastSweptAt: number | undefined;

  constructor(
    private readonly sweep: Sweep,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.cancelTimer();
    await this.running;
  }

  /** Looks now, or once more after the look under way. */
  wake(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.look().finally(() => {
      this.running = undefined;
    });
  }

  private async look(): Promise<void> {
    this.cancelTimer();
    let sleepMs: number = POLICY.sweepLongestSleepMs;
    try {
      while (this.again && !this.stopped) {
        this.again = (await this.sweep.batch()) > 0;
      }
      const wakeAt = await this.sweep.nextWake();
      this.lastSweptAt = this.clock.now();
      if (wakeAt !== undefined) {
        sleepMs = Math.min(sleepMs, Math.max(0, wakeAt - this.clock.now()));
      }
    } catch (error) {
      this.logger.error(`A sweep failed and is tried again within a minute: ${String(error)}`);
    }
    if (!this.stopped) this.sleep(sleepMs);
  }

  private sleep(milliseconds: number): void {
    this.timers.addTimeout(
      TIMER,
      setTimeout(() => this.wake(), milliseconds),
    );
  }

  private cancelTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
