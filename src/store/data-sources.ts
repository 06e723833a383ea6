import { join } from 'node:path';
import {
  DataSource,
  type DataSourceOptions,
  type EntityTarget,
  type MigrationInterface,
  type ObjectLiteral,
} from 'typeorm';
import { POLICY } from '../config/policy';
import { MIGRATIONS } from './migrations';
import { fold } from './sql/dialect';

export interface StoreSettings {
  /** PostgreSQL; SQLite in `dataDir` where it is not set. */
  databaseUrl?: string | undefined;
  dataDir: string;
}

export type Entities = readonly EntityTarget<ObjectLiteral>[];
export type Migrations = readonly (new () => MigrationInterface)[];

/** Marks the file as Pacta's ("PACT"), so that another program's database is never migrated. */
export const APPLICATION_ID = 0x50414354;

const BUSY_TIMEOUT_MS = 5_000;
const POOL_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** What a process that stands still has locked, others may have again after this long. */
const IDLE_IN_TRANSACTION_MS = 15_000;
const LIMITS = `SET statement_timeout = ${POLICY.statementTimeMs};
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`;

export function databaseFile(dataDir: string): string {
  return join(dataDir, 'pacta.sqlite');
}

/** The two sides of the store; neither is open yet. The reader opens after the migrations have run. */
export function dataSources(
  settings: StoreSettings,
  entities: Entities,
  migrations: Migrations = MIGRATIONS,
): { writer: DataSource; reader: DataSource } {
  const known = { entities: [...entities] as never[], migrations: [...migrations] as never[] };
  const options =
    settings.databaseUrl === undefined
      ? sqliteSides(databaseFile(settings.dataDir))
      : postgresSides(settings.databaseUrl);
  return {
    writer: new DataSource({ ...options.writer, ...known }),
    reader: new DataSource({ ...options.reader, entities: known.entities }),
  };
}

interface Pragmas {
  pragma(text: string): unknown;
}

interface Functions {
  function(
    name: string,
    options: { deterministic: boolean },
    of: (text: unknown) => string,
  ): unknown;
}

function sqliteSides(database: string): { writer: DataSourceOptions; reader: DataSourceOptions } {
  const shared = { type: 'better-sqlite3', database, timeout: BUSY_TIMEOUT_MS } as const;
  return {
    writer: {
      ...shared,
      enableWAL: true,
      prepareDatabase: (connection: Pragmas) => {
        connection.pragma(`application_id = ${APPLICATION_ID}`);
        // An acknowledged write has reached the disk, also when the power fails.
        connection.pragma('synchronous = FULL');
      },
    },
    reader: {
      ...shared,
      readonly: true,
      fileMustExist: true,
      prepareDatabase: (connection: Functions) => {
        // SQLite's own LOWER knows ASCII only.
        connection.function('folded', { deterministic: true }, (text) => fold(String(text)));
      },
    },
  };
}

function postgresSides(url: string): { writer: DataSourceOptions; reader: DataSourceOptions } {
  const shared = {
    type: 'postgres',
    url,
    poolSize: POOL_CONNECTIONS,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      keepAlive: true,
      // Not as parameters of the connection, which poolers refuse.
      onConnect: (client: { query(text: string): Promise<unknown> }) => client.query(LIMITS),
    },
  } as const;
  return {
    writer: { ...shared, applicationName: 'pacta writer' },
    reader: { ...shared, applicationName: 'pacta reader' },
  };
}
