import type { EntityManager } from 'typeorm';

/** Transactions that changed an agreement. */
const changing = new WeakSet<EntityManager>();

/** For every write that raises a revision or removes an agreement. */
export function noteChange(tx: EntityManager): void {
  changing.add(tx);
}

/** Whether the transaction changed an agreement. Clears the mark, since the next transaction may be the same object. */
export function takeChange(tx: EntityManager): boolean {
  return changing.delete(tx);
}

/** Transactions with a statement that inserted, updated or deleted a row. */
const writing = new WeakSet<EntityManager>();

export function noteWritten(tx: EntityManager): void {
  writing.add(tx);
}

/** Whether the transaction wrote a row. Clears the mark, as `takeChange` does. */
export function takeWritten(tx: EntityManager): boolean {
  return writing.delete(tx);
}
