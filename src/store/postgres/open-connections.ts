import { Duplex } from 'node:stream';
import type { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { isRecord } from '../../base/guards';

/** The open connections of a process to PostgreSQL. */
export class OpenConnections {
  private readonly clients = new Set<Client>();

  add(client: Client): void {
    this.clients.add(client);
    client.once('end', () => this.clients.delete(client));
  }

  /** Ends all of them without waiting for the server. Statements that are under way fail. */
  cut(): void {
    for (const client of this.clients) cutConnection(client);
  }
}

/** Ends a connection without waiting for the server. @param client of node-postgres. */
export function cutConnection(client: unknown): void {
  const connection = isRecord(client) ? client.connection : undefined;
  const stream = isRecord(connection) ? connection.stream : undefined;
  if (stream instanceof Duplex) stream.destroy();
}

/** Removes the time limits of statements, the server's and the client's, for the open transaction. */
export async function removeTimeLimits(runner: QueryRunner): Promise<void> {
  await runner.query('SET LOCAL statement_timeout = 0');
  // The client has no limit of a transaction. The callers are commands, which end with it, and the start.
  const client: unknown = await runner.connect();
  const parameters = isRecord(client) ? client.connectionParameters : undefined;
  if (isRecord(parameters)) Object.assign(parameters, { query_timeout: 0 });
}
