import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Store } from '../store/store';
import { KeptAnswers } from './stored-responses';

const TIMER = 'forgetting answers';
const HOUR = 3_600_000;

/** Once an hour removes the answers that are kept no longer, in small transactions. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly store: Store,
    private readonly answers: KeptAnswers,
    private readonly timers: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.running = this.tidy().catch((error) =>
        this.logger.error(`Forgetting kept answers failed: ${String(error)}`),
      );
    };
    this.timers.addInterval(TIMER, setInterval(look, HOUR));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.running;
  }

  async tidy(): Promise<void> {
    while (!this.stopped && (await this.store.write((tx) => this.answers.forget(tx))));
  }
}
