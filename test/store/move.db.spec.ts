import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { documentOf } from '../support/agreements';
import { DATABASE, emptyDatabase } from '../support/databases';
import { endProcess } from '../support/end-process';
import { FakeClock } from '../support/fake-clock';
import { runs } from '../support/runs';
import { startTestService, temporaryDirectory } from '../support/service';

const PACTA = join(__dirname, '..', '..', 'bin', 'pacta.js');
const PER_AGREEMENT = runs(500, 10_000);
const AGREEMENTS = runs(1, 10);

/** From SQLite to PostgreSQL, by the command itself. */
const describeMove = DATABASE === 'postgres' ? describe : describe.skip;

describeMove('moving from SQLite to PostgreSQL', () => {
  const directory = temporaryDirectory();
  let child: ChildProcess | undefined;
  afterEach(() => endProcess(child));
  afterAll(directory.remove);

  function move(to: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const env = { ...process.env, PACTA_DATA_DIR: directory.path };
    const moving = spawn(process.execPath, [PACTA, 'move', '--to', to], { env });
    child = moving;
    let [stdout, stderr] = ['', ''];
    moving.stdout.on('data', (part) => (stdout += part));
    moving.stderr.on('data', (part) => (stderr += part));
    return once(moving, 'close').then(([status]) => ({ status, stdout, stderr }));
  }

  it('killed half-way and run again gives the same as an undisturbed one; a third run changes nothing', async () => {
    const service = await startTestService(
      new FakeClock('2026-01-01T00:00:00Z'),
      {},
      { dataDir: directory.path },
    );
    for (let i = 0; i < AGREEMENTS; i++) {
      const obligations = Array.from({ length: PER_AGREEMENT }, (_, n) => ({
        id: `o${n}`,
        title: `Obligation ${n}`,
        due: `within ${n % 900} days of signing`,
      }));
      await service.call('POST', '/v1/agreements', documentOf(obligations, { id: `a${i}` }));
      await service.call('PUT', `/v1/agreements/a${i}/tags`, { tags: [`tag ${i}`, 'all'] });
      for (const date of ['2026-02-01', '2026-03-01']) {
        await service.call('PUT', `/v1/agreements/a${i}/signing`, { date });
      }
    }
    await service.end();

    const target = await emptyDatabase();
    const databaseUrl = target.settings.databaseUrl as string;
    const watching = new Client({ connectionString: databaseUrl });
    await watching.connect();
    const milestonesStored = async () => {
      const { rows } = await watching.query(
        `SELECT CASE WHEN to_regclass('milestone') IS NULL THEN 0
                     ELSE pg_relation_size(to_regclass('milestone')) END AS bytes`,
      );
      return Number(rows[0].bytes);
    };
    const moving = { on: true };
    const first = move(databaseUrl).finally(() => (moving.on = false));
    while (moving.on && (await milestonesStored()) === 0) await setTimeout(2);
    child?.kill('SIGKILL');
    await first;
    const second = await move(databaseUrl);
    const [, rows, hash] =
      /^(\d+) rows .*both databases is ([0-9a-f]{64})/.exec(second.stdout) ?? [];
    expect(second).toMatchObject({ status: 0, stderr: '' });
    const third = await move(databaseUrl);
    expect(third.stdout).toContain(
      `${rows} rows were there already; the hash of both databases is ${hash}.`,
    );
    await watching.end();
    await target.remove();
    process.stdout.write(
      `moved ${AGREEMENTS * PER_AGREEMENT} milestones with history, ${rows} rows, killed half-way and run again: hashes equal\n`,
    );
  }, 600_000);
});
