import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { figure } from '../support/figures';
import { SeededRandomness } from '../support/seeded-randomness';
import { temporaryDirectory } from '../support/service';
import { losePower, stepsOf } from './recorded-disk';
import { AGREEMENT, Served } from './served';
import { trace, withoutTracing } from './tracer';

const MISSING = withoutTracing();
if (MISSING !== undefined) process.stdout.write(`skipped: test 3, for ${MISSING}\n`);
const SEED = Number(process.env.PACTA_SEED ?? 3);
const LOSSES = 500;
const FILES = ['pacta.sqlite', 'pacta.sqlite-wal'];
const CALLS = 'pwrite64,write,writev,ftruncate,fsync,fdatasync';

(MISSING === undefined ? describe : describe.skip)('a loss of power', () => {
  it('at any moment leaves a database that is whole and holds what was acknowledged', async () => {
    const { path, remove } = temporaryDirectory();
    const served = new Served(join(path, 'data'));
    try {
      await served.start();
      await served.call('POST', '/v1/agreements', AGREEMENT);
      const before = new Map(
        FILES.map((name) => {
          const file = join(served.dataDir, name);
          return [name, existsSync(file) ? readFileSync(file) : Buffer.alloc(0)];
        }),
      );
      const log = join(path, 'strace.log');
      const words = ['-y', '-xx', '-s', '100000', '-e', `trace=${CALLS}`];
      const recorded = await trace(served.pid, words, log);
      // Enough to bring the log of writes into the database itself more than once.
      for (let i = 0; i < 250; i++) expect(await served.write()).toBe(201);
      await recorded.end();
      await served.end('SIGKILL');

      const steps = stepsOf(log, FILES);
      expect(steps.filter((step) => step.do === 'answer').length).toBe(250);
      expect(steps.some((step) => step.do === 'write' && step.file === 'pacta.sqlite')).toBe(true);
      const chance = new SeededRandomness(SEED);
      const target = join(path, 'after');
      let corrupt = 0;
      let lost = 0;
      for (let i = 0; i < LOSSES; i++) {
        rmSync(target, { recursive: true, force: true });
        mkdirSync(target);
        const cut = Math.ceil(((i + 1) / LOSSES) * steps.length);
        const acknowledged = losePower(steps, cut, before, target, () => chance.fraction());
        const database = new Database(join(target, 'pacta.sqlite'));
        try {
          const [check] = database.pragma('integrity_check') as { integrity_check: string }[];
          if (check?.integrity_check !== 'ok') corrupt++;
          const rows = database.prepare('SELECT reason FROM fact').all() as { reason: string }[];
          const stored = new Set(rows.map(({ reason }) => reason));
          lost += [...acknowledged].filter((reason) => !stored.has(reason)).length;
        } finally {
          database.close();
        }
      }
      figure(
        3,
        `power lost at ${LOSSES} moments of ${steps.length} recorded calls, seed ${SEED}: corrupt ${corrupt}, acknowledged lost ${lost}`,
      );
      expect([corrupt, lost]).toEqual([0, 0]);
    } finally {
      await served.end('SIGKILL');
      remove();
    }
  }, 600_000);
});
