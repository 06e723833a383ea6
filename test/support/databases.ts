import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../src/app/database';
import type { Clock } from '../../src/base/clock';
import type { Entities, Migrations, StoreSettings } from '../../src/store/data-sources';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/store';

declare global {
  var PACTA_TEST: { zone: string; database: 'sqlite' | 'postgres' | undefined };
}

/** The database this project runs on. */
export const DATABASE = globalThis.PACTA_TEST.database ?? 'sqlite';

const ADMIN_URL = process.env.TEST_DATABASE_URL ?? process.env.PACTA_TEST_POSTGRES;

/** `describe` for specs that need the project's database; a visible skip with the reason without it. */
export const describeStored: typeof describe =
  DATABASE === 'postgres' && ADMIN_URL === undefined
    ? (((name: string, body: () => void) =>
        describe.skip(
          `${name} (no PostgreSQL: ${process.env.PACTA_TEST_POSTGRES_MISSING})`,
          body,
        )) as typeof describe)
    : describe;

export interface EmptyDatabase {
  settings: StoreSettings;
  remove(): Promise<void>;
}

/** A new database: a new directory, or a new PostgreSQL database. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-test-'));
  const removeDirectory = () => rmSync(dataDir, { recursive: true, force: true });
  if (DATABASE === 'sqlite')
    return { settings: { dataDir }, remove: async () => removeDirectory() };
  // The specs of a Jest worker share its process, not its modules, so a counter would restart.
  const name = `pacta_${process.pid}_${process.hrtime.bigint()}`;
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(ADMIN_URL as string);
  url.pathname = `/${name}`;
  return {
    settings: { dataDir, databaseUrl: url.href },
    remove: async () => {
      removeDirectory();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

export interface TestStore {
  store: Store;
  settings: StoreSettings;
  close(): Promise<void>;
}

/** A store on an empty database; the program's own tables unless others are given. */
export async function openTestStore(
  clock: Clock,
  entities?: Entities,
  migrations?: Migrations,
): Promise<TestStore> {
  const { settings, remove } = await emptyDatabase();
  const store =
    entities === undefined
      ? await openDatabase(settings, clock, migrations)
      : await openStore(settings, clock, entities, migrations);
  return {
    store,
    settings,
    close: async () => {
      await store.close();
      await remove();
    },
  };
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: ADMIN_URL as string });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
