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
/** After a sweep that failed; twice as long after each that follows. */
const FIRST_PAUSE_MS = 250;

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
  private stopListening: (() => void) | undefined;
  private failures = 0;

  /** When the last sweep ended, epoch milliseconds; readiness tells it. */
  lastSweptAt: number | undefined;

  constructor(
    private readonly sweep: Sweep,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
    private readonly store: Store,
  ) {}

  onApplicationBootstrap(): void {
    this.stopListening = this.store.neighbours.onTold('deadlines', () => this.lookSoon());
    this.lookSoon();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    this.cancelTimer();
    await this.running;
  }

  /** Sets what schedules an agreement anew once one of its terms has renewed itself. */
  onRenewal(reschedule: Reschedule): void {
    this.sweep.onRenewal(reschedule);
  }

  /** For a write that may have brought an earlier instant: looks now, and so do the other replicas. */
  wake(): void {
    this.lookSoon();
    this.store.neighbours.tell('deadlines');
  }

  /** Looks now, or once more after the look under way. */
  private lookSoon(): void {
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
      let wakeAt: number | undefined;
      do {
        // Before it reads: a write that comes meanwhile may bring what it no longer sees.
        this.again = false;
        if ((await this.sweep.batch()) > 0) this.again = true;
        else wakeAt = await this.sweep.nextWake();
      } while (this.again && !this.stopped);
      this.lastSweptAt = this.clock.now();
      if (wakeAt !== undefined) {
        sleepMs = Math.min(sleepMs, Math.max(0, wakeAt - this.clock.now()));
      }
      this.failures = 0;
    } catch (error) {
      sleepMs = Math.min(sleepMs, FIRST_PAUSE_MS * 2 ** this.failures++);
      this.logger.error(`A sweep failed and is tried again in ${sleepMs} ms: ${String(error)}`);
    }
    if (!this.stopped) this.sleep(sleepMs);
  }

  private sleep(milliseconds: number): void {
    this.timers.addTimeout(
      TIMER,
      setTimeout(() => this.lookSoon(), milliseconds),
    );
  }

  private cancelTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
