import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const PERIOD = ['--from', '2026-01-01', '--to', '2026-01-31'];
/** "nobody". */
const STRANGER = 65_534;

interface Given {
  words: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** Files required before the program. */
  first?: readonly string[];
  uid?: number;
}

function pacta({ words, environment = {}, first = [], uid }: Given) {
  const required = first.flatMap((name) => ['-r', join(ROOT, 'test', 'support', name)]);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...required, join(ROOT, 'bin', 'pacta.js'), ...words],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, DATABASE_URL: '', PACTA_PORT: '0', ...environment },
      ...(uid === undefined ? {} : { uid }),
    },
  );
  return { status, stdout, stderr };
}

const directory = temporaryDirectory();
const place = (...names: string[]) => join(directory.path, ...names);
const STACK = /\n +at /;

afterAll(directory.remove);

describe('a command that reads', () => {
  it.each([
    ['report', ['report', 'worked-example', ...PERIOD]],
    ['audit export', ['audit', 'export']],
    ['doctor', ['doctor']],
    ['token list', ['token', 'list']],
    ['token revoke', ['token', 'revoke', 'tok_1']],
    ['backup', ['backup', place('never')]],
    ['restore of a file that is missing', ['restore', place('missing')]],
    ['move', ['move', '--to', 'postgres://127.0.0.1:1/pacta']],
  ])('%s makes nothing where nothing is, and says what it looked for', (name, words) => {
    const empty = place('empty');
    const { status, stderr, stdout } = pacta({ words, environment: { PACTA_DATA_DIR: empty } });
    expect(status).toBe(1);
    expect(stderr + stdout).toContain(
      name.startsWith('restore')
        ? `${place('missing')} does not exist.`
        : `There is no database ${join(empty, 'pacta.sqlite')}, and no service runs on ${empty}.`,
    );
    expect(stderr).not.toMatch(STACK);
    expect(existsSync(empty)).toBe(false);
    mkdirSync(place('bare'), { recursive: true });
    pacta({ words, environment: { PACTA_DATA_DIR: place('bare') } });
    expect(readdirSync(place('bare'))).toEqual([]);
  });
});

describe('a start', () => {
  it.each([
    ['cannot be made', '/proc/pacta', /no such file or directory/],
    ['is a file', place('file', 'data'), /a part of the path is a file/],
  ])('whose data directory %s is refused with the cure', (_, dataDir, reason) => {
    writeFileSync(place('file'), '');
    const started = pacta({ words: ['serve'], environment: { PACTA_DATA_DIR: dataDir } });
    expect(started).toMatchObject({ status: 1, stdout: '' });
    expect(started.stderr).toContain(`The data directory ${dataDir} cannot be used: `);
    expect(started.stderr).toMatch(reason);
    expect(started.stderr).toMatch(/Give \S+ the right to read and write .* or set PACTA_DATA_DIR/);
    expect(started.stderr).not.toMatch(STACK);
  });

  it('on PostgreSQL that does not answer says which, without its password', () => {
    const environment = {
      DATABASE_URL: 'postgres://anna:hidden@127.0.0.1:1/pacta',
      PACTA_DATA_DIR: place('key'),
    };
    const started = pacta({ words: ['serve'], environment });
    expect(started).toMatchObject({ status: 1, stdout: '' });
    expect(started.stderr).toBe(
      'PostgreSQL at 127.0.0.1:1/pacta cannot be used: it does not answer (ECONNREFUSED). Start it, or correct DATABASE_URL.\n',
    );
  });

  it('by a Node.js that is too old names both versions', () => {
    const first = ['old-node.cjs'];
    const environment = { PACTA_NODE: 'v18.20.4', PACTA_DATA_DIR: place('old') };
    const started = pacta({ words: ['serve'], first, environment });
    expect(started).toMatchObject({ status: 1, stdout: '' });
    expect(started.stderr).toMatch(
      /^Pacta needs Node\.js 20\.19 or newer; this is v18\.20\.4 \(.*\)\.\nInstall a newer one/,
    );
    expect(started.stderr).not.toMatch(STACK);
  });

  it('by another Node.js than the one that installed it says how to compile anew', () => {
    const environment = { PACTA_DATA_DIR: place('abi') };
    const started = pacta({ words: ['serve'], first: ['other-abi.cjs'], environment });
    expect(started).toMatchObject({ status: 1, stdout: '' });
    expect(started.stderr).toContain(
      `better-sqlite3) cannot be loaded: it was compiled for another Node.js (ABI 93); this is ${process.version} (ABI ${process.versions.modules}`,
    );
    expect(started.stderr).toContain(`Run \`npm rebuild better-sqlite3\` in ${ROOT}`);
    expect(started.stderr).not.toMatch(STACK);
  });
});

const byAnother = process.getuid?.() === 0 && canReadHere() ? describe : describe.skip;

byAnother('a start by a user without rights', () => {
  it.each([
    ['cannot be written by this user', 0o555],
    ['cannot be entered by this user', 0o700],
  ])('whose data directory %s is refused with the cure', (_, mode) => {
    const dataDir = place(`mode-${mode}`);
    mkdirSync(dataDir);
    chmodSync(directory.path, 0o755);
    chmodSync(dataDir, mode);
    const environment = { PACTA_DATA_DIR: dataDir };
    const started = pacta({ words: ['serve'], environment, uid: STRANGER });
    expect(started).toMatchObject({ status: 1, stdout: '' });
    expect(started.stderr).toMatch(
      /cannot be used: permission denied.*Give nobody the right to read and write/,
    );
    expect(started.stderr).not.toMatch(STACK);
  });
});

/** Whether another user may run the program from here. */
function canReadHere(): boolean {
  const words = ['-e', `require(${JSON.stringify(join(ROOT, 'bin', 'node-version.js'))})`];
  return spawnSync(process.execPath, words, { uid: STRANGER }).status === 0;
}
