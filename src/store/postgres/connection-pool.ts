import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { errorMessage } from '../../base/guards';
import { ConnectionLine } from './connection-line';
import { cutConnection } from './open-connections';

/** The message of node-postgres for a statement without an answer in time. It keeps the connection, which is of no use. */
const NO_ANSWER = 'Query read timeout';

/** The connections of one side of the store to PostgreSQL. */
export class ConnectionPool {
  private readonly line: ConnectionLine;

  /** @param most the connections that `source` opens at most. */
  constructor(
    private readonly source: DataSource,
    most: number,
  ) {
    this.line = new ConnectionLine(most);
  }

  /** Runs `work` on one connection, without a transaction. */
  use<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.withRunner((runner) => work(runner.manager));
  }

  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.withRunner(async (runner) => {
      await runner.startTransaction();
      const done = await work(runner.manager);
      await runner.commitTransaction();
      return done;
    });
  }

  private withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    return this.line.run(
      () => this.connect(),
      async (runner) => {
        try {
          return await work(runner);
        } catch (error) {
          await rollBack(runner, error);
          throw error;
        } finally {
          await runner.release();
        }
      },
    );
  }

  private async connect(): Promise<QueryRunner> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.connect();
      return runner;
    } catch (error) {
      await runner.release();
      throw error;
    }
  }
}

/** A connection that cannot even roll back is ended, so that nothing else runs on it. */
async function rollBack(runner: QueryRunner, error: unknown): Promise<void> {
  if (runner.isReleased) return;
  const client: unknown = await runner.connect();
  if (errorMessage(error) === NO_ANSWER) cutConnection(client);
  if (!runner.isTransactionActive) return;
  await runner.rollbackTransaction().catch(() => cutConnection(client));
}
