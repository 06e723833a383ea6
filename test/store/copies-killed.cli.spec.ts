import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import { backUp } from '../../src/store/transfer/backup';
import { copyVerified } from '../../src/store/transfer/sealed-copy';
import { withoutTracing } from '../faults/tracer';
import { PACT } from '../support/agreements';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { type Call, callsOf, killAt, runPacta, spread } from '../support/killed-calls';
import { runs } from '../support/runs';
import { startTestService, temporaryDirectory } from '../support/service';

const MISSING = withoutTracing();
if (MISSING !== undefined) process.stdout.write(`skipped: test 46, for ${MISSING}\n`);
const traced = MISSING === undefined ? describe : describe.skip;

const AGREEMENT = { ...PACT, events: { e1: { title: 'E1' } } };
/** Files of other people that lie where this program works. */
const FOREIGN = ['notes.txt', 'restoring/notes.txt', 'copy.partial/notes.txt', 'pacta.sqlite.bak'];

const directory = temporaryDirectory();
const at = (...names: string[]) => join(directory.path, ...names);
const environment = (dataDir: string) => ({ PACTA_DATA_DIR: dataDir });
const sampled = (calls: readonly Call[], usual: number) => spread(calls, runs(usual, calls.length));

/** A database of one fact in `copy`, and of two in the directory, of which the second is in its log only. */
beforeAll(async () => {
  const live = at('live');
  const service = await startTestService(
    new FakeClock('2026-01-10T00:00:00Z'),
    {},
    { dataDir: live },
  );
  await service.call('POST', '/v1/agreements', AGREEMENT);
  await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
  await backUp({ dataDir: live }, at('copy'), () => undefined);
  await service.call('POST', '/v1/agreements/pact/facts', { event: 'e1', at: '2026-01-02' });
  cpSync(live, at('stopped'), { recursive: true });
  await service.end();
  for (const name of FOREIGN) {
    mkdirSync(join(at('stopped'), name, '..'), { recursive: true });
    writeFileSync(at('stopped', name), `${name} of somebody else\n`);
  }
}, 120_000);
afterAll(directory.remove);

/** A directory as a killed service leaves it. */
function afresh(): string {
  rmSync(at('data'), { recursive: true, force: true });
  cpSync(at('stopped'), at('data'), { recursive: true });
  return at('data');
}

/** How many facts the next start finds. */
async function factsAtStart(dataDir: string): Promise<number> {
  const store = await openDatabase({ dataDir }, new SystemClock());
  try {
    const [row] = await store.read((tx) => tx.query('SELECT COUNT(*) AS facts FROM fact'));
    const [check] = await store.read((tx) => tx.query('PRAGMA integrity_check'));
    expect(check).toEqual({ integrity_check: 'ok' });
    return (row as { facts: number }).facts;
  } finally {
    await store.close();
  }
}

function expectForeignUntouched(dataDir: string): void {
  for (const name of FOREIGN) {
    expect(readFileSync(join(dataDir, name), 'utf8')).toBe(`${name} of somebody else\n`);
  }
}

/** The facts of former data that was moved aside; undefined where there is none. */
function factsAside(dataDir: string): number | undefined {
  const file = join(dataDir, 'pacta.sqlite.replaced-1');
  if (!existsSync(file)) return undefined;
  const database = new Database(file);
  const row = database.prepare('SELECT COUNT(*) AS facts FROM fact').get() as { facts: number };
  database.close();
  return row.facts;
}

