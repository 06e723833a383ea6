import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../base/clock';
import { Refusal } from '../base/refusal';
import { withoutRequestContext } from '../base/request-context';
import { settlesWithin } from '../base/within';
import { POLICY } from '../config/policy';
import { takeChange, takeWritten } from './generation';
import { clockOffset } from './postgres/clock-offset';
import { ConnectionPool } from './postgres/connection-pool';
import { ReplicaNotifier } from './replica-notifier';
import { type Dialect, dialectOf } from './sql/dialect';
import { TransactionQueue } from './transaction-queue';
import { asUnavailable, NO_ANSWER, RETRY_AFTER_SECONDS } from './unavailable';

/** Orders the write transactions of several processes on one SQLite file. */
export interface WriteTurns {
  /** @returns when no other process writes, a function to call at the end of the transaction. */
  take(): Promise<(changed: boolean) => Promise<void>>;
}

/** @param wrote whether the transaction inserted, updated or deleted a row. */
type BeforeCommit = (tx: EntityManager, wrote: boolean) => Promise<void>;

/**
 * All access to the database. `write` runs a transaction on the writing connection; `read` runs on a snapshot of what is
 * committed, on a connection that only reads.
 */
export class Store {
  readonly dialect: Dialect;
  private readonly writes: TransactionQueue;
  private readonly reads: TransactionQueue;
  private readonly onClosed: (() => void)[] = [];
  private beforeEachCommit: BeforeCommit = async () => undefined;
  private commits = 0;
  /** Undefined on SQLite, which has one connection for each side. */
  private readonly pools: { writer: ConnectionPool; reader: ConnectionPool } | undefined;

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    /** Sends notices to the other replicas; there are none on SQLite. */
    readonly replicas = new ReplicaNotifier(undefined),
    /** Where another process of the service writes to the same SQLite file. */
    private readonly turns?: WriteTurns,
  ) {
    this.dialect = dialectOf(writer.options.type);
    const single = this.dialect.name === 'sqlite';
    this.writes = new TransactionQueue((work) => this.transact(work), single);
    this.reads = new TransactionQueue((work) => this.snapshot(work), single);
    this.pools = single ? undefined : { writer: poolOf(writer), reader: poolOf(reader) };
  }

  /**
   * Runs `work` in one transaction: all of it is stored when the promise resolves, nothing when it rejects.
   * A `write` inside a `write` joins it. Inside, use `tx` only: `read` shows the state before the transaction.
   * @throws Refusal 'unavailable', with a time to retry after, if the database itself fails.
   */
  write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.writes.run(work).catch(refuse);
  }

  /** Whether the running code is part of a `write`. */
  get isWriting(): boolean {
    return this.writes.isInside;
  }

  /** Runs `work` on one snapshot of what is committed. Writing in it fails. */
  read<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.reads.run(work).catch(refuse);
  }

  /**
   * Runs `work` of a single SELECT, which is a snapshot by itself: on PostgreSQL this saves the three round trips of a
   * transaction. The caller must not write in it.
   */
  readOnce<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.pools === undefined ? this.read(work) : this.pools.reader.use(work).catch(refuse);
  }

  /**
   * Whether the database answers within `POLICY.databaseAnswerMs`.
   * @throws Refusal 'unavailable' if it fails or does not answer.
   */
  async mustAnswer(): Promise<void> {
    const answer = this.replicas.ping() ?? this.readOnce((tx) => tx.query('SELECT 1'));
    if (!(await settlesWithin(answer, POLICY.databaseAnswerMs))) {
      throw new Refusal('unavailable', NO_ANSWER, [], RETRY_AFTER_SECONDS);
    }
    await answer.catch(refuse);
  }

  /**
   * Rises with every commit of this process that changed an agreement. Where only one process uses the database, an equal
   * number means that no agreement has changed.
   */
  get generation(): number {
    return this.commits;
  }

  /**
   * Runs `then` once the present write has committed, without its request context; never when it rolls back.
   */
  afterCommit(then: () => void): void {
    this.writes.afterCommit(() => withoutRequestContext(then));
  }

  /** Runs `work` as the last part of every `write`, in its transaction: where it fails, nothing is committed. */
  beforeCommit(work: BeforeCommit): void {
    this.beforeEachCommit = work;
  }

  /** Keeps the writes of this process waiting while a worker writes; resolves with what ends that. */
  holdWrites(): Promise<() => void> {
    return this.writes.hold();
  }

  /** Counts a commit of a worker as one of this process. */
  noteCommit(): void {
    this.commits += 1;
  }

  /** How many milliseconds the database's clock is ahead of the given one; 0 on SQLite, which has no clock of its own. */
  async clockOffset(clock: Clock): Promise<number> {
    return this.dialect.name === 'sqlite' ? 0 : clockOffset(this.reader, clock);
  }

  /** Runs `end` once the connections are closed. */
  onClose(end: () => void): void {
    this.onClosed.push(end);
  }

  async close(): Promise<void> {
    await this.replicas.close();
    await Promise.all([this.writes.idle(), this.reads.idle()]);
    if (this.reader.isInitialized) await this.reader.destroy();
    if (this.writer.isInitialized) await this.writer.destroy();
    for (const end of this.onClosed) end();
  }

  private async transact<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const end = await this.turns?.take();
    let changed = false;
    try {
      const done = await this.transaction('writer', async (tx) => {
        takeChange(tx);
        takeWritten(tx);
        const result = await work(tx);
        await this.beforeEachCommit(tx, takeWritten(tx));
        changed = takeChange(tx);
        return result;
      });
      if (changed) this.commits += 1;
      return done;
    } finally {
      await end?.(changed);
    }
  }

  private snapshot<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.dialect.name === 'sqlite') return this.transaction('reader', work);
    return this.transaction('reader', async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return work(tx);
    });
  }

  private async transaction<T>(
    side: 'writer' | 'reader',
    work: (tx: EntityManager) => Promise<T>,
  ): Promise<T> {
    if (this.pools !== undefined) return this.pools[side].transaction(work);
    try {
      return await this[side].transaction(work);
    } catch (error) {
      endFailed(this[side]);
      throw error;
    }
  }
}

function poolOf(source: DataSource): ConnectionPool {
  return new ConnectionPool(source, source.options.poolSize ?? 1);
}

function refuse(error: unknown): never {
  throw asUnavailable(error);
}

/** What is used of a connection of better-sqlite3. */
interface Connection {
  inTransaction: boolean;
  exec(sql: string): void;
}

/**
 * Ends a failed transaction on SQLite's one connection. Where the disk is full or fails, SQLite rolls back by itself;
 * TypeORM's ROLLBACK then fails, and TypeORM believes that the transaction is still open. It would make every later
 * transaction a savepoint in that one, which never commits: those writes would be acknowledged and lost.
 */
function endFailed(side: DataSource): void {
  if (side.options.type !== 'better-sqlite3') return;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeORM's type of the driver does not name its connection
  const { databaseConnection } = side.driver as unknown as { databaseConnection: Connection };
  // TypeORM keeps one query runner for SQLite, with its counters.
  Object.assign(side.createQueryRunner(), { isTransactionActive: false, transactionDepth: 0 });
  if (databaseConnection.inTransaction) databaseConnection.exec('ROLLBACK');
}
