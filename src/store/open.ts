import type { DataSource, QueryRunner } from 'typeorm';
import type { Clock } from '../base/clock';
import { SystemClock } from '../base/clock';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';
import { dataSources, type Entities, type Migrations, type StoreSettings } from './data-sources';
import { mustHaveDatabase, takeDatabase, takeDataDirectory } from './directory/data-directory';
import { directoryInUse } from './directory/directory-lock';
import { asFileRefusal } from './directory/files';
import { DatabaseOrigin1763800000180 } from './migration/database-origin';
import { MIGRATIONS } from './migrations';
import { OpenConnections, removeTimeLimits } from './postgres/open-connections';
import { numberOn } from './postgres/origin';
import { refuseSharedSessions } from './postgres/pooling';
import { ReplicaNotifier, type Topic } from './replica-notifier';
import { Store, type WriteTurns } from './store';
import { asNotUsable, placeOf } from './unavailable';

/** The key of the lock; every replica must use the same. */
const MIGRATION_LOCK = 5_041_435_400;

/**
 * Opens the store: locks the data directory (SQLite), migrates, then opens the reading connection.
 * @param entities of the tables that are read and written by `store/sql/rows.ts`.
 * @throws Refusal 'unavailable' when the database is in use, damaged, or newer than this program.
 */
export async function openStore(
  settings: StoreSettings,
  clock: Clock,
  entities: Entities,
  migrations: Migrations = MIGRATIONS,
): Promise<Store> {
  const directory =
    settings.databaseUrl === undefined ? takeDataDirectory(settings.dataDir) : undefined;
  const { writer, reader, store } = sides(settings, entities, migrations);
  store.onClose(() => directory?.release());
  return opened(store, settings, async () => {
    if (directory !== undefined) takeDatabase(settings.dataDir, directory);
    await writer.initialize();
    if (directory !== undefined) await mustBeBound(writer, settings.dataDir, directory.lockId);
    if (settings.databaseUrl === undefined) await migrate(writer, migrations);
    else {
      await refuseSharedSessions(writer, settings.databaseUrl);
      await migrateOnce(writer, migrations, clock);
    }
    await reader.initialize();
    if (clock instanceof SystemClock) await followDatabaseClock(store, clock);
  });
}

/**
 * Opens a database that another process of the service has opened and migrated.
 * @param turns order the writes of these processes on SQLite.
 * @param relay takes what replicas would be notified of, on SQLite.
 * @throws Refusal 'unavailable'
 */
export async function openBeside(
  settings: StoreSettings,
  clock: Clock,
  entities: Entities,
  turns: WriteTurns,
  relay: (topic: Topic, detail: string) => void,
): Promise<Store> {
  const { writer, reader, store } = sides(settings, entities, MIGRATIONS, { turns, relay });
  return opened(store, settings, async () => {
    await writer.initialize();
    await reader.initialize();
    if (clock instanceof SystemClock) await followDatabaseClock(store, clock);
  });
}

/**
 * A store whose connections are not open yet. All of them end together when the database stops answering.
 * @param beside for a process beside another one on the same SQLite file.
 */
function sides(
  settings: StoreSettings,
  entities: Entities,
  migrations: Migrations,
  beside?: { turns: WriteTurns; relay: (topic: Topic, detail: string) => void },
) {
  const connections = new OpenConnections();
  const { writer, reader } = dataSources(settings, entities, migrations, connections);
  const onSqlite = settings.databaseUrl === undefined ? beside : undefined;
  const replicas = new ReplicaNotifier(settings.databaseUrl, onSqlite?.relay);
  replicas.onSilence(() => connections.cut());
  return { writer, reader, store: new Store(writer, reader, replicas, onSqlite?.turns) };
}

/** The store once `open` has succeeded; else it is closed again. @throws Refusal 'unavailable' */
async function opened(
  store: Store,
  settings: StoreSettings,
  open: () => Promise<void>,
): Promise<Store> {
  try {
    await open();
    return store;
  } catch (error) {
    await store.close();
    throw asRefusal(error, settings);
  }
}

function asRefusal(error: unknown, { databaseUrl, dataDir }: StoreSettings): unknown {
  if (databaseUrl !== undefined) return asNotUsable(error, databaseUrl);
  return asFileRefusal(
    error,
    `The database in ${dataDir} cannot be used`,
    'Make sure that this user may read and write it, and that the disk has room.',
  );
}

/**
 * Opens a store that exists already.
 * @throws Refusal 'unavailable' with the place, where there is none; nothing is created then.
 */
export async function openExisting(
  settings: StoreSettings,
  clock: Clock,
  entities: Entities,
): Promise<Store> {
  if (settings.databaseUrl === undefined) mustHaveDatabase(settings.dataDir);
  else await mustHaveTables(settings.databaseUrl);
  return openStore(settings, clock, entities);
}

