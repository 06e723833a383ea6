import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock';
import { firstIdAt } from '../randomness';
import { run } from '../store/set-based';
import { Store } from '../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings';

const TIMER = 'housekeeping';
const HOUR = 3_600_000;
/** Rows deleted in one transaction, so that no write waits long for it. */
const BATCH = 500;

/**
 * Forgets what the log need not hold any more: first the attempts, later the finished deliveries.
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
    const now = this.clock.now();
    const attempts = await this.whileFull((tx) =>
      this.forgetAttempts(tx, now - this.settings.attemptsKeptMs),
    );
    const deliveries = await this.whileFull((tx) =>
      this.forgetDeliveries(tx, now - this.settings.deliveriesKeptMs),
    );
    return attempts + deliveries;
  }

  private async whileFull(batch: (tx: EntityManager) => Promise<number>): Promise<number> {
    let all = 0;
    for (;;) {
      const forgotten = await this.store.write(batch);
      all += forgotten;
      if (forgotten < BATCH || this.stopped) return all;
    }
  }

  private async forgetAttempts(tx: EntityManager, before: number): Promise<number> {
    const { changed } = await run(
      tx,
      `DELETE FROM attempt WHERE (message_id, endpoint_id, number) IN
         (SELECT message_id, endpoint_id, number FROM attempt
           WHERE message_id < ? AND started_at < ? LIMIT ?)`,
      [firstIdAt('msg', before), before, BATCH],
    );
    return changed;
  }

  private async forgetDeliveries(tx: EntityManager, before: number): Promise<number> {
    const { changed } = await run(
      tx,
      `DELETE FROM delivery WHERE (message_id, endpoint_id) IN
         (SELECT message_id, endpoint_id FROM delivery
           WHERE message_id < ? AND finished_at < ? AND state <> 'pending'
             AND lease_until IS NULL LIMIT ?)`,
      [firstIdAt('msg', before), before, BATCH],
    );
    return changed;
  }
}
