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

const TIMER = 'delivery-retention';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rows deleted in one transaction, so that other writes do not wait long. */
const BATCH = 500;

/**
 * Purges old rows of the delivery log, hourly, after they are archived: attempts first, finished deliveries later.
 * Pending deliveries and messages are kept. Ids contain the time of the message, so the queries read old rows only.
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
    const start = () => {
      this.running = this.purge().then(
        () => undefined,
        (error) => this.logger.error(`Purging the delivery log failed: ${String(error)}`),
      );
    };
    this.timers.addInterval(TIMER, setInterval(start, HOUR));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timers.doesExist('interval', TIMER)) this.timers.deleteInterval(TIMER);
    await this.running;
  }

  /** Purges all rows that are old enough, in small transactions. @returns the number of rows. */
  async purge(): Promise<number> {
    const { attemptsKeptDays, deliveriesKeptDays } = this.settings;
    const attempts = await this.purgeInBatches('attempt', purgeAttempts, attemptsKeptDays);
    return attempts + (await this.purgeInBatches('delivery', purgeDeliveries, deliveriesKeptDays));
  }

  private async purgeInBatches(
    kind: 'attempt' | 'delivery',
    purgeBatch: typeof purgeAttempts,
    keptDays: number,
  ): Promise<number> {
    const now = this.clock.now();
    let total = 0;
    for (;;) {
      const purged = await this.store.write(async (tx) => {
        const rows = await purgeBatch(tx, now - keptDays * DAY, BATCH);
        this.archive.append(kind, rows, now);
        return rows.length;
      });
      total += purged;
      if (purged < BATCH || this.stopped) return total;
      // SQLite runs synchronously, so let other work run between two batches.
      await setImmediate();
    }
  }
}

/** Deletes up to `limit` attempts that started before an instant (epoch milliseconds). @returns their archive lines. */
async function purgeAttempts(tx: EntityManager, before: number, limit: number): Promise<object[]> {
  const { rows } = await run<OldAttempt>(
    tx,
    `DELETE FROM attempt WHERE (message_id, endpoint_id, number) IN
       (SELECT message_id, endpoint_id, number FROM attempt
         WHERE message_id < ? AND started_at < ? LIMIT ?)
     RETURNING message_id, endpoint_id, number, started_at, duration_ms, outcome, status_code, excerpt, error`,
    [firstIdAt('msg', before), before, limit],
  );
  return rows.map(archivedAttempt);
}

/** Deletes up to `limit` deliveries that finished before an instant (epoch milliseconds). @returns their archive lines. */
async function purgeDeliveries(
  tx: EntityManager,
  before: number,
  limit: number,
): Promise<object[]> {
  const { rows } = await run<OldDelivery>(
    tx,
    `DELETE FROM delivery WHERE (message_id, endpoint_id) IN
       (SELECT message_id, endpoint_id FROM delivery
         WHERE message_id < ? AND finished_at < ? AND state <> 'pending'
           AND lease_until IS NULL LIMIT ?)
     RETURNING message_id, endpoint_id, state, fence, finished_at, last_status_code, last_error`,
    [firstIdAt('msg', before), before, limit],
  );
  return rows.map(archivedDelivery);
}

interface DeliveryKey {
  message_id: string;
  endpoint_id: string;
}

interface OldAttempt extends DeliveryKey {
  number: number;
  started_at: number | string;
  duration_ms: number | string;
  outcome: string;
  status_code: number | null;
  excerpt: string | null;
  error: string | null;
}

interface OldDelivery extends DeliveryKey {
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
