import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';

/** How a transaction is begun, committed and rolled back. */
type Transact = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

/** A transaction that the running code is part of. */
interface Running {
  queue: TransactionQueue;
  /** Code in a transaction of one queue may start one of another queue, and join the first again from there. */
  outer: Running | undefined;
  tx: EntityManager;
  open: boolean;
  failed: { error: unknown } | undefined;
  afterCommit: (() => void)[];
}

/** One for all queues: each further AsyncLocalStorage makes every promise of the program dearer, for good. */
const current = new AsyncLocalStorage<Running>();

/**
 * Runs the transactions of one connection pool. A database with a single connection runs one at a time, in the order they
 * came: two that interleave on one connection lose each other's rows. Code that is part of a transaction and starts
 * another on the same queue joins it.
 */
export class TransactionQueue {
  private last: Promise<unknown> = Promise.resolve();
  /** How many run or wait. */
  private waiting = 0;

  constructor(
    private readonly transact: Transact,
    private readonly oneAtATime: boolean,
  ) {}

  run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const own = this.own();
    if (own !== undefined) return this.join(own, work);
    return this.oneAtATime ? this.enqueue(() => this.begin(work)) : this.begin(work);
  }

  /**
   * Keeps every later transaction waiting. Only where there is one at a time.
   * @returns when all earlier ones have ended, a function that lets the next begin.
   */
  hold(): Promise<() => void> {
    return new Promise((granted) => {
      void this.enqueue(() => new Promise<void>((release) => granted(release)));
    });
  }

  /** Runs `then` once the present transaction has committed; at once if there is none. */
  afterCommit(then: () => void): void {
    const own = this.own();
    if (own === undefined) then();
    else own.afterCommit.push(then);
  }

  /** Resolves when every transaction that was queued by now has ended. */
  async idle(): Promise<void> {
    await this.last;
  }

  /** Whether the running code is part of an open transaction of this queue. */
  get isInside(): boolean {
    return this.own() !== undefined;
  }

  /** The open transaction of this queue that the running code is part of. */
  private own(): Running | undefined {
    let one = current.getStore();
    while (one !== undefined && !(one.queue === this && one.open)) one = one.outer;
    return one;
  }

  private enqueue<T>(begin: () => Promise<T>): Promise<T> {
    const waits = this.waiting > 0;
    this.waiting += 1;
    const turn = this.last.then(async () => {
      // On SQLite a transaction is one run of the event loop: without this, all that wait would be one, too.
      if (waits) await setImmediate();
      return begin();
    });
    const ended = (): void => {
      this.waiting -= 1;
    };
    // A failure reaches its own caller only; the next in the queue starts all the same.
    this.last = turn.then(ended, ended);
    return turn;
  }

  /** A failed inner part fails the whole transaction, even if its caller catches the error. */
  private async join<T>(own: Running, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await work(own.tx);
    } catch (error) {
      own.failed ??= { error };
      throw error;
    }
  }

  private async begin<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const result = await this.transact(async (tx) => {
      const outer = current.getStore();
      const own: Running = { queue: this, outer, tx, open: true, failed: undefined, afterCommit };
      try {
        const done = await current.run(own, () => work(tx));
        if (own.failed !== undefined) throw own.failed.error;
        return done;
      } finally {
        own.open = false;
      }
    });
    for (const then of afterCommit) then();
    return result;
  }
}
