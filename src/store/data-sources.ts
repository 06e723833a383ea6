import { join } from 'node:path';
import type { Client } from 'pg';
import {
  DataSource,
  type DataSourceOptions,
  type MigrationInterface,
  type ObjectLiteral,
} from 'typeorm';
import { POLICY } from '../config/policy';
import { MIGRATIONS } from './migrations';
import { OpenConnections } from './postgres/open-connections';
import { fold } from './sql/dialect';

export interface StoreSettings {
  /** The URL of PostgreSQL; undefined for SQLite in `dataDir`. */
  databaseUrl?: string | undefined;
  dataDir: string;
  /** Connections to PostgreSQL for reading, and as many for writing. */
  poolConnections?: number;
}

export type Entities = readonly (new () => ObjectLiteral)[];
export type Migrations = readonly (new () => MigrationInterface)[];

/** SQLite's application id of Pacta ("PACT"), so that another program's database is never migrated. */
export const APPLICATION_ID = 0x50414354;

const BUSY_TIMEOUT_MS = 5_000;
const POOL_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** After this long PostgreSQL ends the transaction of a process that hangs, and releases its locks. */
const IDLE_IN_TRANSACTION_MS = 15_000;
/** PostgreSQL answers a statement at its own limit; where it does not, the connection is lost. */
const CLIENT_TIME_MS = POLICY.statementTimeMs + 5_000;
/** Idle connections are closed, since another side or process may need their place. */
const IDLE_MS = 3_000;
const LIMITS = `SET statement_timeout = ${POLICY.statementTimeMs};
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`;

export function databaseFile(dataDir: string): string {
  return join(dataDir, 'pacta.sqlite');
}

interface Sides {
  writer: DataSourceOptions;
  reader: DataSourceOptions;
}

/**
 * The two connections of the store, both closed. The reader is to be opened after the migrations have run.
 * @param connections takes every connection to PostgreSQL.
 */
export function dataSources(
  settings: StoreSettings,
  entities: Entities,
  migrations: Migrations = MIGRATIONS,
  connections = new OpenConnections(),
): { writer: DataSource; reader: DataSource } {
  const options =
    settings.databaseUrl === undefined
      ? sqliteSides(databaseFile(settings.dataDir))
      : postgresSides(settings.databaseUrl, connections, settings.poolConnections);
  const classes = [...entities];
  return {
    writer: new DataSource({ ...options.writer, entities: classes, migrations: [...migrations] }),
    reader: new DataSource({ ...options.reader, entities: classes }),
  };
}

interface Pragmas {
  pragma(text: string, options?: { simple: boolean }): unknown;
}

interface Functions {
  function(
    name: string,
    options: { deterministic: boolean },
    of: (text: unknown) => string,
  ): unknown;
}

function sqliteSides(database: string): Sides {
  const shared = { type: 'better-sqlite3', database, timeout: BUSY_TIMEOUT_MS } as const;
  return {
    writer: {
      ...shared,
      enableWAL: true,
      prepareDatabase: (connection: Pragmas) => {
        // Setting it is a write: beside another process, it would break into that one's transaction.
        if (connection.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
          connection.pragma(`application_id = ${APPLICATION_ID}`);
        }
        // An acknowledged write is on the disk, also when the power fails.
        connection.pragma('synchronous = FULL');
      },
    },
    reader: {
      ...shared,
      readonly: true,
      fileMustExist: true,
      prepareDatabase: (connection: Functions) => {
        // SQLite's own LOWER covers ASCII only.
        connection.function('folded', { deterministic: true }, (text) => fold(String(text)));
      },
    },
  };
}

function postgresSides(
  url: string,
  connections: OpenConnections,
  poolSize = POOL_CONNECTIONS,
): Sides {
  const shared = {
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      keepAlive: true,
      query_timeout: CLIENT_TIME_MS,
      idleTimeoutMillis: IDLE_MS,
      onConnect: (client: Client) => {
        connections.add(client);
        // By statements, since poolers refuse them as parameters of the connection.
        return client.query(LIMITS);
      },
    },
  } as const;
  return {
    writer: { ...shared, applicationName: 'pacta writer' },
    reader: { ...shared, applicationName: 'pacta reader' },
  };
}
