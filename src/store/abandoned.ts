import type { DataSource } from 'typeorm';

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