async function mustHaveTables(databaseUrl: string): Promise<void> {
  const { reader } = dataSources({ databaseUrl, dataDir: '' }, []);
  try {
    await reader.initialize();
    const runner = reader.createQueryRunner();
    const stored = await runner.hasTable('migrations');
    await runner.release();
    if (!stored) throw nothingStored(databaseUrl);
  } catch (error) {
    throw asNotUsable(error, databaseUrl);
  } finally {
    if (reader.isInitialized) await reader.destroy();
  }
}

function nothingStored(databaseUrl: string): Refusal {
  return new Refusal(
    'unavailable',
    `${placeOf(databaseUrl)} has no tables of Pacta. Nothing was created. Set DATABASE_URL or PACTA_DATA_DIR to where the ` +
      'data is, or start the service there (pacta serve).',
  );
}

/** The lock file may have been replaced before the database was opened. */
async function mustBeBound(writer: DataSource, dataDir: string, lockId: number): Promise<void> {
  const [row] = await writer.query<{ user_version: number }[]>('PRAGMA user_version');
  if (row?.user_version !== lockId) throw directoryInUse(dataDir);
}

/** All replicas use the database's time, since the clocks of their machines differ. The offset is measured at intervals. */
async function followDatabaseClock(store: Store, clock: SystemClock): Promise<void> {
  const measure = async () => {
    clock.offsetMs += await store.clockOffset(clock);
  };
  await measure();
  // While the database does not answer, the last offset holds.
  const timer = setInterval(
    () => void measure().catch(() => undefined),
    POLICY.clockCheckMs,
  ).unref();
  store.onClose(() => clearInterval(timer));
}

/**
 * Opens the reading connection alone, also beside other processes. Changes nothing; writing fails.
 * @throws Refusal 'unavailable' when the database is newer than this program, or older.
 */
export async function openToRead(settings: StoreSettings, entities: Entities): Promise<Store> {
  if (settings.databaseUrl === undefined) mustHaveDatabase(settings.dataDir);
  const { writer, reader } = dataSources(settings, entities);
  const store = new Store(writer, reader);
  try {
    await reader.initialize();
    if (settings.databaseUrl !== undefined)
      await refuseSharedSessions(reader, settings.databaseUrl);
    const missing = await store.read((tx) => missingMigrations(tx.queryRunner, MIGRATIONS));
    if (missing.length === 0) return store;
    if (missing.length === MIGRATIONS.length && settings.databaseUrl !== undefined) {
      throw nothingStored(settings.databaseUrl);
    }
    throw new Refusal(
      'unavailable',
      `The database is older than this version of Pacta (it lacks ${missing.join(', ')}). Start this version on it once.`,
    );
  } catch (error) {
    await store.close();
    throw asRefusal(error, settings);
  }
}

async function migrate(writer: DataSource, migrations: Migrations): Promise<void> {
  const runner = writer.createQueryRunner();
  try {
    await missingMigrations(runner, migrations);
  } finally {
    await runner.release();
  }
  await writer.runMigrations({ transaction: 'all' });
}

/** Of several replicas that start together the first migrates; the others wait for it. */
async function migrateOnce(
  writer: DataSource,
  migrations: Migrations,
  clock: Clock,
): Promise<void> {
  const holder = writer.createQueryRunner();
  try {
    await holder.startTransaction();
    // No time limit for this transaction, which only holds the lock.
    await removeTimeLimits(holder);
    await holder.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await holder.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await migrate(writer, migrations);
    if (migrations.includes(DatabaseOrigin1763800000180)) {
      await writer.transaction((tx) => numberOn(tx, clock.now()));
    }
    await holder.commitTransaction();
  } finally {
    if (holder.isTransactionActive) await holder.rollbackTransaction().catch(() => undefined);
    await holder.release();
  }
}

/**
 * The names of the migrations that have not run on the database.
 * @throws Refusal 'unavailable' when the database has migrations of a newer version.
 */
async function missingMigrations(
  runner: QueryRunner | undefined,
  migrations: Migrations,
): Promise<string[]> {
  const names = migrations.map(({ name }) => name);
  if (!(await runner?.hasTable('migrations'))) return names;
  const rows: { name: string }[] = await runner?.query('SELECT name FROM migrations ORDER BY id');
  const applied = rows.map(({ name }) => name);
  const newer = applied.filter((name) => !names.includes(name));
  if (newer.length === 0) return names.filter((name) => !applied.includes(name));
  throw new Refusal(
    'unavailable',
    `The database was migrated by a newer version of Pacta (${newer.join(', ')}). Start that version, or restore an older copy.`,
  );
}
