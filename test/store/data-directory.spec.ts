import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase, openDatabaseToRead } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import { APPLICATION_ID } from '../../src/store/data-sources';
import { checkDatabaseFile, takeDataDirectory } from '../../src/store/directory/data-directory';
import { figure } from '../support/figures';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pacta-directory-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a data directory', () => {
  it('is locked by one process at a time, and the refusal names that process', () => {
    const { release } = takeDataDirectory(dataDir);
    expect(() => takeDataDirectory(dataDir)).toThrow(`in use by process ${process.pid}`);
    release();
    takeDataDirectory(dataDir).release();
  });

  it('is unlocked when the process that held it is killed', async () => {
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `const lock = new (require('better-sqlite3'))(${JSON.stringify(join(dataDir, 'pacta.lock'))});
         lock.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(__dirname, '..', '..') },
    );
    await once(holder.stdout, 'data');
    expect(() => takeDataDirectory(dataDir)).toThrow('in use');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    takeDataDirectory(dataDir).release();
  });
});

describe('a database that is missing', () => {
  it.each([
    'pacta.sqlite-wal',
    'pacta.sqlite-shm',
    'pacta.sqlite-journal',
    'pacta.sqlite.replaced-1',
    'pacta.restoring-a1B2c3',
  ])('is not made anew beside %s', async (trace) => {
    writeFileSync(join(dataDir, trace), '');
    if (trace.includes('restoring')) {
      rmSync(join(dataDir, trace));
      mkdirSync(join(dataDir, trace));
    }
    await expect(openDatabase({ dataDir }, new SystemClock())).rejects.toThrow(
      `There is no database ${join(dataDir, 'pacta.sqlite')}, but there are traces of one: ${trace}.`,
    );
    expect(readdirSync(dataDir)).toContain(trace);
    expect(readdirSync(dataDir)).not.toContain('pacta.sqlite');
  });

  it('is created where there are only a key and unrelated files', async () => {
    writeFileSync(join(dataDir, 'pacta.key'), '');
    writeFileSync(join(dataDir, 'pacta.sqlite.partial'), '');
    const store = await openDatabase({ dataDir }, new SystemClock());
    await store.close();
    expect(readdirSync(dataDir)).toContain('pacta.sqlite');
  });

  it('is not created by commands that only read, and neither is the directory', async () => {
    const nowhere = join(dataDir, 'nowhere');
    await expect(openDatabaseToRead({ dataDir: nowhere })).rejects.toThrow(
      /There is no database .*Nothing was created/,
    );
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe('permissions', () => {
  const modeOf = (...names: string[]) => statSync(join(dataDir, ...names)).mode & 0o777;
  const open = async () => (await openDatabase({ dataDir }, new SystemClock())).close();

  it('on a new directory and its files are for the owner alone', async () => {
    const fresh = join(dataDir, 'new', 'data');
    const store = await openDatabase({ dataDir: fresh }, new SystemClock());
    await store.write((tx) => tx.query('CREATE TABLE t (x)'));
    const modes = readdirSync(fresh).map((name) => modeOf('new', 'data', name));
    await store.close();
    expect(modes.length).toBeGreaterThanOrEqual(5);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(modeOf('new', 'data')).toBe(0o700);
  });

  it('on an existing directory are taken from other users at the start', async () => {
    await open();
    writeFileSync(join(dataDir, 'pacta.key'), '');
    mkdirSync(join(dataDir, 'archive'));
    for (const name of ['.', 'archive', 'pacta.key', 'pacta.sqlite'])
      chmodSync(join(dataDir, name), 0o755);
    await open();
    expect(modeOf()).toBe(0o700);
    expect(modeOf('archive')).toBe(0o700);
    expect([modeOf('pacta.key'), modeOf('pacta.sqlite')]).toEqual([0o700, 0o700]);
  });

  it('on a directory with unrelated files stay as they are', async () => {
    writeFileSync(join(dataDir, 'notes.txt'), '');
    for (const name of ['.', 'notes.txt']) chmodSync(join(dataDir, name), 0o755);
    await open();
    expect([modeOf(), modeOf('notes.txt'), modeOf('pacta.sqlite')]).toEqual([0o755, 0o755, 0o600]);
  });
});

describe('a database file', () => {
  const file = () => join(dataDir, 'pacta.sqlite');

  function make(applicationId = APPLICATION_ID): void {
    const database = new Database(file());
    database.pragma(`application_id = ${applicationId}`);
    database.exec(
      'CREATE TABLE t (x); INSERT INTO t SELECT randomblob(9000) FROM (VALUES (1), (2), (3))',
    );
    database.close();
  }

  it('that is sound is accepted, and so is a missing one', () => {
    checkDatabaseFile(dataDir);
    make();
    checkDatabaseFile(dataDir);
  });

  it.each([
    ['is empty', () => writeFileSync(file(), '')],
    ['is no database', () => writeFileSync(file(), 'x'.repeat(5_000))],
    [
      'is cut short',
      () => {
        make();
        truncateSync(file(), 12_288);
      },
    ],
    ['is another program’s', () => make(42)],
  ])('that %s is refused and left as it is', (name, prepare) => {
    prepare();
    const before = readFileSync(file());
    expect(() => checkDatabaseFile(dataDir)).toThrow(/cannot be used: .*Restore a copy/);
    expect(readFileSync(file()).equals(before)).toBe(true);
    figure(35, `a database file that ${name}: refused, and left as it was`);
  });
});
