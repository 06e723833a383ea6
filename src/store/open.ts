import { DataSource } from 'typeorm';
import type { Clock } from '../clock';
import { SystemClock } from '../clock';
import { Refusal } from '../refusal';
import { measureOffset } from './clock-offset';
import { checkDatabaseFile, takeDataDirectory } from './data-directory';
import { dataSources, type Entities, type Migrations, type StoreSettings } from './data-sources';
import { Store } from './store';

/** Any number will do; every replica must use the same. */
const MIGRATION_LOCK = 5_041_435_400;

/**
 * Opens the store: takes the data directory (SQLite), migrates, then opens the reading side.
 * @throws Refusal 'unavailable' when the database is in use, damaged, or newer than this program.
 */
export async function openStore(
  settings: StoreSettings,
  clock: Clock,
  entities?: Entities,
  migrations?: Migrations,
): Promise<Store> {
  const embedded = settings.databaseUrl === undefined;
  const release = embedded ? takeDataDirectory(settings.dataDir) : () => undefined;
  const { writer, reader } = dataSources(settings, entities, migrations);
  try {
    if (embedded) checkDatabaseFile(settings.dataDir);
    await writer.initialize();
    if (embedded) await migrate(writer);
    else await migrateOnce(writer);
    await reader.initialize();
    if (!embedded && clock instanceof SystemClock) await measureOffset(reader, clock);
  } catch (error) {
    for (const side of [reader, writer]) if (side.isInitialized) await side.destroy();
    release();
    throw error;
  }
  return new Store(writer, reader, release);
}

async function migrate(writer: DataSource): Promise<void> {
  await refuseNewer(writer);
  await writer.runMigrations({ transaction: 'all' });
}

/** Of several replicas that start together the first migrates; the others wait and find it done. */
async function migrateOnce(writer: DataSource): Promise<void> {
  const holder = writer.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(writer);
  } finally {
    await holder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await holder.release();
  }
}

async function refuseNewer(writer: DataSource): Promise<void> {
  const runner = writer.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return;
    const known = new Set(
      writer.migrations.map(({ name, constructor }) => name ?? constructor.name),
    );
    const applied: { name: string }[] = await runner.query(
      'SELECT name FROM migrations ORDER BY id',
    );
    const newer = applied.filter(({ name }) => !known.has(name));
    if (newer.length === 0) return;
    throw new Refusal(
      'unavailable',
      `The database was migrated by a newer version of Pacta (${newer.map(({ name }) => name).join(', ')}). Start that version, or restore an older copy.`,
    );
  } finally {
    await runner.release();
  }
}
