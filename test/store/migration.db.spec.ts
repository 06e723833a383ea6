import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openDatabase, openDatabaseToRead } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import type { StoreSettings } from '../../src/store/data-sources';
import { MIGRATIONS } from '../../src/store/migrations';
import { DATABASE, describeStored, emptyDatabase } from '../support/databases';
import { figure } from '../support/figures';
import { runs } from '../support/runs';

const ROOT = join(__dirname, '..', '..');
const KILLED_AT = join(ROOT, 'test', 'support', 'killed-at.cjs');

describeStored(`migrating ${DATABASE}`, () => {
  /** A command that opens the store, and dies at a statement; what it wrote to its standard error. */
  async function start({ dataDir, databaseUrl }: StoreSettings, killedAt: number): Promise<string> {
    const env = {
      ...process.env,
      PACTA_KILLED_AT: String(killedAt),
      PACTA_DATA_DIR: dataDir,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    };
    const words = [
      '-r',
      KILLED_AT,
      join(ROOT, 'bin', 'pacta.js'),
      'token',
      'create',
      '--name',
      'first',
    ];
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (part) => (told += part));
    await once(child, 'close');
    expect(child.signalCode).toBe(killedAt === 0 ? null : 'SIGKILL');
    return told;
  }

  const applied = async (settings: StoreSettings) => {
    const store = await openDatabaseToRead(settings);
    const rows = await store.read((tx) => tx.query('SELECT name FROM migrations ORDER BY id'));
    await store.close();
    return (rows as { name: string }[]).map(({ name }) => name);
  };

  it('killed at any statement succeeds at the next start', async () => {
    const whole = await emptyDatabase();
    const statements = Number(/(\d+) statements/.exec(await start(whole.settings, 0))?.[1]);
    await whole.remove();
    const kills = Math.min(statements, runs(2, statements));
    for (let i = 1; i <= kills; i++) {
      const { settings, remove } = await emptyDatabase();
      await start(settings, Math.round((i * statements) / (kills + 1)) || 1);
      await (await openDatabase(settings, new SystemClock())).close();
      expect(await applied(settings)).toEqual(MIGRATIONS.map(({ name }) => name));
      await remove();
    }
    figure(
      31,
      `killed at ${kills} of ${statements} statements of a first start, ${DATABASE}: restarts succeeded ${kills}`,
    );
  }, 600_000);

  if (DATABASE === 'postgres') {
    it('is run once by the first of several processes', async () => {
      const { settings, remove } = await emptyDatabase();
      const stores = await Promise.all(
        Array.from({ length: 4 }, () => openDatabase(settings, new SystemClock())),
      );
      expect(await applied(settings)).toHaveLength(MIGRATIONS.length);
      for (const store of stores) await store.close();
      await remove();
    });
  }
});
