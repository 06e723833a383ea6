import { setImmediate } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { firstIdAt } from '../../base/randomness';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { Archive } from './archive';

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
export class DeliveryRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Retention');
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
      this.running = this.purge().then(
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
  async purge(): Promise<number> {
    const { attemptsKeptDays, deliveriesKeptDays } = this.settings;
    const attempts = await this.whileFull('attempt', purgeAttempts, attemptsKeptDays);
    return attempts + (await this.whileFull('delivery', purgeDeliveries, deliveriesKeptDays));
  }

  private async whileFull(
    kind: 'attempt' | 'delivery',
    forget: typeof purgeAttempts,
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

/** Deletes up to `most` tries that were begun before an instant (epoch milliseconds); answers what they were. */
export async function purgeAttempts(
  tx: EntityManager,
  before: number,
  most: number,
): Promise<object[]> {
  const { rows } = await run<OldAttempt>(
    tx,
    `DELETE FROM attempt WHERE (message_id, endpoint_id, number) IN
       (SELECT message_id, endpoint_id, number FROM attempt
         WHERE message_id < ? AND started_at < ? LIMIT ?)
     RETURNING message_id, endpoint_id, number, started_at, duration_ms, outcome, status_code, excerpt, error`,
    [firstIdAt('msg', before), before, most],
  );
  return rows.map(archivedAttempt);
}

/** Deletes up to `most` deliveries that were finished before an instant; what waits is never among them. */
export async function purgeDeliveries(
  tx: EntityManager,
  before: number,
  most: number,
): Promise<object[]> {
  const { rows } = await run<OldDelivery>(
    tx,
    `DELETE FROM delivery WHERE (message_id, endpoint_id) IN
       (SELECT message_id, endpoint_id FROM delivery
         WHERE message_id < ? AND finished_at < ? AND state <> 'pending'
           AND lease_until IS NULL LIMIT ?)
     RETURNING message_id, endpoint_id, state, fence, finished_at, last_status_code, last_error`,
    [firstIdAt('msg', before), before, most],
  );
  return rows.map(archivedDelivery);
}

interface Old {
  message_id: string;
  endpoint_id: string;
}

interface OldAttempt extends Old {
  number: number;
  started_at: number | string;
  duration_ms: number | string;
  outcome: string;
  status_code: number | null;
  excerpt: string | null;
  error: string | null;
}

interface OldDelivery extends Old {
  state: string;
  fence: number;
  finished_at: number | string;
  last_status_code: number | null;
  last_error: string | null;
}

function archivedAttempt(row: OldAttempt): object {
  return {
    message: row.message_id,
    endpoint: row.endpoint_id,
    number: row.number,
    startedAt: new Date(Number(row.started_at)).toISOString(),
    durationMs: Number(row.duration_ms),
    outcome: row.outcome,
    statusCode: row.status_code,
    excerpt: row.excerpt,
    error: row.error,
  };
}

function archivedDelivery(row: OldDelivery): object {
  return {
    message: row.message_id,
    endpoint: row.endpoint_id,
    state: row.state,
    attempts: row.fence,
    finishedAt: new Date(Number(row.finished_at)).toISOString(),
    statusCode: row.last_status_code,
    error: row.last_error,
  };
}
