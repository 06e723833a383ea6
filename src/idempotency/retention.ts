import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Store } from '../store/store';
import { StoredResponses } from './stored-responses';

const TIMER = 'purge of stored responses';
const HOUR = 3_600_000;

/** Deletes expired responses once an hour, in small transactions. */
@Injectable()
export class StoredResponseRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly store: Store,
    private readonly responses: StoredResponses,
    private readonly timers: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const purge = () => {
      this.running = this.purge().catch((error) =>
        this.logger.error(`Purging stored responses failed: ${String(error)}`),
      );
    };
    this.timers.addInterval(TIMER, setInterval(purge, HOUR));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.running;
  }

  async purge(): Promise<void> {
    while (!this.stopped && (await this.store.write((tx) => this.responses.purge(tx))));
  }
}
