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
import { type AuditDraft, append, recordWrites } from './audit';
import { RepeatCounter } from './repeat-counter';

const TIMER = 'counted audit entries';
const CHECK_MS = 15_000;

/**
 * Records refused requests, and writes that changed nothing, in transactions of their own. Equal ones are merged, so that a
 * flood stays small.
 */
@Injectable()
export class MergedEntries implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  /** Separate from `known`, so that a flood without tokens does not merge refusals of known callers. */
  private readonly strangers = new RepeatCounter(POLICY.auditRefusalsPerMinute);
  private readonly known = new RepeatCounter(POLICY.auditRefusalsPerMinute);
  private readonly unchanged = new RepeatCounter(POLICY.auditRefusalsPerMinute);
  private waiting: AuditDraft[] = [];
  /** False in processes without the timer that records what was counted. */
  merges = false;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly timers: SchedulerRegistry,
  ) {
    recordWrites(store, clock, this);
  }

  onApplicationBootstrap(): void {
    const writeDue = () => {
      void this.write(this.due(this.clock.now()));
    };
    this.merges = true;
    this.timers.addInterval(TIMER, setInterval(writeDue, CHECK_MS));
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.flush();
  }

  note(draft: AuditDraft): void {
    void this.write(this.counterOf(draft).add(draft));
  }

  /** Resolves when all entries so far are stored, counted ones included. */
  flush(): Promise<void> {
    return this.write(this.due());
  }

  private counterOf({ outcome, token }: AuditDraft): RepeatCounter {
    if (outcome === 'written') return this.unchanged;
    return token === null ? this.strangers : this.known;
  }

  /** @param now epoch milliseconds; all entries without it. */
  private due(now?: number): AuditDraft[] {
    return [this.strangers, this.known, this.unchanged].flatMap((counter) => counter.due(now));
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
        this.logger.error(`${batch.length} audit entries could not be recorded: ${String(error)}`);
      }
    }
  }
}