traced('killed at a system call', () => {
  const words = () => ['restore', at('copy'), '--replace'];

  it('a restore leaves the former data whole or the new, and no other file changes', async () => {
    const calls = await callsOf(words(), environment(afresh()), at('data'), at('log'));
    expect(await factsAtStart(at('data'))).toBe(1);
    expect(factsAside(at('data'))).toBe(2);
    const renames = calls.filter(({ call }) => call === 'rename');
    expect(renames.length).toBeGreaterThanOrEqual(3);
    const chosen = [
      ...renames,
      ...sampled(
        calls.filter(({ call }) => call !== 'rename'),
        4,
      ),
    ];
    const found = { former: 0, new: 0, killed: 0 };
    for (const call of chosen) {
      const dataDir = afresh();
      if (await killAt(call, words(), environment(dataDir))) found.killed++;
      const facts = await factsAtStart(dataDir);
      if (facts === 2) found.former++;
      else {
        found.new++;
        expect([facts, factsAside(dataDir)]).toEqual([1, 2]);
      }
      expectForeignUntouched(dataDir);
      expect(readdirSync(dataDir).filter((name) => /^pacta\.(re|making)/.test(name))).toEqual([]);
    }
    expect(found.killed).toBeGreaterThan(chosen.length / 2);
    expect(found.former).toBeGreaterThan(0);
    expect(found.new).toBeGreaterThan(0);
    figure(
      46,
      `restore --replace killed at ${found.killed} of ${calls.length} system calls: started with the former data ${found.former}, with the new ${found.new}, with none 0; foreign files touched 0`,
    );
  }, 3_600_000);

  it('the start that finishes a restore may be killed, too', async () => {
    const calls = await callsOf(words(), environment(afresh()), at('data'), at('log'));
    const renames = calls.filter(({ call }) => call === 'rename');
    const interrupted = async () => {
      const dataDir = afresh();
      // The plan is named by the first but one of the last renames; what follows it is to be finished.
      await killAt(renames.at(-1) as Call, words(), environment(dataDir));
      expect(existsSync(join(dataDir, 'pacta.replace'))).toBe(true);
      return dataDir;
    };
    const again = ['restore', at('copy')];
    const finishing = await callsOf(again, environment(await interrupted()), at('data'), at('log'));
    for (const call of sampled(finishing, 2)) {
      const dataDir = await interrupted();
      await killAt(call, again, environment(dataDir));
      expect(await factsAtStart(dataDir)).toBe(1);
      expect(factsAside(dataDir)).toBe(2);
    }
  }, 3_600_000);

  it('a backup leaves its file whole or none, and the next one succeeds', async () => {
    const target = at('written');
    mkdirSync(`${target}.partial`, { recursive: true });
    writeFileSync(`${target}.partial/notes`, 'of somebody else');
    const dataDir = afresh();
    const calls = await callsOf(['backup', target], environment(dataDir), target, at('log'));
    let whole = 0;
    const chosen = sampled(calls, 4);
    for (const call of chosen) {
      rmSync(target, { force: true });
      await killAt(call, ['backup', target], environment(dataDir));
      if (existsSync(target)) whole++;
      else
        expect(await runPacta(['backup', target], environment(dataDir))).toMatchObject({
          status: 0,
        });
      rmSync(at('read'), { force: true });
      copyVerified(target, at('read'), true);
    }
    expect(readFileSync(`${target}.partial/notes`, 'utf8')).toBe('of somebody else');
    figure(
      46,
      `backup killed at ${chosen.length} of ${calls.length} system calls: file whole ${whole}, none ${chosen.length - whole}, broken 0`,
    );
  }, 3_600_000);
});

describe('several processes at once', () => {
  it('one of several backups to one file succeeds; the others say that it exists', async () => {
    const dataDir = afresh();
    const backups = [1, 2, 3, 4].map(() => runPacta(['backup', at('one')], environment(dataDir)));
    const ended = await Promise.all(backups);
    const failed = ended.filter(({ status }) => status !== 0);
    expect(failed.map(({ printed }) => printed)).toEqual(
      Array(3).fill(
        `${at('one')} exists; a backup never replaces another file. Name a new file.\n`,
      ),
    );
    copyVerified(at('one'), at('one-read'), true);
    expect(readdirSync(directory.path).filter((name) => name.startsWith('one.partial-'))).toEqual(
      [],
    );
  }, 120_000);

  it('one of several restores succeeds; the others name the process that holds the directory', async () => {
    const dataDir = afresh();
    const restores = [1, 2, 3].map(() =>
      runPacta(['restore', at('copy'), '--replace'], environment(dataDir)),
    );
    const ended = await Promise.all(restores);
    expect(ended.filter(({ status }) => status === 0).length).toBeGreaterThan(0);
    for (const { status, printed } of ended) {
      if (status !== 0) expect(printed).toMatch(/^The data directory .* is in use by process \d+/);
    }
    expect(await factsAtStart(dataDir)).toBe(1);
  }, 120_000);
});
