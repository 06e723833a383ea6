import { setImmediate } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../../base/clock';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Archive } from './archive';
import { forgetAttempts, forgetDeliveries } from './forgetting';

const TIMER = 'housekeeping';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rows deleted in one transaction, so that no write waits long for it. */
const BATCH = 500;

/**
 * Forgets what the log need not hold any more, once it is archived: first the attempts, later the finished deliveries.
 * What waits is never forgotten, and messages stay as long as the history they belong to. The ids tell the
 * messages' age, so that a look reads what is old and nothing else.
 */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Housekeeping');
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
    private readonly archive: Archive,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.running = this.tidy().then(
        () => undefined,
        (error) => this.logger.error(`Tidying the log failed: ${String(error)}`),
      );
    };
    this.timers.addInterval(TIMER, setInterval(look, HOUR));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.running;
  }

  /** Forgets everything that is old enough, in small transactions; answers how many rows that was. */
  async tidy(): Promise<number> {
    const { attemptsKeptDays, deliveriesKeptDays } = this.settings;
    const attempts = await this.whileFull('attempt', forgetAttempts, attemptsKeptDays);
    return attempts + (await this.whileFull('delivery', forgetDeliveries, deliveriesKeptDays));
  }

  private async whileFull(
    kind: 'attempt' | 'delivery',
    forget: typeof forgetAttempts,
    keptDays: number,
  ): Promise<number> {
    const now = this.clock.now();
    let all = 0;
    for (;;) {
      const forgotten = await this.store.write(async (tx) => {
        const rows = await forget(tx, now - keptDays * DAY, BATCH);
        this.archive.keep(kind, rows, now);
        return rows.length;
      });
      all += forgotten;
      if (forgotten < BATCH || this.stopped) return all;
      // On SQLite nothing above leaves the event loop: whoever waits is served between two batches.
      await setImmediate();
    }
  }
}
