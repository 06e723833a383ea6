import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../base/clock';
import { withoutRequestContext } from '../base/request-context';
import { takeChange } from './generation';
import { leadOf } from './postgres/clock-offset';
import { ReplicaNotifier } from './replica-notifier';
import { type Dialect, dialectOf } from './sql/dialect';
import { TransactionQueue } from './transaction-queue';
import { asUnavailable } from './unavailable';

/**
 * The only way to the database. `write` is a transaction on the writing side; `read` is a snapshot on
 * the reading side, which never sees a row that is not committed, its own process's included.
 */
export class Store {
  readonly dialect: Dialect;
  private readonly writes: TransactionQueue;
  private readonly reads: TransactionQueue;
  private readonly ends: (() => void)[] = [];
  private closing: (tx: EntityManager) => Promise<void> = async () => undefined;
  private commits = 0;

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    /** The other replicas; none on SQLite. */
    readonly neighbours = new ReplicaNotifier(undefined),
  ) {
    this.dialect = dialectOf(writer.options.type);
    const single = this.dialect.name === 'sqlite';
    this.writes = new TransactionQueue((work) => this.transact(work), single);
    this.reads = new TransactionQueue((work) => this.snapshot(work), single);
  }

  /**
   * Runs `work` in one transaction: all of it is stored when the promise resolves, nothing when it rejects.
   * A `write` inside a `write` joins it. Inside, use `tx` only: `read` answers from before the transaction.
   * @throws Refusal 'unavailable', with when to ask again, where the database itself fails.
   */
  write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.writes.enter(work).catch(refuse);
  }

  /** Runs `work` on one snapshot of what is committed; writing through it fails. */
  read<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.reads.enter(work).catch(refuse);
  }

  /**
   * Runs `work` of one SELECT, which is a snapshot by itself: PostgreSQL is spared the three round trips of a
   * transaction around it. For what is asked again and again; nothing stops it from writing but its caller.
   */
  async readOnce<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.dialect.name === 'sqlite') return this.read(work);
    const runner = this.reader.createQueryRunner();
    try {
      return await work(runner.manager);
    } catch (error) {
      throw asUnavailable(error);
    } finally {
      await runner.release();
    }
  }

  /**
   * Another number after every commit of this process that changed what is answered about an agreement. Where one
   * process has the database to itself, the same number means that nothing has changed.
   */
  get generation(): number {
    return this.commits;
  }

  /**
   * Runs `then` once the write under way has committed, on nobody's behalf (`asking.ts`); never when it rolls back.
   */
  afterCommit(then: () => void): void {
    this.writes.afterCommit(() => withoutRequestContext(then));
  }

  /** Runs `close` at the end of every transaction of `write`, as its last part: without it nothing is committed. */
  beforeCommit(close: (tx: EntityManager) => Promise<void>): void {
    this.closing = close;
  }

  /** How many milliseconds the database's clock is ahead of the given one; SQLite has none of its own. */
  async leadOf(clock: Clock): Promise<number> {
    return this.dialect.name === 'sqlite' ? 0 : leadOf(this.reader, clock);
  }

  /** Runs `end` once the connections are closed. */
  onClose(end: () => void): void {
    this.ends.push(end);
  }

  async close(): Promise<void> {
    await this.neighbours.close();
    await Promise.all([this.writes.idle(), this.reads.idle()]);
    if (this.reader.isInitialized) await this.reader.destroy();
    if (this.writer.isInitialized) await this.writer.destroy();
    for (const end of this.ends) end();
  }

  private async transact<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    let changed = false;
    const done = await transaction(this.writer, async (tx) => {
      takeChange(tx);
      const result = await work(tx);
      await this.closing(tx);
      changed = takeChange(tx);
      return result;
    });
    if (changed) this.commits += 1;
    return done;
  }

  private snapshot<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.dialect.name === 'sqlite') return transaction(this.reader, work);
    return transaction(this.reader, async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return work(tx);
    });
  }
}

async function transaction<T>(
  side: DataSource,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  try {
    return await side.transaction(work);
  } catch (error) {
    endFailed(side);
    throw error;
  }
}

function refuse(error: unknown): never {
  throw asUnavailable(error);
}

/** What better-sqlite3 has of a connection. */
interface Connection {
  inTransaction: boolean;
  exec(sql: string): void;
}

/**
 * Ends what a failed transaction left behind on a connection that it has to itself. Where the disk is full or fails,
 * SQLite rolls back on its own, TypeORM's ROLLBACK finds nothing and the transaction stays counted; the next ones then
 * become savepoints, and after a second failure parts of a transaction that nothing ever commits: acknowledged, and lost.
 */
export function endFailed(side: DataSource): void {
  if (side.options.type !== 'better-sqlite3') return;
  const { databaseConnection } = side.driver as unknown as { databaseConnection: Connection };
  // SQLite's one runner is kept for good, and what it counts with it.
  Object.assign(side.createQueryRunner(), { isTransactionActive: false, transactionDepth: 0 });
  if (databaseConnection.inTransaction) databaseConnection.exec('ROLLBACK');
}
