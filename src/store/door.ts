import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

/** How a transaction is begun, committed and rolled back. */
export type Transact = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

interface Inside {
  tx: EntityManager;
  open: boolean;
  failed: { error: unknown } | undefined;
  afterCommit: (() => void)[];
}

/**
 * The one way into a connection. Where a database has a single connection, transactions enter one at a
 * time in the order they came: two that interleave on it lose each other's rows. Work that is inside
 * already and enters again joins the transaction it is in.
 */
export class Door {
  private readonly inside = new AsyncLocalStorage<Inside>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transact: Transact,
    private readonly oneAtATime: boolean,
  ) {}

  enter<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const outer = this.inside.getStore();
    if (outer?.open) return this.join(outer, work);
    return this.oneAtATime ? this.enqueue(() => this.begin(work)) : this.begin(work);
  }

  /** Runs `then` once the present transaction has committed; at once where there is none. */
  afterCommit(then: () => void): void {
    const inside = this.inside.getStore();
    if (inside?.open) inside.afterCommit.push(then);
    else then();
  }

  /** Resolves when everything that entered has left. */
  async idle(): Promise<void> {
    await this.last;
  }

  private enqueue<T>(begin: () => Promise<T>): Promise<T> {
    const turn = this.last.then(begin, begin);
    // A failure reaches its own caller only; the next in the queue starts all the same.
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** A failed inner part fails the whole, even where its caller swallows the error: half is never kept. */
  private async join<T>(outer: Inside, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await work(outer.tx);
    } catch (error) {
      outer.failed ??= { error };
      throw error;
    }
  }

  private async begin<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const result = await this.transact(async (tx) => {
      const inside: Inside = { tx, open: true, failed: undefined, afterCommit };
      try {
        const done = await this.inside.run(inside, () => work(tx));
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
