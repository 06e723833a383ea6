import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { checkDatabaseFile, takeDataDirectory } from '../../src/store/data-directory';
import { APPLICATION_ID } from '../../src/store/data-sources';
import { figure } from '../support/figures';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pacta-directory-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a data directory', () => {
  it('is taken once at a time, and the refusal names the process', () => {
    const release = takeDataDirectory(dataDir);
    expect(() => takeDataDirectory(dataDir)).toThrow(`in use by process ${process.pid}`);
    release();
    takeDataDirectory(dataDir)();
  });

  it('is free again when the process that held it was killed', async () => {
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
    takeDataDirectory(dataDir)();
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

  it('that is sound is accepted, and a missing one too', () => {
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
