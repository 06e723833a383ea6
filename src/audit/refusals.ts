import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../base/clock';
import { withoutRequestContext } from '../base/request-context';
import { POLICY } from '../config/policy';
import { Store } from '../store/store';
import { append, type Draft } from './audit';
import { Merged } from './merged';

const TIMER = 'counted refusals';
const LOOK_MS = 15_000;

/** Records what was refused, in transactions of its own and never more than the disk can bear. */
@Injectable()
export class Refusals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  /** Apart, so that no flood of strangers hides what somebody known was refused. */
  private readonly strangers = new Merged(POLICY.auditRefusalsPerMinute);
  private readonly known = new Merged(POLICY.auditRefusalsPerMinute);
  private waiting: Draft[] = [];
  private writing: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      const now = this.clock.now();
      void this.write([...this.strangers.due(now), ...this.known.due(now)]);
    };
    this.timers.addInterval(TIMER, setInterval(look, LOOK_MS));
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.flush();
  }

  note(draft: Draft): void {
    void this.write((draft.token === null ? this.strangers : this.known).note(draft));
  }

  /** Resolves when everything noted so far is stored, counted repeats too. */
  flush(): Promise<void> {
    return this.write([...this.strangers.due(), ...this.known.due()]);
  }

  private write(drafts: readonly Draft[]): Promise<void> {
    this.waiting.push(...drafts);
    if (this.waiting.length === 0) return this.writing ?? Promise.resolve();
    this.writing ??= withoutRequestContext(() => this.drain()).finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.store.write((tx) => append(tx, batch));
      } catch (error) {
        this.logger.error(`${batch.length} refusals could not be recorded: ${String(error)}`);
      }
    }
  }
}
