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
import { Courier } from '../queue/courier';
import { Digests } from './digests';

const TIMER = 'digests';
/** Timers may fire a little early. */
const MIN_SLEEP_MS = 50;

/** Writes digests at their instants. It looks at least every `maxSleepMs`, which also finds settings of other replicas. */
@Injectable()
export class DigestLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Digests');
  private running: Promise<void> | undefined;
  private started = false;
  /** Bound to the context of the constructor: in the context of a caller, writes would join the caller's transaction. */
  private readonly runDetached = AsyncResource.bind(() => this.run());

  constructor(
    private readonly digests: Digests,
    private readonly courier: Courier,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  onApplicationBootstrap(): void {
    this.started = true;
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.started = false;
    this.cancelTimer();
    await this.running;
  }

  private wake(): void {
    if (!this.started) return;
    this.running ??= this.runDetached().finally(() => {
      this.running = undefined;
    });
  }

  private async run(): Promise<void> {
    this.cancelTimer();
    let sleepMs = this.settings.maxSleepMs;
    try {
      const { written, nextAt } = await this.digests.writeDue();
      if (written > 0) this.courier.wake();
      if (nextAt !== undefined) {
        sleepMs = Math.min(sleepMs, Math.max(MIN_SLEEP_MS, nextAt - this.clock.now()));
      }
    } catch (error) {
      this.logger.error(`Writing digests failed and will be repeated: ${String(error)}`);
    }
    if (this.started) {
      this.timers.addTimeout(
        TIMER,
        setTimeout(() => this.wake(), sleepMs),
      );
    }
  }

  private cancelTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
