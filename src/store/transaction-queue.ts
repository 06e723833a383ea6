import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

/** How a transaction is begun, committed and rolled back. */
export type Transact = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

interface Inside {
  door: TransactionQueue;
  /** Work in a transaction of one door may enter another, and the first again from there. */
  outer: Inside | undefined;
  tx: EntityManager;
  open: boolean;
  failed: { error: unknown } | undefined;
  afterCommit: (() => void)[];
}

/** One for all doors: each more of its kind costs every promise of the program, long after the door is closed. */
const present = new AsyncLocalStorage<Inside>();

/**
 * The one way into a connection. Where a database has a single connection, transactions enter one at a
 * time in the order they came: two that interleave on it lose each other's rows. Work that is inside
 * already and enters again joins the transaction it is in.
 */
export class TransactionQueue {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transact: Transact,
    private readonly oneAtATime: boolean,
  ) {}

  enter<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const own = this.own();
    if (own !== undefined) return this.join(own, work);
    return this.oneAtATime ? this.enqueue(() => this.begin(work)) : this.begin(work);
  }

  /** Runs `then` once the present transaction has committed; at once where there is none. */
  afterCommit(then: () => void): void {
    const own = this.own();
    if (own === undefined) then();
    else own.afterCommit.push(then);
  }

  /** Resolves when everything that entered has left. */
  async idle(): Promise<void> {
    await this.last;
  }

  /** The open transaction of this door that the present work is in. */
  private own(): Inside | undefined {
    let inside = present.getStore();
    while (inside !== undefined && !(inside.door === this && inside.open)) inside = inside.outer;
    return inside;
  }

  private enqueue<T>(begin: () => Promise<T>): Promise<T> {
    const turn = this.last.then(begin, begin);
    // A failure reaches its own caller only; the next in the queue starts all the same.
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** A failed inner part fails the whole, even where its caller swallows the error: half is never kept. */
  private async join<T>(own: Inside, work: (tx: EntityManager) => Promise<T>): Promise<T> {
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
      const outer = present.getStore();
      const inside: Inside = { door: this, outer, tx, open: true, failed: undefined, afterCommit };
      try {
        const done = await present.run(inside, () => work(tx));
        if (inside.failed !== undefined) throw inside.failed.error;
        return done;
      } finally {
        inside.open = false;
      }
    });
    for (const then of afterCommit) then();
    return result;
  }
}
