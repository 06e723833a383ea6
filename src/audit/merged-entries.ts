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
import { type AuditDraft, append } from './audit';
import { RefusalCounter } from './refusal-counter';

const TIMER = 'counted refusals';
const CHECK_MS = 15_000;

/** Records refused requests in transactions of their own; equal refusals are merged, so that a flood stays small. */
@Injectable()
export class Refusals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  /** Separate from `known`, so that a flood without tokens does not merge refusals of known callers. */
  private readonly strangers = new RefusalCounter(POLICY.auditRefusalsPerMinute);
  private readonly known = new RefusalCounter(POLICY.auditRefusalsPerMinute);
  private waiting: AuditDraft[] = [];
  private writing: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const writeDue = () => {
      const now = this.clock.now();
      void this.write([...this.strangers.due(now), ...this.known.due(now)]);
    };
    this.timers.addInterval(TIMER, setInterval(writeDue, CHECK_MS));
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.flush();
  }

  note(draft: AuditDraft): void {
    void this.write((draft.token === null ? this.strangers : this.known).add(draft));
  }

  /** Resolves when all refusals so far are stored, counted ones included. */
  flush(): Promise<void> {
    return this.write([...this.strangers.due(), ...this.known.due()]);
  }

  private write(drafts: readonly AuditDraft[]): Promise<void> {
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
