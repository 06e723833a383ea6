import type { EntityManager } from 'typeorm';

/** Transactions that change what is answered about an agreement. */
const changing = new WeakSet<EntityManager>();

/** Called by every write that raises a revision or removes an agreement. */
export function noteChange(tx: EntityManager): void {
  changing.add(tx);
}

/** Whether the transaction did so; forgets it, since a connection's next transaction is the same object. */
export function takeChange(tx: EntityManager): boolean {
  return changing.delete(tx);
}
